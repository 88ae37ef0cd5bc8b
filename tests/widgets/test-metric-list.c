/* SPDX-License-Identifier: MIT */
#include "metric-list.h"
#include "widget-test.h"

#include <math.h>

static const struct
{
  CpEstimate estimate;
  const char *text;
} formats[] = {
  { { 0.99231, 0.9776, 0.9974 }, "0.992 (0.978–0.997)" },
  { { 0.8638, NAN, NAN }, "0.864" },
  { { NAN, NAN, NAN }, "–" },
  { { 1, 0.99, 1 }, "1.000 (0.990–1.000)" },
};

static void
test_format (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = cp_estimate_format (formats[i].estimate);

      g_assert_cmpstr (text, ==, formats[i].text);
    }
}

static void
assert_labels (GtkWidget         *list,
               const char *const *texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    if (!cp_widget_test_has_label (list, texts[i]))
      g_error ("no label “%s”", texts[i]);
}

/* Wilson intervals of 387/390, 387/506, 115/234, 115/118 and 502/624, from statsmodels' proportion_confint. */
static void
test_texts (void)
{
  const char *const scored[] = {
    "Recall 0.992 (0.978–0.997)", "Precision 0.765 (0.726–0.800)", "Specificity 0.491 (0.428–0.555)",
    "NPV 0.975 (0.928–0.991)", "Accuracy 0.804 (0.772–0.834)", "F1 0.864", NULL,
  };
  const char *const undefined[] = {
    "Recall –", "Precision –", "Specificity –", "NPV –", "Accuracy –", "F1 –", "AUROC –", NULL,
  };
  GtkWidget *list = g_object_ref_sink (cp_metric_list_new ());
  CpReview *review = cp_widget_test_review ();
  guint notified;

  assert_labels (list, undefined);
  cp_widget_test_count (list, "notify::review", &notified);
  g_object_set (list, "review", review, NULL);
  g_object_set (list, "review", review, NULL);
  g_assert_cmpuint (notified, ==, 1);
  cp_review_set_threshold (review, 0.1);
  assert_labels (list, scored);
  cp_review_set_scores (review, CP_SPLIT_TEST, NULL, 0, NULL);
  assert_labels (list, undefined);
  cp_metric_list_set_review (CP_METRIC_LIST (list), NULL);
  g_assert_null (cp_metric_list_get_review (CP_METRIC_LIST (list)));
  assert_labels (list, undefined);
  g_assert_finalize_object (list);
  g_assert_finalize_object (review);
}

static int
get_figure_x (GtkLabel *label)
{
  const char *space = strchr (gtk_label_get_text (label), ' ');
  PangoRectangle at;

  pango_layout_index_to_pos (gtk_label_get_layout (label), (int) (space + 1 - gtk_label_get_text (label)), &at);
  return at.x;
}

/* One plain text a label, yet the figures stand in a column. */
static void
test_column (void)
{
  GtkWidget *list = cp_metric_list_new ();
  GtkWidget *window = cp_widget_test_show (list, 230, 180);
  GtkWidget *first = cp_widget_test_find (list, GTK_TYPE_LABEL);
  guint n = 0;

  for (GtkWidget *label = first; label != NULL; label = gtk_widget_get_next_sibling (label), n++)
    {
      g_assert_cmpint (ABS (get_figure_x (GTK_LABEL (label)) - get_figure_x (GTK_LABEL (first))), <=, 2 * PANGO_SCALE);
      g_assert_cmpint (get_figure_x (GTK_LABEL (label)), >, 40 * PANGO_SCALE);
      g_assert_nonnull (gtk_widget_get_tooltip_text (label));
      gtk_test_accessible_assert_role (label, GTK_ACCESSIBLE_ROLE_LABEL);
    }
  g_assert_cmpuint (n, ==, 7);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add_func ("/metric-list/format", test_format);
  g_test_add_func ("/metric-list/texts", test_texts);
  g_test_add_func ("/metric-list/column", test_column);
  return g_test_run ();
}
