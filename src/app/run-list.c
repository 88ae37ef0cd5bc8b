/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "run-list.h"

#include "run-row.h"

struct _CpRunList
{
  GtkWidget parent_instance;

  CpWorkspace *workspace;
  GtkCheckButton *group; /* leads the rows' buttons; active where no run is current */

  GtkListBox *box;
};

G_DEFINE_FINAL_TYPE (CpRunList, cp_run_list, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  CpRunList *self = user_data;

  return cp_run_row_new (self->workspace, item, self->group);
}

static void
on_row_activated (CpRunList *self,
                  CpRunRow  *row)
{
  cp_workspace_set_current (self->workspace, cp_run_row_get_entry (row));
}

static void
on_current_changed (CpRunList *self)
{
  if (cp_workspace_get_current (self->workspace) == NULL)
    gtk_check_button_set_active (self->group, TRUE);
}

static void
cp_run_list_dispose (GObject *object)
{
  CpRunList *self = CP_RUN_LIST (object);
  GtkWidget *child;

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->workspace);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (cp_run_list_parent_class)->dispose (object);
}

static void
cp_run_list_class_init (CpRunListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_run_list_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "runlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/run-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CpRunList, box);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
cp_run_list_init (CpRunList *self)
{
  self->group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_run_list_set_workspace:
 * @self: a list
 * @workspace: whose runs to show; once
 */
void
cp_run_list_set_workspace (CpRunList   *self,
                           CpWorkspace *workspace)
{
  g_return_if_fail (CP_IS_RUN_LIST (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::current", G_CALLBACK (on_current_changed), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->box, cp_workspace_get_runs (workspace), create_row, self, NULL);
}

/**
 * cp_run_list_owns_focus:
 * @self: a list
 *
 * Returns: whether the keyboard is on one of its rows, or in it
 */
gboolean
cp_run_list_owns_focus (CpRunList *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
}

/**
 * cp_run_list_focus:
 * @self: a list
 *
 * Moves the keyboard to the current run's row.
 */
void
cp_run_list_focus (CpRunList *self)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->box, i)) != NULL; i++)
    if (cp_run_entry_get_current (cp_run_row_get_entry (CP_RUN_ROW (row))))
      break;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
