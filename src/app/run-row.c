/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "run-row.h"

#include "rates.h"
#include "run-swatch.h"

#include <glib/gi18n.h>

struct _CpRunRow
{
  GtkListBoxRow parent_instance;

  CpWorkspace *workspace;
  CpRunEntry *entry;
  CpTrainingRun *run; /* (nullable): the entry's */

  GtkCheckButton *shown_button;
  CpRunSwatch *swatch;
  GtkLabel *title_label;
  GtkLabel *summary_label;
  GtkWidget *figures_box;
  GtkLabel *best_label;
  GtkLabel *last_label;
  GtkCheckButton *current_button;
  GtkWidget *save_button;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (CpRunRow, cp_run_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
describe_best (CpEpochRecord *best,
               gboolean       ensemble)
{
  char loss[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (loss, sizeof loss, "%.4f", cp_epoch_record_get_val_loss (best));
  if (ensemble)
    return g_strdup_printf (_("Best loss %s · network %u, epoch %u"), loss, cp_epoch_record_get_member (best),
                            cp_epoch_record_get_epoch (best));

  return g_strdup_printf (_("Best loss %s · epoch %u"), loss, cp_epoch_record_get_epoch (best));
}

static char *
describe_last (CpEpochRecord *last)
{
  const CpConfusion c = cp_epoch_record_get_validation (last);
  char loss[G_ASCII_DTOSTR_BUF_SIZE], f1[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (loss, sizeof loss, "%.4f", cp_epoch_record_get_val_loss (last));
  g_ascii_formatd (f1, sizeof f1, "%.3f", cp_rate_f1 (c).value);

  return g_strdup_printf (_("Last loss %s · F1 %s"), loss, f1);
}

static char *
explain_last (CpEpochRecord *last)
{
  const CpConfusion c = cp_epoch_record_get_validation (last);
  char accuracy[G_ASCII_DTOSTR_BUF_SIZE], precision[G_ASCII_DTOSTR_BUF_SIZE], recall[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (accuracy, sizeof accuracy, "%.3f", cp_rate_accuracy (c).value);
  g_ascii_formatd (precision, sizeof precision, "%.3f", cp_rate_precision (c).value);
  g_ascii_formatd (recall, sizeof recall, "%.3f", cp_rate_recall (c).value);

  return g_strdup_printf (_("On the validation images, at threshold 0.5, after the last epoch: accuracy %s, precision %s, "
                            "recall %s"),
                          accuracy, precision, recall);
}

static void
update_figures (CpRunRow *self)
{
  CpEpochRecord *best = cp_run_entry_get_best (self->entry);
  CpEpochRecord *last = cp_run_entry_get_last (self->entry);
  const gboolean ensemble = self->run != NULL && cp_training_run_get_recipe (self->run)->members > 1;
  g_autofree char *best_text = best != NULL ? describe_best (best, ensemble) : NULL;
  g_autofree char *last_text = last != NULL ? describe_last (last) : NULL;
  g_autofree char *tooltip = last != NULL ? explain_last (last) : NULL;

  gtk_label_set_label (self->best_label, best_text != NULL ? best_text : "");
  gtk_label_set_label (self->last_label, last_text != NULL ? last_text : "");
  gtk_widget_set_tooltip_text (self->figures_box, tooltip);
}

static void
update_summary (CpRunRow *self)
{
  const char *summary = cp_run_entry_get_summary (self->entry);
  /* Translators: a run's number and network, then where it is */
  g_autofree char *name = g_strdup_printf (_("Run %u, %s, %s"), cp_run_entry_get_number (self->entry),
                                           cp_run_entry_get_title (self->entry), summary);

  gtk_label_set_label (self->summary_label, summary);
  set_name (self, name);
}

static void
update_state (CpRunRow *self)
{
  gtk_widget_set_sensitive (self->save_button, cp_run_entry_get_model (self->entry) != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->current_button), cp_run_entry_can_review (self->entry));
  gtk_widget_set_sensitive (self->remove_button, !cp_run_entry_is_training (self->entry));
}

static void
update_current (CpRunRow *self)
{
  const gboolean current = cp_run_entry_get_current (self->entry);

  gtk_check_button_set_active (self->current_button, current);
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
}

static void
on_current_toggled (CpRunRow *self)
{
  if (self->entry != NULL && gtk_check_button_get_active (self->current_button))
    cp_workspace_set_current (self->workspace, self->entry);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpRunRow *self = CP_RUN_ROW (widget);

  if (cp_run_entry_get_model (self->entry) != NULL)
    gtk_widget_activate_action (widget, "win.save-run", "u", cp_run_entry_get_number (self->entry));
}

static void
on_save_clicked (CpRunRow *self)
{
  save_action (GTK_WIDGET (self), NULL, NULL);
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CpRunRow *self = CP_RUN_ROW (widget);

  cp_workspace_remove_run (self->workspace, self->entry);
}

static void
on_remove_clicked (CpRunRow *self)
{
  remove_action (GTK_WIDGET (self), NULL, NULL);
}

static void
cp_run_row_dispose (GObject *object)
{
  CpRunRow *self = CP_RUN_ROW (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_object (&self->run);
  g_clear_object (&self->entry);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (cp_run_row_parent_class)->dispose (object);
}

static void
cp_run_row_class_init (CpRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_run_row_dispose;

  g_type_ensure (CP_TYPE_RUN_SWATCH);
  gtk_widget_class_install_action (widget_class, "run.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "run.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "run.remove", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, shown_button);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, figures_box);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, best_label);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, last_label);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, current_button);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, save_button);
  gtk_widget_class_bind_template_child (widget_class, CpRunRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_current_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
}

static void
cp_run_row_init (CpRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow (CpRunRow *self)
{
  const struct
  {
    const char *signal;
    void (*update) (CpRunRow *);
  } updates[] = { { "notify::summary", update_summary }, { "notify::model", update_state },
                  { "notify::current", update_current }, { "notify::best", update_figures },
                  { "notify::last", update_figures } };

  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      g_signal_connect_swapped (self->entry, updates[i].signal, G_CALLBACK (updates[i].update), self);
      updates[i].update (self);
    }
  if (self->run != NULL)
    g_signal_connect_swapped (self->run, "notify::state", G_CALLBACK (update_state), self);
}

/* Each button says which run it is about. */
static void
name_widgets (CpRunRow *self)
{
  const guint number = cp_run_entry_get_number (self->entry);
  g_autofree char *title = g_strdup_printf (_("Run %u: %s"), number, cp_run_entry_get_title (self->entry));
  g_autofree char *show = g_strdup_printf (_("Show the curve of run %u"), number);
  g_autofree char *current = g_strdup_printf (_("Review run %u"), number);
  g_autofree char *save = g_strdup_printf (_("Save the model of run %u"), number);
  g_autofree char *remove = g_strdup_printf (_("Remove run %u"), number);

  gtk_label_set_label (self->title_label, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), title); /* it may be cut off */
  set_name (self->shown_button, show);
  set_name (self->current_button, current);
  set_name (self->save_button, save);
  set_name (self->remove_button, remove);
}

/**
 * cp_run_row_new:
 * @workspace: what the run belongs to
 * @entry: the run
 * @group: of the buttons of which only one is active
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
cp_run_row_new (CpWorkspace    *workspace,
                CpRunEntry     *entry,
                GtkCheckButton *group)
{
  CpRunRow *self = g_object_new (CP_TYPE_RUN_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->entry = g_object_ref (entry);
  if (cp_run_entry_get_run (entry) != NULL)
    self->run = g_object_ref (cp_run_entry_get_run (entry));
  gtk_check_button_set_group (self->current_button, group);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shown_button), self->run != NULL);
  g_object_bind_property (entry, "shown", self->shown_button, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  cp_run_swatch_set_entry (self->swatch, entry);
  name_widgets (self);
  follow (self);

  return GTK_WIDGET (self);
}

/**
 * cp_run_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none): its run
 */
CpRunEntry *
cp_run_row_get_entry (CpRunRow *self)
{
  return self->entry;
}
