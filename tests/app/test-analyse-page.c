/* SPDX-License-Identifier: MIT */
#include "analyse-controls.h"
#include "analyse-figures.h"
#include "analyse-page.h"
#include "app-test.h"
#include "chart-view.h"
#include "chart-words.h"
#include "column-layout.h"
#include "figure-grid.h"
#include "widget-test.h"

#include <math.h>

#define N 120

static const CpPhantomSettings small = { .size = 28, .n_train = 8, .n_val = N, .n_test = N, .seed = 5 };

typedef struct
{
  CpAppTest app;
  CpWorkspace *workspace;
  CpReview *review;
  CpProtocol *protocol;
  CpAnalysePage *page;
  CpAnalysis *analysis;
} Fixture;

/* Overconfident: what is right is right by too much, and so is what is wrong. */
static void
score (Fixture *self,
       CpSplit  split)
{
  const CpImageSet *set = cp_dataset_get_split (cp_workspace_get_dataset (self->workspace), split);
  g_autoptr (GRand) random = g_rand_new_with_seed (split + 1);
  g_autoptr (GError) error = NULL;
  double p[N];

  g_assert_cmpuint (set->n, ==, N);
  for (guint i = 0; i < N; i++)
    p[i] = 1 / (1 + exp (-(set->labels[i] ? 2 : -2) - 12 * (g_rand_double (random) - 0.5)));
  cp_review_set_scores (self->review, split, p, N, &error);
  g_assert_no_error (error);
}

static void
show (Fixture    *self,
      const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (self->app.window), "win.page", "s", page);
}

static void
turn (void)
{
  g_main_context_iteration (NULL, TRUE);
}

static void
wait_figures (Fixture *self)
{
  CpEstimate figure;

  while (cp_analysis_get_curves (self->analysis) == NULL
         || !cp_analysis_get_figure (self->analysis, CP_METRIC_CALIBRATION_SLOPE, &figure))
    turn ();
  gtk_widget_queue_draw (GTK_WIDGET (self->page));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->page));
  gtk_widget_queue_draw (GTK_WIDGET (self->page));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->page));
}

static gboolean
on_settled (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Figures follow the threshold ten times a second. */
static void
settle (void)
{
  gboolean settled = FALSE;

  g_timeout_add (150, on_settled, &settled);
  while (!settled)
    turn ();
}

static void
wait_recalibrated (Fixture *self)
{
  CpEstimate figure;

  while (!cp_analysis_get_recalibrated (self->analysis, CP_METRIC_ECE, &figure))
    turn ();
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  cp_app_test_set_up (&self->app, &small);
  cp_app_test_open (&self->app, (CpOptions) { .data = self->app.data, .threshold = NAN });
  self->workspace = cp_window_get_workspace (self->app.window);
  self->review = cp_workspace_get_review (self->workspace);
  self->protocol = cp_workspace_get_protocol (self->workspace);
  self->page = CP_ANALYSE_PAGE (cp_widget_test_find (GTK_WIDGET (self->app.window), CP_TYPE_ANALYSE_PAGE));
  self->analysis = cp_analyse_page_get_analysis (self->page);
}

static void
set_up_scored (Fixture       *self,
               gconstpointer  data)
{
  set_up (self, data);
  score (self, CP_SPLIT_VALIDATION);
  score (self, CP_SPLIT_TEST);
  show (self, "analyse");
  wait_figures (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cp_app_test_tear_down (&self->app);
}

static const char *
visible_state (Fixture *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (cp_widget_test_find (GTK_WIDGET (self->page), GTK_TYPE_STACK)));
}

/* The n-th chart. */
static CpChartView *
find_chart (Fixture *self,
            guint    n)
{
  GtkWidget *view = cp_widget_test_find (GTK_WIDGET (self->page), CP_TYPE_CHART_VIEW);

  while (n-- > 0)
    view = gtk_widget_get_next_sibling (view);

  return CP_CHART_VIEW (view);
}

static GtkSpinButton *
find_spin (GtkWidget *widget,
           double     upper)
{
  if (GTK_IS_SPIN_BUTTON (widget)
      && gtk_adjustment_get_upper (gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (widget))) == upper)
    return GTK_SPIN_BUTTON (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkSpinButton *found = find_spin (child, upper);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkSpinButton *
find_prevalence (Fixture *self)
{
  return find_spin (GTK_WIDGET (self->page), 90);
}

static GtkSpinButton *
find_cost (Fixture *self)
{
  return find_spin (GTK_WIDGET (self->page), 9999);
}

static gboolean
has_label (Fixture    *self,
           const char *text)
{
  return cp_widget_test_has_label (GTK_WIDGET (self->page), text);
}

/* Nothing is computed for nobody. */
static void
test_lazy (Fixture       *self,
           gconstpointer  data)
{
  show (self, "train");
  g_assert_cmpstr (visible_state (self), ==, "empty");
  score (self, CP_SPLIT_TEST);
  g_assert_cmpstr (visible_state (self), ==, "curves");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (cp_analysis_get_curves (self->analysis));

  show (self, "analyse");
  wait_figures (self);
  g_assert_nonnull (cp_analysis_get_curves (self->analysis));
}

static void
assert_figure (Fixture  *self,
               CpMetric  metric)
{
  CpAnalyseFigures *figures =
    CP_ANALYSE_FIGURES (cp_widget_test_find (GTK_WIDGET (self->page), CP_TYPE_ANALYSE_FIGURES));
  CpEstimate figure =
    cp_metric_compute (metric, cp_review_get_predictions (self->review), cp_review_get_threshold (self->review));
  g_autofree char *text = cp_figure_to_text (figure, TRUE);

  g_assert_cmpstr (cp_analyse_figures_get_text (figures, metric), ==, text);
}

static void
test_figures (Fixture       *self,
              gconstpointer  data)
{
  cp_review_set_threshold (self->review, 0.3);
  settle ();
  for (guint i = 0; i < CP_N_METRICS; i++)
    assert_figure (self, i);
}

static void
test_charts (Fixture       *self,
             gconstpointer  data)
{
  const char *const titles[] = { "ROC curve", "Precision–recall curve", "Calibration", "Decision curve" };
  CpEstimate auroc = cp_review_get_metric (self->review, CP_METRIC_AUROC);
  g_autofree char *area = cp_figure_to_text (auroc, TRUE);

  cp_review_set_threshold (self->review, 0.25);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_cmpstr (cp_chart_get_title (cp_chart_view_get_chart (find_chart (self, i))), ==, titles[i]);
  for (guint i = 0; i < 2; i++)
    g_assert_nonnull (strstr (cp_chart_get_description (cp_chart_view_get_chart (find_chart (self, i))), "threshold 0.250"));
  g_assert_nonnull (strstr (cp_chart_get_description (cp_chart_view_get_chart (find_chart (self, 0))), area));

  g_signal_emit_by_name (find_chart (self, 0), "threshold-activated", 0.75);
  g_assert_cmpfloat (cp_review_get_threshold (self->review), ==, 0.75);
}

static void
test_cost (Fixture       *self,
           gconstpointer  data)
{
  cp_review_set_threshold (self->review, 0.25);
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (find_cost (self)), 3, 1e-9);
  g_assert_true (has_label (self, "Threshold 0.250"));
  gtk_spin_button_set_value (find_cost (self), 9);
  g_assert_cmpfloat_with_epsilon (cp_review_get_threshold (self->review), 0.1, 1e-12);
  g_assert_cmpfloat (gtk_spin_button_get_value (find_cost (self)), ==, 9);
}

static void
recalibrate (Fixture             *self,
             CpRecalibrationKind  kind)
{
  GtkWidget *controls = cp_widget_test_find (GTK_WIDGET (self->page), CP_TYPE_ANALYSE_CONTROLS);
  GtkDropDown *drop_down = GTK_DROP_DOWN (cp_widget_test_find (controls, GTK_TYPE_DROP_DOWN));

  gtk_drop_down_set_selected (drop_down, kind);
  g_assert_cmpint (cp_protocol_get_recalibration_kind (self->protocol), ==, kind);
  wait_recalibrated (self);
  g_assert_nonnull (cp_protocol_get_recalibration (self->protocol));
}

static void
test_recalibration (Fixture       *self,
                    gconstpointer  data)
{
  for (CpRecalibrationKind kind = CP_RECALIBRATION_TEMPERATURE; kind < CP_N_RECALIBRATION_KINDS; kind++)
    {
      CpConfusion before, after;
      CpRecalibration *map;

      cp_review_set_threshold (self->review, 0.3);
      before = cp_review_get_confusion (self->review);
      recalibrate (self, kind);
      map = cp_protocol_get_recalibration (self->protocol);

      /* no decision changes, and the costs are those of the other scale */
      after = cp_review_get_confusion (self->review);
      g_assert_cmpmem (&after, sizeof after, &before, sizeof before);
      g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (find_cost (self)),
                                      CLAMP (cp_threshold_cost (cp_recalibration_apply (map, 0.3)), 0.001, 9999), 1e-6);
      gtk_spin_button_set_value (find_cost (self), 1.5);
      g_assert_cmpfloat (cp_review_get_threshold (self->review), ==, cp_recalibration_invert (map, 0.4));
      g_assert_cmpfloat (gtk_spin_button_get_value (find_cost (self)), ==, 1.5);
      g_assert_cmpstr (cp_chart_get_title (cp_chart_view_get_chart (find_chart (self, 3))), ==, "Decision curve, recalibrated");

      /* a point of the decision curve is on the recalibrated scale too */
      g_signal_emit_by_name (find_chart (self, 3), "threshold-activated", 0.6);
      g_assert_cmpfloat (cp_review_get_threshold (self->review), ==, cp_recalibration_invert (map, 0.6));
    }
}

static void
test_both_scales (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *text = NULL;
  double mapped;

  cp_review_set_threshold (self->review, 0.3);
  recalibrate (self, CP_RECALIBRATION_TEMPERATURE);
  mapped = cp_recalibration_apply (cp_protocol_get_recalibration (self->protocol), 0.3);
  text = g_strdup_printf ("Threshold 0.300, recalibrated %.3f", mapped);
  g_assert_cmpfloat (fabs (mapped - 0.3), >, 0.01);
  g_assert_true (has_label (self, text));
}

static void
test_prevalence (Fixture       *self,
                 gconstpointer  data)
{
  GtkWidget *own;
  CpConfusion confusion;
  g_autofree char *ppv = NULL, *share = NULL, *label = NULL;

  cp_review_set_threshold (self->review, 0.3);
  confusion = cp_review_get_confusion (self->review);
  g_assert_true (cp_analysis_has_own_prevalence (self->analysis));
  gtk_spin_button_set_value (find_prevalence (self), 5);
  g_assert_cmpfloat (cp_analysis_get_prevalence (self->analysis), ==, 0.05);
  settle ();
  ppv = cp_figure_to_text (cp_ppv_at_prevalence (confusion, 0.05), TRUE);
  g_assert_true (has_label (self, ppv));
  cp_chart_view_get_chart (find_chart (self, 4)); /* at once */
  g_assert_true (has_label (self, "Of 1,000 people at a prevalence of 5\u00a0%"));

  share = cp_chart_percent (cp_analysis_get_own_prevalence (self->analysis));
  label = g_strdup_printf ("As in These Images (%s)", share);
  own = cp_app_test_button (&self->app, label);
  g_assert_true (gtk_widget_get_sensitive (own));
  g_signal_emit_by_name (own, "clicked");
  g_assert_true (cp_analysis_has_own_prevalence (self->analysis));
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (find_prevalence (self)),
                                  100 * cp_analysis_get_own_prevalence (self->analysis), 1e-9);
  g_assert_false (gtk_widget_get_sensitive (own));
}

static void
test_sealed (Fixture       *self,
             gconstpointer  data)
{
  cp_protocol_seal (self->protocol);
  g_assert_cmpstr (visible_state (self), ==, "sealed");
  g_assert_null (cp_analysis_get_curves (self->analysis));
  g_signal_emit_by_name (cp_app_test_button (&self->app, "Show Validation"), "clicked");
  g_assert_cmpint (cp_review_get_split (self->review), ==, CP_SPLIT_VALIDATION);
  g_assert_cmpstr (visible_state (self), ==, "curves");
}

static void
on_failed (char      **message,
           const char *text)
{
  g_free (*message);
  *message = g_strdup (text);
}

static char *
save_report (Fixture    *self,
             const char *name,
             char      **message)
{
  g_autofree char *path = cp_app_test_path (&self->app, name);
  GtkWidget *button = cp_app_test_button (&self->app, "Save Report…");
  gulong handler = g_signal_connect_swapped (self->page, "failed", G_CALLBACK (on_failed), message);
  char *text = NULL;

  cp_analyse_page_save_report (self->page, path);
  g_assert_false (gtk_widget_get_sensitive (button));
  while (!gtk_widget_get_sensitive (button))
    turn ();
  g_signal_handler_disconnect (self->page, handler);
  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
test_report (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *message = NULL;
  g_autofree char *html = NULL, *pdf = NULL, *none = NULL;

  cp_review_set_threshold (self->review, 0.3);
  recalibrate (self, CP_RECALIBRATION_PLATT);
  gtk_spin_button_set_value (find_prevalence (self), 5);
  html = save_report (self, "report.html", &message);
  g_assert_null (message);
  g_assert_nonnull (html);
  g_assert_nonnull (strstr (html, cp_dataset_get_fingerprint (cp_workspace_get_dataset (self->workspace))));
  g_assert_nonnull (strstr (html, "test images"));
  g_assert_nonnull (strstr (html, "set by hand with the test figures in view"));
  g_assert_nonnull (strstr (html, "exploratory: chosen with a look at these very images"));
  g_assert_nonnull (strstr (html, "Platt, intercept"));
  g_assert_nonnull (strstr (html, "PPV at prevalence 5\u00a0%"));

  pdf = save_report (self, "report.pdf", &message);
  g_assert_null (message);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));

  none = save_report (self, "report.docx", &message);
  g_assert_null (none);
  g_assert_nonnull (strstr (message, "report.docx"));
  g_assert_cmpstr (cp_window_get_error (self->app.window), ==, message);
}

static void
test_columns (void)
{
  g_assert_cmpuint (cp_column_layout_count (400, 5), ==, 1);
  g_assert_cmpuint (cp_column_layout_count (680, 5), ==, 2);
  g_assert_cmpuint (cp_column_layout_count (1560, 5), ==, 3);
  g_assert_cmpuint (cp_column_layout_count (4000, 5), ==, 3);
  g_assert_cmpuint (cp_column_layout_count (4000, 1), ==, 1);
}

/* No chart leaves the page, none lies on another, at the window's least width and larger. */
static void
test_layout (Fixture       *self,
             gconstpointer  data)
{
  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j <= i; j++)
      {
        graphene_rect_t a, b;
        GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (find_chart (self, i)));

        g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (find_chart (self, i)), parent, &a));
        g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (find_chart (self, j)), parent, &b));
        g_assert_cmpfloat (a.origin.x + a.size.width, <=, gtk_widget_get_width (parent));
        g_assert_cmpfloat (a.origin.y + a.size.height, <=, gtk_widget_get_height (parent));
        g_assert_cmpfloat (a.size.width, >=, 280);
        g_assert_true (i == j || !graphene_rect_intersection (&a, &b, NULL));
      }
}

#define ADD(path, function) \
  g_test_add ("/app/analyse-page/" path, Fixture, NULL, set_up_scored, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  g_test_add ("/app/analyse-page/lazy", Fixture, NULL, set_up, test_lazy, tear_down);
  ADD ("figures", test_figures);
  ADD ("charts", test_charts);
  ADD ("cost", test_cost);
  ADD ("recalibration", test_recalibration);
  ADD ("both-scales", test_both_scales);
  ADD ("prevalence", test_prevalence);
  ADD ("sealed", test_sealed);
  ADD ("report", test_report);
  ADD ("layout", test_layout);
  g_test_add_func ("/app/analyse-page/columns", test_columns);
  return g_test_run ();
}
