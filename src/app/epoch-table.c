/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "epoch-table.h"

#include "rates.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CpEpochTable
{
  GtkWidget parent_instance;

  GtkColumnView *view;
  GtkNoSelection *selection;
};

G_DEFINE_FINAL_TYPE (CpEpochTable, cp_epoch_table, GTK_TYPE_WIDGET)

typedef struct
{
  const char *title;
  const char *tooltip;
  int decimals;
  double (*get) (CpEpochRecord *record);
} Column;

static double
get_member (CpEpochRecord *record)
{
  return cp_epoch_record_get_member (record);
}

static double
get_epoch (CpEpochRecord *record)
{
  return cp_epoch_record_get_epoch (record);
}

static double
get_accuracy (CpEpochRecord *record)
{
  return cp_rate_accuracy (cp_epoch_record_get_validation (record)).value;
}

static double
get_precision (CpEpochRecord *record)
{
  return cp_rate_precision (cp_epoch_record_get_validation (record)).value;
}

static double
get_recall (CpEpochRecord *record)
{
  return cp_rate_recall (cp_epoch_record_get_validation (record)).value;
}

static double
get_f1 (CpEpochRecord *record)
{
  return cp_rate_f1 (cp_epoch_record_get_validation (record)).value;
}

static const Column columns[] = {
  { N_("Network"), N_("Of the ensemble"), 0, get_member },
  { N_("Epoch"), N_("Passes over the training images"), 0, get_epoch },
  { N_("Train loss"), N_("Mean over the epoch's batches"), 4, cp_epoch_record_get_train_loss },
  { N_("Validation loss"), N_("On the validation images, at the epoch's end"), 4, cp_epoch_record_get_val_loss },
  { N_("Accuracy"), N_("On the validation images, at threshold 0.5"), 3, get_accuracy },
  { N_("Precision"), N_("On the validation images, at threshold 0.5"), 3, get_precision },
  { N_("Recall"), N_("On the validation images, at threshold 0.5"), 3, get_recall },
  { N_("F1"), N_("On the validation images, at threshold 0.5"), 3, get_f1 },
  { N_("Seconds"), N_("The epoch took"), 1, cp_epoch_record_get_seconds },
};

static char *
format_number (double value,
               int    decimals)
{
  char format[8];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("–");

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  return g_strdup (g_ascii_formatd (text, sizeof text, format, value));
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  const Column *column = user_data;
  g_autofree char *text = format_number (column->get (gtk_list_item_get_item (item)), column->decimals);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (CpEpochTable *self,
            const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);
  view_column = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_expand (view_column, TRUE);
  gtk_column_view_append_column (self->view, view_column);
}

/* GTK 4.8 knows no alignment of a column's title: the numbers below are on the right. */
static void
align_titles (CpEpochTable *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  guint i = 0;

  for (GtkWidget *title = gtk_widget_get_first_child (header);
       title != NULL && i < G_N_ELEMENTS (columns);
       title = gtk_widget_get_next_sibling (title), i++)
    {
      GtkWidget *box = gtk_widget_get_first_child (title);

      if (box != NULL)
        gtk_widget_set_halign (box, GTK_ALIGN_END);
      gtk_widget_set_tooltip_text (title, _(columns[i].tooltip));
    }
}

static void
cp_epoch_table_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_epoch_table_parent_class)->dispose (object);
}

static void
cp_epoch_table_class_init (CpEpochTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_epoch_table_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "epochtable");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/epoch-table.ui");
  gtk_widget_class_bind_template_child (widget_class, CpEpochTable, view);
  gtk_widget_class_bind_template_child (widget_class, CpEpochTable, selection);
}

static void
cp_epoch_table_init (CpEpochTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (self, &columns[i]);
  align_titles (self);
}

/**
 * cp_epoch_table_set_history:
 * @self: a table
 * @history: (nullable): whose epochs to show
 *
 * Shows another run's epochs; the table grows with them.
 */
void
cp_epoch_table_set_history (CpEpochTable  *self,
                            CpLossHistory *history)
{
  g_autoptr (GtkColumnViewColumn) member_column = NULL;

  g_return_if_fail (CP_IS_EPOCH_TABLE (self));

  member_column = g_list_model_get_item (gtk_column_view_get_columns (self->view), 0);
  gtk_column_view_column_set_visible (member_column, history != NULL && cp_loss_history_get_plan (history)->members > 1);
  gtk_no_selection_set_model (self->selection, history != NULL ? cp_loss_history_get_epochs (history) : NULL);
}
