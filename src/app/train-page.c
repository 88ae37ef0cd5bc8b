/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "train-page.h"

#include "data-card.h"
#include "epoch-table.h"
#include "loss-plot.h"
#include "recipe-form.h"
#include "run-list.h"

#include <glib/gi18n.h>

struct _CpTrainPage
{
  GtkWidget parent_instance;

  CpWorkspace *workspace;
  CpTrainingRun *run;  /* (nullable): the newest training */
  CpRunEntry *current; /* (nullable): the run that is reviewed */

  CpDataCard *data_card;
  CpRecipeForm *recipe_form;
  GtkWidget *start_button;
  GtkButton *pause_button;
  GtkLabel *state_label;
  GtkProgressBar *progress_bar;
  CpLossPlot *loss_plot;
  CpEpochTable *epoch_table;
  GtkToggleButton *runs_button;
  GtkStack *tables;
  CpRunList *run_list;
  GtkWidget *removed_box;
  GtkLabel *removed_label;
  GtkWidget *undo_button;
};

G_DEFINE_FINAL_TYPE (CpTrainPage, cp_train_page, GTK_TYPE_WIDGET)

static void
on_load_fraction_changed (CpTrainPage *self)
{
  cp_data_card_set_progress (self->data_card, cp_workspace_get_load_fraction (self->workspace));
}

static void
on_dataset_changed (CpTrainPage *self)
{
  cp_data_card_set_dataset (self->data_card, cp_workspace_get_dataset (self->workspace));
}

/* What is trained now is of more interest than what is reviewed. */
static gboolean
is_training (CpTrainPage *self)
{
  const CpRunState state = self->run != NULL ? cp_training_run_get_state (self->run) : CP_RUN_READY;

  return state == CP_RUN_RUNNING || state == CP_RUN_PAUSED || state == CP_RUN_STOPPING;
}

static const char *
describe_state (CpTrainPage *self)
{
  if (is_training (self))
    return cp_training_run_get_summary (self->run);
  if (self->current != NULL)
    return cp_run_entry_get_summary (self->current);
  return _("Not trained yet");
}

static double
get_fraction (CpTrainPage *self)
{
  CpTrainingRun *current = self->current != NULL ? cp_run_entry_get_run (self->current) : NULL;
  CpTrainingRun *run = is_training (self) ? self->run : current;

  return run != NULL ? cp_training_run_get_fraction (run) : 0;
}

static void
update_run (CpTrainPage *self)
{
  gboolean paused = self->run != NULL && cp_training_run_get_state (self->run) == CP_RUN_PAUSED;

  gtk_label_set_label (self->state_label, describe_state (self));
  gtk_progress_bar_set_fraction (self->progress_bar, get_fraction (self));
  gtk_button_set_label (self->pause_button, paused ? _("Resume") : _("Pause"));
}

static void
on_run_changed (CpTrainPage *self)
{
  CpTrainingRun *run = cp_workspace_get_run (self->workspace);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  if (run != NULL)
    {
      g_signal_connect_object (run, "notify::summary", G_CALLBACK (update_run), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (run, "notify::fraction", G_CALLBACK (update_run), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (run, "notify::state", G_CALLBACK (update_run), self, G_CONNECT_SWAPPED);
    }
  update_run (self);
}

static void
on_current_changed (CpTrainPage *self)
{
  g_set_object (&self->current, cp_workspace_get_current (self->workspace));
  cp_epoch_table_set_history (self->epoch_table,
                              self->current != NULL ? cp_run_entry_get_history (self->current) : NULL);
  update_run (self);
}

/* The keyboard must not fall out of the list with what was removed, nor with the button that brings it back. */
static void
on_removed_changed (CpTrainPage *self)
{
  CpRunEntry *removed = cp_workspace_get_removed (self->workspace);
  const gboolean undone = removed == NULL && gtk_widget_has_focus (self->undo_button);
  const gboolean in_list = removed != NULL && cp_run_list_owns_focus (self->run_list);
  g_autofree char *text = NULL;

  if (removed != NULL)
    text = g_strdup_printf (_("Run %u removed"), cp_run_entry_get_number (removed));
  gtk_label_set_label (self->removed_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->removed_box, removed != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.undo", removed != NULL);
  if (in_list)
    gtk_widget_grab_focus (self->undo_button);
  else if (undone)
    cp_run_list_focus (self->run_list);
}

/* Not a stack switcher: the pages have the only one, and are found by it. */
static void
on_table_chosen (CpTrainPage *self)
{
  gtk_stack_set_visible_child_name (self->tables, gtk_toggle_button_get_active (self->runs_button) ? "runs" : "epochs");
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  cp_workspace_restore_run (CP_TRAIN_PAGE (widget)->workspace);
}

static void
cp_train_page_dispose (GObject *object)
{
  CpTrainPage *self = CP_TRAIN_PAGE (object);
  GtkWidget *child;

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->current);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_train_page_parent_class)->dispose (object);
}

static void
cp_train_page_class_init (CpTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_train_page_dispose;

  g_type_ensure (CP_TYPE_DATA_CARD);
  g_type_ensure (CP_TYPE_EPOCH_TABLE);
  g_type_ensure (CP_TYPE_LOSS_PLOT);
  g_type_ensure (CP_TYPE_RECIPE_FORM);
  g_type_ensure (CP_TYPE_RUN_LIST);
  gtk_widget_class_install_action (widget_class, "page.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "page.undo", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "trainpage");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, data_card);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, recipe_form);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, state_label);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, loss_plot);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, epoch_table);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, runs_button);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, tables);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, run_list);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, removed_box);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, removed_label);
  gtk_widget_class_bind_template_child (widget_class, CpTrainPage, undo_button);
  gtk_widget_class_bind_template_callback (widget_class, on_table_chosen);
}

static void
cp_train_page_init (CpTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_train_page_set_workspace:
 * @self: a page
 * @workspace: what it works on; once
 *
 * Connects the page.
 */
void
cp_train_page_set_workspace (CpTrainPage *self,
                             CpWorkspace *workspace)
{
  g_return_if_fail (CP_IS_TRAIN_PAGE (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::dataset", G_CALLBACK (on_dataset_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::load-fraction", G_CALLBACK (on_load_fraction_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::run", G_CALLBACK (on_run_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::current", G_CALLBACK (on_current_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::removed", G_CALLBACK (on_removed_changed), self, G_CONNECT_SWAPPED);
  cp_loss_plot_set_runs (self->loss_plot, cp_workspace_get_runs (workspace));
  cp_run_list_set_workspace (self->run_list, workspace);
  on_dataset_changed (self);
  on_run_changed (self);
  on_current_changed (self);
  on_removed_changed (self);
}

/**
 * cp_train_page_get_recipe:
 * @self: a page
 * @recipe: (out caller-allocates): the settings
 *
 * Reads what is set for the next run.
 */
void
cp_train_page_get_recipe (CpTrainPage *self,
                          CpRecipe    *recipe)
{
  g_return_if_fail (CP_IS_TRAIN_PAGE (self));

  cp_recipe_form_get_recipe (self->recipe_form, recipe);
}

/**
 * cp_train_page_owns_focus:
 * @self: a page
 *
 * Returns: whether the keyboard is on one of the buttons that take turns
 */
gboolean
cp_train_page_owns_focus (CpTrainPage *self)
{
  g_return_val_if_fail (CP_IS_TRAIN_PAGE (self), FALSE);

  return gtk_widget_has_focus (self->start_button) || gtk_widget_has_focus (GTK_WIDGET (self->pause_button));
}

/**
 * cp_train_page_focus:
 * @self: a page
 *
 * Moves the keyboard to the button most wanted next.
 */
void
cp_train_page_focus (CpTrainPage *self)
{
  g_return_if_fail (CP_IS_TRAIN_PAGE (self));

  if (!gtk_widget_grab_focus (self->start_button))
    gtk_widget_grab_focus (GTK_WIDGET (self->pause_button));
}
