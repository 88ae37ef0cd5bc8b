/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "blind-start.h"

#include "blind-read.h"
#include "image-words.h"

#include <glib/gi18n.h>

struct _CpBlindStart
{
  GtkWidget parent_instance;

  CpVerdicts *verdicts; /* (nullable) */

  GtkLabel *which;
  GtkWidget *filtered;
  GtkWidget *choice;
  GtkToggleButton *twenty;
  GtkToggleButton *fifty;
  GtkToggleButton *hundred;
  GtkToggleButton *all;
  GtkLabel *compared;
  GtkWidget *cancel_button;
  GtkWidget *start_button;
};

enum
{
  START,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpBlindStart, cp_blind_start, GTK_TYPE_WIDGET)

/* A filter that says what the images are; what was judged is left out in any case. */
static gboolean
is_telling (CpReview *review)
{
  return cp_review_get_filter (review) != CP_OUTCOME_NONE || cp_review_get_changed_only (review);
}

/* Returns: (transfer full) */
static char *
why_none (CpReview *review)
{
  if (cp_review_get_dataset (review) == NULL)
    return g_strdup (_("There are no images. Open a data set first."));
  if (cp_review_get_sealed (review) && cp_review_get_split (review) == CP_SPLIT_TEST)
    return g_strdup (_("The test figures are sealed: what the model says of these images cannot be revealed. "
                       "Show the validation images, or lock a threshold."));
  if (!cp_review_has_scores (review))
    return g_strdup (_("No model has scored these images yet, so that there is nothing to compare with."));
  return g_strdup (_("All images that are listed have a verdict or a note: you have seen what the model says of them."));
}

static char *
describe_images (CpReview *review,
                 guint     n)
{
  const guint listed = g_list_model_get_n_items (cp_review_get_images (review));

  if (n == 0)
    return why_none (review);
  if (n == listed)
    return g_strdup_printf (ngettext ("From the %u image that is listed, in mixed order.",
                                      "From the %u images that are listed, in mixed order.", n),
                            n);
  return g_strdup_printf (ngettext ("From %u of the %u images that are listed, in mixed order: the others have a verdict "
                                    "or a note.",
                                    "From %u of the %u images that are listed, in mixed order: the others have a verdict "
                                    "or a note.",
                                    listed),
                          n, listed);
}

static guint
get_limit (CpBlindStart *self)
{
  if (gtk_toggle_button_get_active (self->twenty))
    return 20;
  if (gtk_toggle_button_get_active (self->fifty))
    return 50;
  return gtk_toggle_button_get_active (self->hundred) ? 100 : 0;
}

static void
update_choice (CpBlindStart *self,
               guint         n)
{
  g_autofree char *all = g_strdup_printf (_("All %u"), n);

  gtk_widget_set_sensitive (GTK_WIDGET (self->twenty), n > 20);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fifty), n > 50);
  gtk_widget_set_sensitive (GTK_WIDGET (self->hundred), n > 100);
  gtk_button_set_label (GTK_BUTTON (self->all), all);
  gtk_widget_set_visible (self->choice, n > 0);
  if (n > 0 && get_limit (self) >= n)
    gtk_toggle_button_set_active (self->all, TRUE);
}

static void
on_start (CpBlindStart *self)
{
  g_signal_emit (self, signals[START], 0, get_limit (self));
}

static void
on_cancel (CpBlindStart *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  on_cancel (CP_BLIND_START (widget));
}

/* The filter is the reader's own: it is cleared only where asked for. */
static void
all_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CpBlindStart *self = CP_BLIND_START (widget);

  cp_review_clear_filters (cp_verdicts_get_review (self->verdicts));
  cp_blind_start_update (self);
  gtk_widget_grab_focus (widget);
}

static gboolean
cp_blind_start_grab_focus (GtkWidget *widget)
{
  CpBlindStart *self = CP_BLIND_START (widget);

  return gtk_widget_grab_focus (gtk_widget_is_sensitive (self->start_button) ? self->start_button : self->cancel_button);
}

static void
cp_blind_start_dispose (GObject *object)
{
  CpBlindStart *self = CP_BLIND_START (object);
  GtkWidget *child;

  g_clear_object (&self->verdicts);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_blind_start_parent_class)->dispose (object);
}

static void
cp_blind_start_class_init (CpBlindStartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_blind_start_dispose;
  widget_class->grab_focus = cp_blind_start_grab_focus;

  signals[START] = g_signal_new ("start", CP_TYPE_BLIND_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_UINT);
  signals[CANCEL] = g_signal_new ("cancel", CP_TYPE_BLIND_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "blind.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "blind.all", NULL, all_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "blind.cancel", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "blindstart");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/blind-start.ui");
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, which);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, filtered);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, choice);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, twenty);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, fifty);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, hundred);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, all);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, compared);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CpBlindStart, start_button);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
cp_blind_start_init (CpBlindStart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_blind_start_new:
 *
 * Returns: (transfer floating): a question about no images yet
 */
GtkWidget *
cp_blind_start_new (void)
{
  return g_object_new (CP_TYPE_BLIND_START, NULL);
}

/**
 * cp_blind_start_set_verdicts:
 * @self: a start
 * @verdicts: of the images that are listed; once
 *
 * Connects the question.
 */
void
cp_blind_start_set_verdicts (CpBlindStart *self,
                             CpVerdicts   *verdicts)
{
  g_return_if_fail (CP_IS_BLIND_START (self));
  g_return_if_fail (self->verdicts == NULL);

  self->verdicts = g_object_ref (verdicts);
  cp_blind_start_update (self);
}

/**
 * cp_blind_start_update:
 * @self: a start with verdicts
 *
 * Asks about the images that are listed now.
 */
void
cp_blind_start_update (CpBlindStart *self)
{
  CpReview *review;
  guint n;
  g_autofree char *which = NULL, *threshold = NULL, *compared = NULL;

  g_return_if_fail (CP_IS_BLIND_START (self));
  g_return_if_fail (self->verdicts != NULL);

  review = cp_verdicts_get_review (self->verdicts);
  n = cp_blind_read_count (self->verdicts);
  which = describe_images (review, n);
  threshold = cp_probability_to_string (cp_review_get_threshold (review));
  compared = g_strdup_printf (_("Your answers are compared with the labels, and with the model’s decisions at the threshold %s."),
                              threshold);
  gtk_label_set_label (self->which, which);
  gtk_label_set_label (self->compared, compared);
  gtk_widget_set_visible (GTK_WIDGET (self->compared), n > 0);
  gtk_widget_set_visible (self->filtered, n > 0 && is_telling (review));
  update_choice (self, n);
  gtk_widget_set_sensitive (self->start_button, n > 0);
}
