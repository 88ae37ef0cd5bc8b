/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "cutpoint-panel.h"

#include "accessible.h"
#include "choose-popover.h"
#include "confusion-matrix.h"
#include "metric-list.h"
#include "rates.h"
#include "seal-dialog.h"
#include "threshold-axis.h"
#include "threshold-line.h"
#include "threshold-step.h"
#include "threshold-strip.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CpCutpointPanel
{
  GtkWidget parent_instance;

  CpReview *review;
  CpProtocol *protocol;
  GSimpleAction *seal;

  GtkDropDown *split;
  GtkMenuButton *choose_button;
  CpChoosePopover *choose_popover;
  GtkWidget *locked;
  GtkLabel *locked_label;
  GtkLabel *exploratory;
  CpThresholdStrip *strip;
  GtkStack *figures;
  CpConfusionMatrix *matrix;
  CpMetricList *metrics;
  CpThresholdLine *line;
};

enum
{
  PROP_0,
  PROP_PINNED,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpCutpointPanel, cp_cutpoint_panel, GTK_TYPE_WIDGET)

/* The order of the drop-down: what is reported first. */
static const CpSplit splits[] = { CP_SPLIT_TEST, CP_SPLIT_VALIDATION, CP_SPLIT_TRAIN };

static void
set_enabled (CpCutpointPanel *self,
             const char      *action,
             gboolean         enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

static void
update_actions (CpCutpointPanel *self)
{
  static const char *const steps[] = { "cutpoint.lower", "cutpoint.higher", "cutpoint.save", "cutpoint.miss" };
  gboolean scored = cp_review_has_scores (self->review);
  gboolean pinned = !isnan (cp_review_get_pinned (self->review));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    set_enabled (self, steps[i], scored);
  set_enabled (self, "cutpoint.swap", pinned);
  set_enabled (self, "cutpoint.show-changed", pinned && scored);
  set_enabled (self, "cutpoint.reset", !isnan (cp_protocol_get_chosen (self->protocol)) &&
                                         cp_protocol_get_provenance (self->protocol) != CP_PROVENANCE_CHOSEN);
}

/* Sealed figures are not missing: a card stands where they will be. */
static void
update_seal (CpCutpointPanel *self)
{
  CpSeal seal = cp_protocol_get_seal (self->protocol);
  gboolean hidden = seal == CP_SEAL_SEALED && cp_review_get_split (self->review) == CP_SPLIT_TEST;

  gtk_stack_set_visible_child_name (self->figures, hidden ? "sealed" : "shown");
  g_simple_action_set_state (self->seal, g_variant_new_boolean (seal == CP_SEAL_SEALED));
}

static void
update_lock (CpCutpointPanel *self)
{
  const CpLock *lock = cp_protocol_get_seal (self->protocol) == CP_SEAL_LOCKED ? cp_protocol_get_lock (self->protocol)
                                                                               : NULL;
  gboolean exploratory = cp_protocol_get_exploratory (self->protocol);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->exploratory), exploratory);
  gtk_label_set_text (self->exploratory, cp_protocol_has_left_lock (self->protocol)
                                           ? _("Exploratory: not what was locked")
                                           : _("Exploratory: threshold moved while looking at the test images"));
  gtk_widget_set_visible (self->locked, lock != NULL);
  if (lock == NULL)
    return;
  cp_threshold_format (lock->threshold, number, sizeof number);
  /* Translators: a threshold, then why it was locked */
  text = g_strdup_printf (_("Locked %s: %s"), number, lock->reason);
  gtk_label_set_text (self->locked_label, text);
  gtk_widget_set_tooltip_text (self->locked, text);
}

/* The chosen mark tells its rule and what it promised. */
static char *
describe_choice (CpCutpointPanel *self)
{
  CpThresholdRule rule;
  CpChoice choice;
  g_autofree char *words = NULL;
  g_autofree char *recall = NULL;

  if (!cp_protocol_get_choice (self->protocol, &choice) || !choice.attainable)
    return g_strdup (_("as the model's file records"));
  cp_protocol_get_rule (self->protocol, &rule);
  words = cp_rule_to_words (&rule);
  recall = cp_estimate_format (cp_rate_recall (choice.confusion));
  /* Translators: a rule, then the recall it promises with its interval */
  return g_strdup_printf (_("%s; recall %s"), words, recall);
}

static void
update_marks (CpCutpointPanel *self)
{
  g_autofree char *note = describe_choice (self);

  cp_threshold_strip_set_note (self->strip, CP_THRESHOLD_MARK_CHOSEN, note);
  cp_threshold_strip_set_mark (self->strip, CP_THRESHOLD_MARK_CHOSEN, cp_protocol_get_chosen (self->protocol));
}

static void
on_protocol_changed (CpCutpointPanel *self)
{
  update_actions (self);
  update_seal (self);
  update_lock (self);
  update_marks (self);
}

static void
on_pinned_changed (CpCutpointPanel *self)
{
  cp_threshold_strip_set_mark (self->strip, CP_THRESHOLD_MARK_PINNED, cp_review_get_pinned (self->review));
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
}

static void
on_split_selected (CpCutpointPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->split);

  if (self->review != NULL && selected < G_N_ELEMENTS (splits))
    cp_review_set_split (self->review, splits[selected]);
}

static void
on_split_changed (CpCutpointPanel *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    if (splits[i] == cp_review_get_split (self->review))
      gtk_drop_down_set_selected (self->split, i);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (widget);
  gboolean pneumonia_only = g_str_equal (name, "cutpoint.save") || g_str_equal (name, "cutpoint.miss");
  gboolean down = g_str_equal (name, "cutpoint.save") || g_str_equal (name, "cutpoint.lower");
  g_autofree char *price = cp_threshold_step (self->review, down ? -1 : 1, pneumonia_only);

  cp_threshold_line_show_price (self->line, price);
  cp_threshold_strip_set_remark (self->strip, price);
}

static void
threshold_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (widget);

  if (g_str_equal (name, "cutpoint.reset"))
    cp_protocol_reset (self->protocol);
  else if (g_str_equal (name, "cutpoint.swap"))
    cp_threshold_swap_pinned (self->review);
  else
    gtk_menu_button_popup (self->choose_button);
}

/* The images behind the difference. */
static void
show_changed_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  cp_review_set_changed_only (CP_CUTPOINT_PANEL (widget)->review, TRUE);
  gtk_widget_activate_action (widget, "win.page", "s", "review");
}

static void
reveal_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (widget);

  if (cp_protocol_get_seal (self->protocol) == CP_SEAL_SEALED)
    cp_seal_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), self->protocol);
}

/* Sealing needs no question; revealing does. */
static void
on_seal_activated (CpCutpointPanel *self)
{
  if (cp_protocol_get_seal (self->protocol) == CP_SEAL_SEALED)
    reveal_action (GTK_WIDGET (self), NULL, NULL);
  else
    cp_protocol_seal (self->protocol);
}

static gboolean
on_key_pressed (CpCutpointPanel *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  return cp_cutpoint_panel_handle_key (self, key, state);
}

/* Keys work wherever the focus is, once it had no use for them. */
static void
cp_cutpoint_panel_root (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  GTK_WIDGET_CLASS (cp_cutpoint_panel_parent_class)->root (widget);
  gtk_event_controller_set_name (keys, "cutpoint-keys");
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), keys);
}

static void
cp_cutpoint_panel_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (object);

  switch (id)
    {
    case PROP_PINNED:
      g_value_set_boolean (value, self->review != NULL && !isnan (cp_review_get_pinned (self->review)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_cutpoint_panel_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (object);

  switch (id)
    {
    case PROP_PINNED:
      if (self->review != NULL)
        cp_review_set_pinned (self->review, g_value_get_boolean (value) ? cp_review_get_threshold (self->review) : NAN);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_cutpoint_panel_dispose (GObject *object)
{
  CpCutpointPanel *self = CP_CUTPOINT_PANEL (object);
  GtkWidget *child;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  if (self->protocol != NULL)
    g_signal_handlers_disconnect_by_data (self->protocol, self);
  g_clear_object (&self->review);
  g_clear_object (&self->protocol);
  g_clear_object (&self->seal);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_cutpoint_panel_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "cutpoint.lower", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.higher", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.save", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.miss", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.reset", NULL, threshold_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.swap", NULL, threshold_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.choose", NULL, threshold_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.show-changed", NULL, show_changed_action);
  gtk_widget_class_install_action (widget_class, "cutpoint.reveal", NULL, reveal_action);
  gtk_widget_class_install_property_action (widget_class, "cutpoint.pin", "pinned");
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/cutpoint-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, split);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, choose_button);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, choose_popover);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, locked);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, locked_label);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, exploratory);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, strip);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, figures);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, matrix);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, metrics);
  gtk_widget_class_bind_template_child (widget_class, CpCutpointPanel, line);
  gtk_widget_class_bind_template_callback (widget_class, on_split_selected);
}

static void
cp_cutpoint_panel_class_init (CpCutpointPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_cutpoint_panel_get_property;
  object_class->set_property = cp_cutpoint_panel_set_property;
  object_class->dispose = cp_cutpoint_panel_dispose;
  widget_class->root = cp_cutpoint_panel_root;

  properties[PROP_PINNED] =
    g_param_spec_boolean ("pinned", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (CP_TYPE_CHOOSE_POPOVER);
  g_type_ensure (CP_TYPE_CONFUSION_MATRIX);
  g_type_ensure (CP_TYPE_METRIC_LIST);
  g_type_ensure (CP_TYPE_THRESHOLD_LINE);
  g_type_ensure (CP_TYPE_THRESHOLD_STRIP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cutpointpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
cp_cutpoint_panel_init (CpCutpointPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_accessible_name_drop_down (self->split, _("Split"));
  self->seal = g_simple_action_new_stateful ("seal", NULL, g_variant_new_boolean (FALSE));
  g_signal_connect_object (self->seal, "activate", G_CALLBACK (on_seal_activated), self, G_CONNECT_SWAPPED);
}

/**
 * cp_cutpoint_panel_set_workspace:
 * @self: a panel
 * @workspace: what it works on; once
 *
 * Connects the panel.
 */
void
cp_cutpoint_panel_set_workspace (CpCutpointPanel *self,
                                 CpWorkspace     *workspace)
{
  g_return_if_fail (CP_IS_CUTPOINT_PANEL (self));
  g_return_if_fail (self->review == NULL);

  self->review = g_object_ref (cp_workspace_get_review (workspace));
  self->protocol = g_object_ref (cp_workspace_get_protocol (workspace));
  cp_threshold_strip_set_review (self->strip, self->review);
  cp_confusion_matrix_set_review (self->matrix, self->review);
  cp_metric_list_set_review (self->metrics, self->review);
  cp_threshold_line_set_protocol (self->line, self->protocol);
  cp_choose_popover_set_protocol (self->choose_popover, self->protocol);
  g_signal_connect_object (self->protocol, "changed", G_CALLBACK (on_protocol_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "scores-changed", G_CALLBACK (on_protocol_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::pinned", G_CALLBACK (on_pinned_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::split", G_CALLBACK (on_split_changed), self, G_CONNECT_SWAPPED);
  on_split_changed (self);
  on_pinned_changed (self);
  on_protocol_changed (self);
}

/**
 * cp_cutpoint_panel_restore:
 * @self: a panel
 * @settings: what was remembered
 *
 * Lays the strip's axis out as it was last time.
 */
void
cp_cutpoint_panel_restore (CpCutpointPanel *self,
                           CpSettings      *settings)
{
  g_autofree char *axis = cp_settings_get_string (settings, CP_SETTING_AXIS);

  g_return_if_fail (CP_IS_CUTPOINT_PANEL (self));

  cp_threshold_strip_set_logit (self->strip, g_str_equal (axis, "logit"));
}

/**
 * cp_cutpoint_panel_remember:
 * @self: a panel
 * @settings: what to remember it in
 *
 * Remembers the strip's axis.
 */
void
cp_cutpoint_panel_remember (CpCutpointPanel *self,
                            CpSettings      *settings)
{
  g_return_if_fail (CP_IS_CUTPOINT_PANEL (self));

  cp_settings_set_string (settings, CP_SETTING_AXIS, cp_threshold_strip_get_logit (self->strip) ? "logit" : "linear");
}

/**
 * cp_cutpoint_panel_get_seal_action:
 * @self: a panel
 *
 * Returns: (transfer none): the action "seal", whose state tells whether the
 *   test figures are sealed; for the window's menu
 */
GAction *
cp_cutpoint_panel_get_seal_action (CpCutpointPanel *self)
{
  g_return_val_if_fail (CP_IS_CUTPOINT_PANEL (self), NULL);

  return G_ACTION (self->seal);
}

/**
 * cp_cutpoint_panel_handle_key:
 * @self: a panel
 * @key: a key's symbol
 * @state: the modifiers held with it
 *
 * Does what a key does in the whole window while the panel is on the screen,
 * unless somebody is typing.
 *
 * Returns: whether the key was used
 */
gboolean
cp_cutpoint_panel_handle_key (CpCutpointPanel *self,
                              guint            key,
                              GdkModifierType  state)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_bracketleft, 0, "cutpoint.lower" }, { GDK_KEY_bracketright, 0, "cutpoint.higher" },
    { GDK_KEY_braceleft, 0, "cutpoint.save" }, { GDK_KEY_braceright, 0, "cutpoint.miss" },
    { GDK_KEY_p, 0, "cutpoint.pin" }, { GDK_KEY_P, 0, "cutpoint.swap" },
    { GDK_KEY_k, GDK_CONTROL_MASK, "cutpoint.choose" }, { GDK_KEY_0, GDK_CONTROL_MASK, "cutpoint.reset" },
  };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_return_val_if_fail (CP_IS_CUTPOINT_PANEL (self), FALSE);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK; /* Shift is in the key's symbol */
  if (state == 0 && root != NULL && GTK_IS_EDITABLE (gtk_root_get_focus (root)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key && keys[i].state == state)
      return gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
  return FALSE;
}
