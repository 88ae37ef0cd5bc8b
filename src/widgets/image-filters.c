/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-filters.h"

#include "image-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CpImageFilters
{
  GtkWidget parent_instance;

  CpReview *review;
  GSimpleActionGroup *actions; /* the review's properties */

  GtkLabel *count_label;
  GtkLabel *selected_label;
  GtkMenuButton *sort_button;
  GtkMenuButton *filter_button;
  GtkWidget *filter_chip;
  GtkLabel *filter_label;
  GtkScale *size_scale;
  GtkAdjustment *size_adjustment;
  GtkWidget *uncertain_box;
  GtkWidget *uncertain_reason;
  GtkWidget *changed_box;
  GtkWidget *changed_reason;
};

/* Properties of the review that are chosen here. */
static const char *const choices[] = { "sort", "filter", "verdict-filter", "changed-only" };

G_DEFINE_FINAL_TYPE (CpImageFilters, cp_image_filters, GTK_TYPE_WIDGET)

static const char *
sort_name (CpSort sort)
{
  switch (sort)
    {
    case CP_SORT_PROBABILITY:
      return _("By probability");
    case CP_SORT_WRONGNESS:
      return _("Most wrong first");
    case CP_SORT_UNCERTAINTY:
      return _("Most uncertain first");
    case CP_SORT_INDEX:
    default:
      return _("By index");
    }
}

static const char *
verdict_filter_name (CpVerdictFilter filter)
{
  switch (filter)
    {
    case CP_VERDICT_FILTER_AGREE:
      return _("you agree");
    case CP_VERDICT_FILTER_DISAGREE:
      return _("you disagree");
    case CP_VERDICT_FILTER_UNSURE:
      return _("you are unsure");
    case CP_VERDICT_FILTER_NONE:
    case CP_VERDICT_FILTER_ANY:
    default:
      return _("not yet judged");
    }
}

/* The one filter's name, or how many there are. */
static char *
describe_filters (CpReview *review,
                  guint    *n)
{
  const CpOutcome outcome = cp_review_get_filter (review);
  const CpVerdictFilter verdict = cp_review_get_verdict_filter (review);
  const gboolean changed = cp_review_get_changed_only (review);

  *n = (outcome != CP_OUTCOME_NONE) + (verdict != CP_VERDICT_FILTER_ANY) + changed;
  if (*n > 1)
    return g_strdup_printf (ngettext ("%u filter", "%u filters", *n), *n);
  if (outcome != CP_OUTCOME_NONE)
    return g_strdup (cp_outcome_get_name (outcome));
  if (changed)
    return g_strdup (_("decision changed"));
  return g_strdup (verdict_filter_name (verdict));
}

static void
update_chip (CpImageFilters *self)
{
  guint n;
  g_autofree char *text = describe_filters (self->review, &n);
  g_autofree char *clear = g_strdup_printf (_("Show all images, not only: %s"), text);

  gtk_widget_set_visible (self->filter_chip, n > 0);
  gtk_label_set_label (self->filter_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_chip), GTK_ACCESSIBLE_PROPERTY_LABEL, clear, -1);
}

/* What cannot be chosen now is greyed, and says why. A choice made before stays, to be taken back. */
static void
update_reasons (CpImageFilters *self)
{
  const gboolean ensemble = cp_review_has_deviations (self->review);
  const gboolean pinned = !isnan (cp_review_get_pinned (self->review));

  gtk_widget_set_sensitive (self->uncertain_box, ensemble);
  gtk_widget_set_visible (self->uncertain_reason, !ensemble);
  gtk_widget_set_sensitive (self->changed_box, pinned || cp_review_get_changed_only (self->review));
  gtk_widget_set_visible (self->changed_reason, !pinned);
}

static void
update_sort (CpImageFilters *self)
{
  const char *name = sort_name (cp_review_get_sort (self->review));
  g_autofree char *label = g_strdup_printf (_("Sort images: %s"), name);
  GtkWidget *inside;

  gtk_menu_button_set_label (self->sort_button, name);
  inside = gtk_widget_get_first_child (GTK_WIDGET (self->sort_button)); /* what has the focus */
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* named and described once more by the label that GTK has put in it */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

static void
on_sort_chosen (CpImageFilters *self)
{
  gtk_menu_button_popdown (self->sort_button);
}

static void
on_review_changed (CpImageFilters *self)
{
  update_sort (self);
  update_chip (self);
  update_reasons (self);
}

static void
on_clear (CpImageFilters *self)
{
  if (self->review != NULL)
    cp_review_clear_filters (self->review);
}

static void
say_size (CpImageFilters *self)
{
  g_autofree char *text = g_strdup_printf (_("%.0f pixels"), gtk_adjustment_get_value (self->size_adjustment) * 28);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->size_scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
disconnect_review (CpImageFilters *self)
{
  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->actions), choices[i]);
  g_clear_object (&self->review);
}

static void
cp_image_filters_dispose (GObject *object)
{
  CpImageFilters *self = CP_IMAGE_FILTERS (object);
  GtkWidget *child;

  disconnect_review (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_image_filters_parent_class)->dispose (object);
}

static void
cp_image_filters_finalize (GObject *object)
{
  g_object_unref (CP_IMAGE_FILTERS (object)->actions);
  G_OBJECT_CLASS (cp_image_filters_parent_class)->finalize (object);
}

static void
cp_image_filters_class_init (CpImageFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_image_filters_dispose;
  G_OBJECT_CLASS (klass)->finalize = cp_image_filters_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "imagefilters");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/image-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, count_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, selected_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, sort_button);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, filter_button);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, filter_chip);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, filter_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, size_scale);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, size_adjustment);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, uncertain_box);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, uncertain_reason);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, changed_box);
  gtk_widget_class_bind_template_child (widget_class, CpImageFilters, changed_reason);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
cp_image_filters_init (CpImageFilters *self)
{
  /* before there are buttons, which look for it once only */
  self->actions = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "review", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->size_adjustment, "value-changed", G_CALLBACK (say_size), self);
  say_size (self);
}

static void
add_choice (CpImageFilters *self,
            const char     *name)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, self->review, name);
  g_autofree char *signal = g_strconcat ("notify::", name, NULL);

  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_signal_connect_object (self->review, signal, G_CALLBACK (on_review_changed), self, G_CONNECT_SWAPPED);
}

static void
connect_review (CpImageFilters *self,
                CpReview       *review)
{
  self->review = g_object_ref (review);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    add_choice (self, choices[i]);
  g_signal_connect_object (review, "notify::sort", G_CALLBACK (on_sort_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "notify::pinned", G_CALLBACK (update_reasons), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "scores-changed", G_CALLBACK (update_reasons), self, G_CONNECT_SWAPPED);
  on_review_changed (self);
}

/**
 * cp_image_filters_set_review:
 * @self: the controls
 * @review: (nullable): what they control
 *
 * Controls another review.
 */
void
cp_image_filters_set_review (CpImageFilters *self,
                             CpReview       *review)
{
  g_return_if_fail (CP_IS_IMAGE_FILTERS (self));

  if (self->review == review)
    return;
  disconnect_review (self);
  if (review != NULL)
    connect_review (self, review);
  cp_image_filters_update (self, 0);
}

/**
 * cp_image_filters_update:
 * @self: the controls
 * @n_selected: how many images are selected; one is not worth a word
 *
 * Counts anew. For whoever knows that the list has stopped changing for this frame.
 */
void
cp_image_filters_update (CpImageFilters *self,
                         guint           n_selected)
{
  g_autofree char *count = NULL;
  /* Translators: images */
  g_autofree char *selected = g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);

  g_return_if_fail (CP_IS_IMAGE_FILTERS (self));

  count = self->review != NULL ? cp_review_describe_count (self->review) : g_strdup ("");
  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count_label), count);
  gtk_label_set_label (self->selected_label, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->selected_label), n_selected > 1);
}

/**
 * cp_image_filters_get_steps:
 * @self: the controls
 *
 * Returns: (transfer none): the size of thumbnails chosen, in steps
 */
GtkAdjustment *
cp_image_filters_get_steps (CpImageFilters *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_FILTERS (self), NULL);

  return self->size_adjustment;
}
