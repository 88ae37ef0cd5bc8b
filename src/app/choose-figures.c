/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "choose-figures.h"

#include "metric-list.h"
#include "rates.h"
#include "threshold-axis.h"

#include <glib/gi18n.h>
#include <math.h>

#define TABLE_ROWS 12 /* 0.05, 0.10 … 0.60 */

static void
clear (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

/**
 * cp_choose_add_label:
 * @grid: a table
 * @column: where to
 * @row: where to
 * @text: (nullable): what it says
 * @style: (nullable): a style class
 *
 * Adds a figure or a heading.
 *
 * Returns: (transfer none): the label
 */
GtkLabel *
cp_choose_add_label (GtkGrid    *grid,
                     int         column,
                     int         row,
                     const char *text,
                     const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (grid, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static void
add_estimate (GtkGrid    *grid,
              int         column,
              int         row,
              CpEstimate  estimate)
{
  g_autofree char *text = cp_estimate_format (estimate);

  cp_choose_add_label (grid, column, row, text, NULL);
}

static void
add_count (GtkGrid *grid,
           int      column,
           int      row,
           gsize    count)
{
  g_autofree char *text = g_strdup_printf ("%zu", count);

  cp_choose_add_label (grid, column, row, text, NULL);
}

static void
add_figures (GtkGrid     *grid,
             int          row,
             CpConfusion  confusion)
{
  add_estimate (grid, 1, row, cp_rate_recall (confusion));
  add_estimate (grid, 2, row, cp_rate_precision (confusion));
  add_count (grid, 3, row, confusion.fn);
  add_count (grid, 4, row, confusion.fp);
}

static void
add_heading (GtkGrid    *grid,
             const char *first)
{
  const char *const names[] = { first, _("Recall"), _("Precision"), _("Missed"), _("False alarms") };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    cp_choose_add_label (grid, (int) i, 0, names[i], "dim-label");
}

/**
 * cp_choose_show_table:
 * @grid: a table
 * @protocol: whose validation figures to show
 *
 * Shows what round thresholds do on validation.
 */
void
cp_choose_show_table (GtkGrid    *grid,
                      CpProtocol *protocol)
{
  CpPredictions *validation = cp_review_get_predictions_of (cp_protocol_get_review (protocol), CP_SPLIT_VALIDATION);

  clear (grid);
  if (validation == NULL)
    return;

  add_heading (grid, _("Threshold"));
  for (int i = 1; i <= TABLE_ROWS; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number, "%.2f", i / 20.0);
      cp_choose_add_label (grid, 0, i, number, "value");
      add_figures (grid, i, cp_confusion_at (validation, i / 20.0));
    }
}

static void
add_delivery (GtkGrid    *grid,
              int         row,
              CpReview   *review,
              CpSplit     split,
              const char *name,
              double      threshold)
{
  CpPredictions *predictions = cp_review_get_predictions_of (review, split);
  gboolean sealed = split == CP_SPLIT_TEST && cp_review_get_sealed (review);

  gtk_label_set_xalign (cp_choose_add_label (grid, 0, row, name, NULL), 0);
  if (predictions != NULL)
    add_figures (grid, row, cp_confusion_at (predictions, threshold));
  else
    cp_choose_add_label (grid, 1, row, sealed ? _("sealed") : "–", "dim-label");
}

static gsize
count_images (CpReview *review,
              CpSplit   split)
{
  CpDataset *dataset = cp_review_get_dataset (review);

  return dataset != NULL ? cp_dataset_get_split (dataset, split)->n : 0;
}

/**
 * cp_choose_show_delivery:
 * @grid: a table
 * @protocol: whose chosen threshold to show
 *
 * Shows what the chosen threshold promised on validation and what it delivers
 * on test, unless that is sealed.
 *
 * Returns: whether there is a chosen threshold
 */
gboolean
cp_choose_show_delivery (GtkGrid    *grid,
                         CpProtocol *protocol)
{
  CpReview *review = cp_protocol_get_review (protocol);
  double chosen = cp_protocol_get_chosen (protocol);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *heading = NULL;
  g_autofree char *promised = NULL;
  g_autofree char *delivered = NULL;

  clear (grid);
  if (isnan (chosen))
    return FALSE;

  cp_threshold_format (chosen, number, sizeof number);
  /* Translators: heads what a threshold promised and what it delivers */
  heading = g_strdup_printf (_("Chosen threshold %s"), number);
  add_heading (grid, heading);
  gtk_label_set_xalign (GTK_LABEL (gtk_grid_get_child_at (grid, 0, 0)), 0);
  /* Translators: figures on validation images, %zu is how many */
  promised = g_strdup_printf (_("Promised: validation, n = %zu"), count_images (review, CP_SPLIT_VALIDATION));
  /* Translators: figures on test images, %zu is how many */
  delivered = g_strdup_printf (_("Delivered: test, n = %zu"), count_images (review, CP_SPLIT_TEST));
  add_delivery (grid, 1, review, CP_SPLIT_VALIDATION, promised, chosen);
  add_delivery (grid, 2, review, CP_SPLIT_TEST, delivered, chosen);
  return TRUE;
}
