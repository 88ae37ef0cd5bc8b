/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "blind-bar.h"

#include "blind-words.h"
#include "image-subject.h"

#include <glib/gi18n.h>

struct _CpBlindBar
{
  GtkWidget parent_instance;

  CpBlindRead *read;    /* (nullable) */
  CpVerdicts *verdicts; /* (nullable) */
  gboolean updating;    /* the note follows, it does not lead */

  GtkStack *stack;
  GtkLabel *told;
  GtkEditable *note;
  GtkWidget *next_button;
  GtkLabel *progress;
  GtkProgressBar *progress_bar;
};

static const struct
{
  const char *action;
  CpReading reading;
} answers[] = {
  { "blind.normal", CP_READING_NORMAL },
  { "blind.pneumonia", CP_READING_PNEUMONIA },
  { "blind.unsure", CP_READING_UNSURE },
};

G_DEFINE_FINAL_TYPE (CpBlindBar, cp_blind_bar, GTK_TYPE_WIDGET)

static guint
get_index (CpBlindBar *self)
{
  return cp_review_image_get_index (cp_blind_read_get_image (self->read));
}

static void
update_actions (CpBlindBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean running = self->read != NULL && !cp_blind_read_get_over (self->read);
  const gboolean revealed = running && cp_blind_read_get_revealed (self->read);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    gtk_widget_action_set_enabled (widget, answers[i].action, running && !revealed);
  gtk_widget_action_set_enabled (widget, "blind.next", revealed);
  gtk_widget_action_set_enabled (widget, "blind.take-back", running && cp_blind_read_get_n_read (self->read) > 0);
  gtk_widget_action_set_enabled (widget, "blind.stop", running);
}

static void
update_progress (CpBlindBar *self)
{
  g_autofree char *progress = cp_blind_read_get_progress (self->read);
  const guint n = MAX (cp_blind_read_get_n (self->read), 1);

  gtk_label_set_label (self->progress, progress);
  gtk_progress_bar_set_fraction (self->progress_bar, (double) cp_blind_read_get_n_read (self->read) / n);
}

static void
show_note (CpBlindBar *self,
           const char *note)
{
  self->updating = TRUE;
  gtk_editable_set_text (self->note, note != NULL ? note : "");
  self->updating = FALSE;
}

/* What is seen beside the image is heard with the button that the keyboard goes to. */
static void
reveal (CpBlindBar *self)
{
  CpReviewImage *image = cp_blind_read_get_image (self->read);
  g_autofree char *told = cp_blind_read_tell (self->read);
  g_autofree char *explained = cp_image_subject_explain (image, cp_verdicts_get_review (self->verdicts));
  g_autofree char *whole = g_strdup_printf ("%s %s", told, explained);

  gtk_label_set_label (self->told, told);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, whole, -1);
  show_note (self, cp_review_image_get_note (image));
}

/* Nothing of an image stays where the next one is asked for. */
static void
conceal (CpBlindBar *self)
{
  gtk_label_set_label (self->told, "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "", -1);
  show_note (self, NULL);
}

static void
update (CpBlindBar *self)
{
  const gboolean running = self->read != NULL && !cp_blind_read_get_over (self->read);
  const gboolean revealed = running && cp_blind_read_get_revealed (self->read);

  if (self->verdicts != NULL)
    cp_verdicts_end_note (self->verdicts);
  if (running)
    update_progress (self);
  if (revealed)
    reveal (self);
  else
    conceal (self);
  gtk_stack_set_visible_child_name (self->stack, revealed ? "revealed" : "question");
  update_actions (self);
}

static void
answer_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CpBlindBar *self = CP_BLIND_BAR (widget);

  for (guint i = 0; self->read != NULL && i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (name, answers[i].action))
      cp_blind_read_answer (self->read, answers[i].reading);
}

static void
go_action (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CpBlindBar *self = CP_BLIND_BAR (widget);

  if (self->read == NULL)
    return;
  if (g_str_equal (name, "blind.next"))
    cp_blind_read_next (self->read);
  else if (g_str_equal (name, "blind.take-back"))
    cp_blind_read_take_back (self->read);
  else
    cp_blind_read_stop (self->read);
}

static void
on_note_changed (CpBlindBar *self)
{
  if (self->updating || self->read == NULL || !cp_blind_read_get_revealed (self->read))
    return;
  cp_verdicts_set_note (self->verdicts, cp_blind_read_get_split (self->read), get_index (self),
                        gtk_editable_get_text (self->note));
}

/* Back to the button, so that the next key is for the images again. */
static void
leave_note (CpBlindBar *self)
{
  gtk_widget_grab_focus (self->next_button);
}

static gboolean
on_note_key (CpBlindBar *self,
             guint       key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  leave_note (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (CpBlindBar      *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  return cp_blind_bar_handle_key (self, key, state);
}

/* Keys work wherever the focus is: before a button or the window takes Space and Escape for itself. */
static void
cp_blind_bar_root (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  GTK_WIDGET_CLASS (cp_blind_bar_parent_class)->root (widget);
  gtk_event_controller_set_name (keys, "blind-keys");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), keys);
}

static gboolean
cp_blind_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CP_BLIND_BAR (widget)->next_button);
}

static void
cp_blind_bar_dispose (GObject *object)
{
  CpBlindBar *self = CP_BLIND_BAR (object);
  GtkWidget *child;

  if (self->read != NULL)
    g_signal_handlers_disconnect_by_data (self->read, self);
  g_clear_object (&self->read);
  g_clear_object (&self->verdicts);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_blind_bar_parent_class)->dispose (object);
}

static void
cp_blind_bar_class_init (CpBlindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_blind_bar_dispose;
  widget_class->root = cp_blind_bar_root;
  widget_class->grab_focus = cp_blind_bar_grab_focus;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    gtk_widget_class_install_action (widget_class, answers[i].action, NULL, answer_action);
  gtk_widget_class_install_action (widget_class, "blind.next", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "blind.take-back", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "blind.stop", NULL, go_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "blindbar");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/blind-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CpBlindBar, stack);
  gtk_widget_class_bind_template_child (widget_class, CpBlindBar, told);
  gtk_widget_class_bind_template_child (widget_class, CpBlindBar, note);
  gtk_widget_class_bind_template_child (widget_class, CpBlindBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, CpBlindBar, progress);
  gtk_widget_class_bind_template_child (widget_class, CpBlindBar, progress_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_note_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_note_key);
  gtk_widget_class_bind_template_callback (widget_class, leave_note);
}

static void
cp_blind_bar_init (CpBlindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * cp_blind_bar_new:
 *
 * Returns: (transfer floating): a bar without a reading
 */
GtkWidget *
cp_blind_bar_new (void)
{
  return g_object_new (CP_TYPE_BLIND_BAR, NULL);
}

/**
 * cp_blind_bar_set_read:
 * @self: a bar
 * @read: (nullable): what to lead through
 * @verdicts: (nullable): where notes go
 *
 * Leads through another reading.
 */
void
cp_blind_bar_set_read (CpBlindBar  *self,
                       CpBlindRead *read,
                       CpVerdicts  *verdicts)
{
  g_return_if_fail (CP_IS_BLIND_BAR (self));
  g_return_if_fail (read == NULL || verdicts != NULL);

  if (self->read != NULL)
    g_signal_handlers_disconnect_by_data (self->read, self);
  g_set_object (&self->read, read);
  g_set_object (&self->verdicts, verdicts);
  if (read != NULL)
    g_signal_connect_object (read, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Whether the widget with the keyboard has a use for the key itself: a note, a menu, a button that Space presses. */
static gboolean
is_used (GtkWidget *focus,
         guint      key)
{
  if (focus == NULL)
    return FALSE;
  if (GTK_IS_EDITABLE (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    return TRUE;
  return (key == GDK_KEY_space || key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && GTK_IS_BUTTON (focus);
}

/**
 * cp_blind_bar_handle_key:
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
cp_blind_bar_handle_key (CpBlindBar      *self,
                         guint            key,
                         GdkModifierType  state)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_n, 0, "blind.normal" }, { GDK_KEY_p, 0, "blind.pneumonia" }, { GDK_KEY_u, 0, "blind.unsure" },
    { GDK_KEY_space, 0, "blind.next" }, { GDK_KEY_Return, 0, "blind.next" }, { GDK_KEY_KP_Enter, 0, "blind.next" },
    { GDK_KEY_BackSpace, 0, "blind.take-back" }, { GDK_KEY_z, GDK_CONTROL_MASK, "blind.take-back" },
    { GDK_KEY_Escape, 0, "blind.stop" },
  };
  GtkRoot *root;

  g_return_val_if_fail (CP_IS_BLIND_BAR (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || (root != NULL && is_used (gtk_root_get_focus (root), key)))
    return FALSE;
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_SHIFT_MASK;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (gdk_keyval_to_lower (key) == keys[i].key && state == keys[i].state)
      return gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
  return FALSE;
}
