/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "verdict-bar.h"

#include <glib/gi18n-lib.h>

struct _CpVerdictBar
{
  GtkWidget parent_instance;

  CpVerdicts *verdicts;          /* (nullable) */
  GtkSingleSelection *selection; /* (nullable): of CpReviewImage */
  gpointer before;               /* (nullable), a GtkWidget, weak: what had the focus before the note */
  gboolean updating;             /* the note follows, it does not lead */

  GtkToggleButton *agree_button;
  GtkToggleButton *disagree_button;
  GtkToggleButton *unsure_button;
  GtkLabel *agree_count;
  GtkLabel *disagree_count;
  GtkLabel *unsure_count;
  GtkEditable *note;
};

static const struct
{
  const char *action;
  CpVerdict verdict;
} judgements[] = {
  { "verdict.agree", CP_VERDICT_AGREE },
  { "verdict.disagree", CP_VERDICT_DISAGREE },
  { "verdict.unsure", CP_VERDICT_UNSURE },
};

G_DEFINE_FINAL_TYPE (CpVerdictBar, cp_verdict_bar, GTK_TYPE_WIDGET)

static CpReviewImage *
get_image (CpVerdictBar *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

static CpSplit
get_split (CpVerdictBar *self)
{
  return cp_review_get_split (cp_verdicts_get_review (self->verdicts));
}

/* A verdict is on what the model says of the image: without that there is nothing to agree with. */
static gboolean
can_judge (CpVerdictBar *self)
{
  CpReviewImage *image = get_image (self);

  return self->verdicts != NULL && image != NULL && cp_review_image_get_scored (image);
}

static void
update_count (CpVerdictBar    *self,
              GtkToggleButton *button,
              GtkLabel        *label,
              CpVerdict        verdict)
{
  guint n = self->verdicts != NULL ? cp_verdicts_count (self->verdicts, get_split (self), verdict) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u image", "%u images", n), n);

  gtk_label_set_label (label, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
update_counts (CpVerdictBar *self)
{
  update_count (self, self->agree_button, self->agree_count, CP_VERDICT_AGREE);
  update_count (self, self->disagree_button, self->disagree_count, CP_VERDICT_DISAGREE);
  update_count (self, self->unsure_button, self->unsure_count, CP_VERDICT_UNSURE);
}

static void
show_note (CpVerdictBar *self,
           const char   *note)
{
  if (g_strcmp0 (gtk_editable_get_text (self->note), note) == 0)
    return;
  self->updating = TRUE;
  gtk_editable_set_text (self->note, note);
  self->updating = FALSE;
}

static void
update_actions (CpVerdictBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean judging = can_judge (self);

  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    gtk_widget_action_set_enabled (widget, judgements[i].action, judging);
  gtk_widget_action_set_enabled (widget, "verdict.note", self->verdicts != NULL && get_image (self) != NULL);
  gtk_widget_action_set_enabled (widget, "verdict.undo",
                                 self->verdicts != NULL && cp_verdicts_get_can_undo (self->verdicts));
  gtk_widget_action_set_enabled (widget, "verdict.redo",
                                 self->verdicts != NULL && cp_verdicts_get_can_redo (self->verdicts));
}

static void
update (CpVerdictBar *self)
{
  CpReviewImage *image = get_image (self);
  CpVerdict verdict = image != NULL ? cp_review_image_get_verdict (image) : CP_VERDICT_NONE;
  const char *note = image != NULL ? cp_review_image_get_note (image) : NULL;

  gtk_toggle_button_set_active (self->agree_button, verdict == CP_VERDICT_AGREE);
  gtk_toggle_button_set_active (self->disagree_button, verdict == CP_VERDICT_DISAGREE);
  gtk_toggle_button_set_active (self->unsure_button, verdict == CP_VERDICT_UNSURE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->note), self->verdicts != NULL && image != NULL);
  show_note (self, note != NULL ? note : "");
  update_actions (self);
}

static void
on_verdict_changed (CpVerdictBar *self)
{
  update (self);
  update_counts (self);
}

/* Another image: what is written next belongs to it. */
static void
on_image_changed (CpVerdictBar *self)
{
  if (self->verdicts != NULL)
    cp_verdicts_end_note (self->verdicts);
  update (self);
}

/* The same verdict a second time takes it back. */
static void
judge_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CpVerdictBar *self = CP_VERDICT_BAR (widget);
  CpReviewImage *image = get_image (self);

  if (!can_judge (self))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    if (g_str_equal (name, judgements[i].action))
      {
        CpVerdict verdict = judgements[i].verdict;
        gboolean again = cp_review_image_get_verdict (image) == verdict;

        cp_verdicts_judge (self->verdicts, get_split (self), cp_review_image_get_index (image),
                           again ? CP_VERDICT_NONE : verdict, FALSE);
      }
  /* a pressed button has toggled itself, even where the verdict did not follow */
  update (self);
}

/* Shows what undo or redo changed, where it passes the filter. */
static void
show_image (CpVerdictBar *self,
            CpSplit       split,
            guint         index)
{
  CpReview *review = cp_verdicts_get_review (self->verdicts);
  guint position;

  cp_review_set_split (review, split);
  if (cp_review_find_image (review, index, &position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
}

static void
history_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CpVerdictBar *self = CP_VERDICT_BAR (widget);
  CpSplit split;
  guint index;

  if (self->verdicts == NULL)
    return;
  if (g_str_equal (name, "verdict.undo") ? cp_verdicts_undo (self->verdicts, &split, &index)
                                         : cp_verdicts_redo (self->verdicts, &split, &index))
    show_image (self, split, index);
}

static void
note_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpVerdictBar *self = CP_VERDICT_BAR (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  g_set_weak_pointer (&self->before, root != NULL ? gtk_root_get_focus (root) : NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

/* Back to where the keyboard was, so that the next key is for the images again. */
static void
leave_note (CpVerdictBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->before != NULL && gtk_widget_get_mapped (self->before) && gtk_widget_grab_focus (self->before))
    return;
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
}

static void
on_note_changed (CpVerdictBar *self)
{
  CpReviewImage *image = get_image (self);

  if (self->updating || self->verdicts == NULL || image == NULL)
    return;
  cp_verdicts_set_note (self->verdicts, get_split (self), cp_review_image_get_index (image),
                        gtk_editable_get_text (self->note));
}

static void
on_note_left (CpVerdictBar *self)
{
  if (self->verdicts != NULL)
    cp_verdicts_end_note (self->verdicts);
}

static gboolean
on_note_key (CpVerdictBar *self,
             guint         key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  leave_note (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (CpVerdictBar    *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  return cp_verdict_bar_handle_key (self, key, state);
}

/* Keys work wherever the focus is, once it had no use for them. */
static void
cp_verdict_bar_root (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  GTK_WIDGET_CLASS (cp_verdict_bar_parent_class)->root (widget);
  gtk_event_controller_set_name (keys, "verdict-keys");
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), keys);
}

static void
cp_verdict_bar_dispose (GObject *object)
{
  CpVerdictBar *self = CP_VERDICT_BAR (object);
  GtkWidget *child;

  if (self->verdicts != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->verdicts, self);
      g_signal_handlers_disconnect_by_data (cp_verdicts_get_review (self->verdicts), self);
      g_signal_handlers_disconnect_by_data (self->selection, self);
    }
  g_clear_object (&self->verdicts);
  g_clear_object (&self->selection);
  g_clear_weak_pointer (&self->before);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_verdict_bar_parent_class)->dispose (object);
}

static void
cp_verdict_bar_class_init (CpVerdictBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_verdict_bar_dispose;
  widget_class->root = cp_verdict_bar_root;

  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    gtk_widget_class_install_action (widget_class, judgements[i].action, NULL, judge_action);
  gtk_widget_class_install_action (widget_class, "verdict.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "verdict.undo", NULL, history_action);
  gtk_widget_class_install_action (widget_class, "verdict.redo", NULL, history_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "verdictbar");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/verdict-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, agree_button);
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, disagree_button);
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, unsure_button);
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, agree_count);
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, disagree_count);
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, unsure_count);
  gtk_widget_class_bind_template_child (widget_class, CpVerdictBar, note);
  gtk_widget_class_bind_template_callback (widget_class, on_note_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_note_left);
  gtk_widget_class_bind_template_callback (widget_class, on_note_key);
  gtk_widget_class_bind_template_callback (widget_class, leave_note);
}

static void
cp_verdict_bar_init (CpVerdictBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_verdict_changed (self);
}

/**
 * cp_verdict_bar_new:
 *
 * Returns: (transfer floating): a bar that judges nothing yet
 */
GtkWidget *
cp_verdict_bar_new (void)
{
  return g_object_new (CP_TYPE_VERDICT_BAR, NULL);
}

/**
 * cp_verdict_bar_connect:
 * @self: a bar
 * @verdicts: what to change
 * @selection: of the review's images, in its order: the selected one is judged
 *
 * Connects the bar; once.
 */
void
cp_verdict_bar_connect (CpVerdictBar       *self,
                        CpVerdicts         *verdicts,
                        GtkSingleSelection *selection)
{
  CpReview *review;

  g_return_if_fail (CP_IS_VERDICT_BAR (self));
  g_return_if_fail (CP_IS_VERDICTS (verdicts));
  g_return_if_fail (GTK_IS_SINGLE_SELECTION (selection));
  g_return_if_fail (self->verdicts == NULL);

  review = cp_verdicts_get_review (verdicts);
  self->verdicts = g_object_ref (verdicts);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (verdicts, "changed", G_CALLBACK (on_verdict_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (verdicts, "notify", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "scores-changed", G_CALLBACK (on_verdict_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (on_image_changed), self, G_CONNECT_SWAPPED);
  on_verdict_changed (self);
}

/**
 * cp_verdict_bar_handle_key:
 * @self: a bar
 * @key: a key's symbol
 * @state: the modifiers held with it
 *
 * Does what a key does in the whole window while the bar is on the screen,
 * unless somebody is typing.
 *
 * Returns: whether the key was used
 */
gboolean
cp_verdict_bar_handle_key (CpVerdictBar    *self,
                           guint            key,
                           GdkModifierType  state)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_a, 0, "verdict.agree" }, { GDK_KEY_d, 0, "verdict.disagree" }, { GDK_KEY_u, 0, "verdict.unsure" },
    { GDK_KEY_n, 0, "verdict.note" }, { GDK_KEY_z, GDK_CONTROL_MASK, "verdict.undo" },
    { GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "verdict.redo" },
  };
  GtkRoot *root;

  g_return_val_if_fail (CP_IS_VERDICT_BAR (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_SHIFT_MASK;
  if (state == 0 && root != NULL && GTK_IS_EDITABLE (gtk_root_get_focus (root)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (gdk_keyval_to_lower (key) == keys[i].key && state == keys[i].state)
      return gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
  return FALSE;
}
