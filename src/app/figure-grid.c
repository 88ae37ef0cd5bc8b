/* SPDX-License-Identifier: MIT */
#include "figure-grid.h"

#include "chart-words.h"

#include <math.h>

/**
 * cp_figure_grid_add:
 * @grid: a grid of figures
 * @column: where
 * @row: where
 * @text: a name, or a figure
 * @figure: which of both
 *
 * Returns: (transfer none): the new label
 */
GtkLabel *
cp_figure_grid_add (GtkGrid    *grid,
                    int         column,
                    int         row,
                    const char *text,
                    gboolean    figure)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), figure ? 1 : 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, figure ? "numeric" : "dim-label");
  if (!figure)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_grid_attach (grid, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

/**
 * cp_figure_grid_head:
 * @grid: a grid of figures
 * @row: where
 * @text: what the rows below have in common
 *
 * Adds a heading over all columns.
 *
 * Returns: (transfer none): the new label
 */
GtkLabel *
cp_figure_grid_head (GtkGrid    *grid,
                     int         row,
                     const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "heading");
  if (row > 0)
    gtk_widget_set_margin_top (label, 6);
  gtk_grid_attach (grid, label, 0, row, 2, 1);

  return GTK_LABEL (label);
}

/* As many decimals as say something: a likelihood ratio of 12.1 has one. */
static int
decimals (double value)
{
  return fabs (value) >= 100 ? 0 : fabs (value) >= 10 ? 1 : 3;
}

/**
 * cp_figure_to_text:
 * @estimate: a figure
 * @bounds: whether to write its interval
 *
 * Returns: (transfer full): “0.992 (0.978–0.997)”, a dash where it is undefined
 */
char *
cp_figure_to_text (CpEstimate estimate,
                   gboolean   bounds)
{
  if (!bounds)
    return cp_chart_number (estimate.value, decimals (estimate.value));

  return cp_chart_estimate (estimate, decimals (estimate.value));
}
