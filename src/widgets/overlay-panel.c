/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "overlay-panel.h"

#include "accessible.h"
#include "saliency-legend.h"

#include <glib/gi18n.h>

#define PATIENCE 200 /* milliseconds of computing that need no word */

struct _CpOverlayPanel
{
  GtkWidget parent_instance;

  CpSaliencyOverlay *overlay; /* (nullable) */
  gboolean updating;          /* the controls follow the overlay, not the other way round */
  guint patience;             /* source: while a map is being computed, but not yet for long; else 0 */
  gboolean impatient;         /* it takes long */

  GtkDropDown *method_choice;
  GtkWidget *controls;
  GtkToggleButton *pneumonia_button;
  GtkToggleButton *normal_button;
  GtkAdjustment *opacity;
  GtkCheckButton *random_check;
  GtkWidget *legend;
  GtkSpinner *spinner;
  GtkLabel *sentence;
  GtkLabel *description;
  GtkLabel *limit;
};

G_DEFINE_FINAL_TYPE (CpOverlayPanel, cp_overlay_panel, GTK_TYPE_WIDGET)

/* In the order of the drop down's choices, after "off". */
static const CpExplainMethod methods[] = { CP_EXPLAIN_HIRES_CAM, CP_EXPLAIN_GRAD_CAM, CP_EXPLAIN_OCCLUSION };

static guint
position_of (const CpOverlayChoice *choice)
{
  for (guint i = 0; choice->shown && i < G_N_ELEMENTS (methods); i++)
    if (methods[i] == choice->method)
      return i + 1;
  return 0;
}

static void
on_choice_changed (CpOverlayPanel *self)
{
  const guint position = gtk_drop_down_get_selected (self->method_choice);
  CpOverlayChoice choice;

  if (self->updating || self->overlay == NULL)
    return;

  choice = *cp_saliency_overlay_get_choice (self->overlay);
  choice.shown = position > 0 && position <= G_N_ELEMENTS (methods);
  if (choice.shown)
    choice.method = methods[position - 1];
  choice.target = gtk_toggle_button_get_active (self->pneumonia_button);
  choice.randomised = gtk_check_button_get_active (self->random_check);
  choice.opacity = gtk_adjustment_get_value (self->opacity) / 100;
  cp_saliency_overlay_set_choice (self->overlay, &choice);
}

/* What an image of so few pixels can tell at best. */
static char *
describe_limit (const CpExplanationInfo *info)
{
  if (info->method == CP_EXPLAIN_OCCLUSION)
    return g_strdup_printf (_("The network sees %u×%u pixels. This map cannot point more exactly than one patch."), info->size,
                            info->size);
  return g_strdup_printf (_("The network sees %u×%u pixels; one cell of this map covers %u×%u of them. "
                            "It cannot point more exactly."),
                          info->size, info->size, info->size / MAX (1, info->cells), info->size / MAX (1, info->cells));
}

/* What to know of a map before one believes it. */
static char *
describe_caveats (const CpExplanationInfo *info)
{
  g_autofree char *limit = describe_limit (info);
  const char *caveat = "";

  if (info->randomised)
    caveat = _("This network knows nothing. If its map looks like the trained network’s, neither shows what was learned.");
  else if (info->method == CP_EXPLAIN_GRAD_CAM)
    caveat = _("Grad-CAM averages gradients over all places, which misleads for networks such as the baseline; "
               "HiResCAM does not.");
  return g_strjoin (*caveat != '\0' ? " " : "", caveat, limit, NULL);
}

static void
update_words (CpOverlayPanel *self)
{
  CpExplanation *explanation = cp_saliency_overlay_get_explanation (self->overlay);
  const CpOverlayState state = cp_saliency_overlay_get_state (self->overlay);
  g_autofree char *description = NULL;
  g_autofree char *caveats = NULL;

  gtk_label_set_label (self->sentence, cp_saliency_overlay_get_message (self->overlay));
  gtk_spinner_set_spinning (self->spinner, state == CP_OVERLAY_WAITING);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == CP_OVERLAY_WAITING);
  gtk_widget_set_visible (self->legend, explanation != NULL && !cp_explanation_get_info (explanation)->empty);
  gtk_widget_set_visible (GTK_WIDGET (self->description), explanation != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->limit), explanation != NULL);
  if (explanation == NULL)
    return;

  description = cp_explanation_describe (explanation);
  caveats = describe_caveats (cp_explanation_get_info (explanation));
  gtk_label_set_label (self->description, description);
  gtk_label_set_label (self->limit, caveats);
}

static gboolean
on_impatient (gpointer data)
{
  CpOverlayPanel *self = data;

  self->patience = 0;
  self->impatient = TRUE;
  update_words (self);
  return G_SOURCE_REMOVE;
}

/* Most maps are there at once: saying so each time one goes to the next image would only flicker. */
static void
update_patience (CpOverlayPanel *self)
{
  if (cp_saliency_overlay_get_state (self->overlay) != CP_OVERLAY_WAITING)
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      self->impatient = FALSE;
    }
  else if (!self->impatient && self->patience == 0)
    self->patience = g_timeout_add (PATIENCE, on_impatient, self);
}

static void
update (CpOverlayPanel *self)
{
  const CpOverlayChoice *choice = cp_saliency_overlay_get_choice (self->overlay);

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->method_choice, position_of (choice));
  gtk_toggle_button_set_active (choice->target == 1 ? self->pneumonia_button : self->normal_button, TRUE);
  gtk_check_button_set_active (self->random_check, choice->randomised);
  gtk_adjustment_set_value (self->opacity, 100 * choice->opacity);
  gtk_widget_set_visible (self->controls, choice->shown);
  self->updating = FALSE;
  update_patience (self);
  if (self->patience == 0)
    update_words (self);
}

static void
cp_overlay_panel_dispose (GObject *object)
{
  CpOverlayPanel *self = CP_OVERLAY_PANEL (object);
  GtkWidget *child;

  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->overlay != NULL)
    g_signal_handlers_disconnect_by_data (self->overlay, self);
  g_clear_object (&self->overlay);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_overlay_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, method_choice);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, controls);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, pneumonia_button);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, normal_button);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, opacity);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, random_check);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, legend);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, sentence);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, description);
  gtk_widget_class_bind_template_child (widget_class, CpOverlayPanel, limit);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
}

static void
cp_overlay_panel_class_init (CpOverlayPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_overlay_panel_dispose;

  g_type_ensure (CP_TYPE_SALIENCY_LEGEND);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "overlaypanel");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/overlay-panel.ui");
  bind_children (widget_class);
}

static void
cp_overlay_panel_init (CpOverlayPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_accessible_name_drop_down (self->method_choice, _("Map of evidence"));
}

/**
 * cp_overlay_panel_set_overlay:
 * @self: a panel
 * @overlay: what it controls and tells of; once
 *
 * Connects the panel.
 */
void
cp_overlay_panel_set_overlay (CpOverlayPanel    *self,
                              CpSaliencyOverlay *overlay)
{
  g_return_if_fail (CP_IS_OVERLAY_PANEL (self));
  g_return_if_fail (self->overlay == NULL);

  self->overlay = g_object_ref (overlay);
  g_signal_connect_object (overlay, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * cp_overlay_panel_toggle:
 * @self: a panel
 *
 * Shows the map that was shown last, or none.
 */
void
cp_overlay_panel_toggle (CpOverlayPanel *self)
{
  CpOverlayChoice choice;

  g_return_if_fail (CP_IS_OVERLAY_PANEL (self));
  g_return_if_fail (self->overlay != NULL);

  choice = *cp_saliency_overlay_get_choice (self->overlay);
  choice.shown = !choice.shown;
  cp_saliency_overlay_set_choice (self->overlay, &choice);
}
