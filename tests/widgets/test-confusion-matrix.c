/* SPDX-License-Identifier: MIT */
#include "confusion-matrix.h"
#include "widget-test.h"

#define N_CELLS 4

/* GTK 4.8 has no role of its own for them: they are buttons with a pressed state. */
#if GTK_CHECK_VERSION (4, 10, 0)
#define ROLE GTK_ACCESSIBLE_ROLE_TOGGLE_BUTTON
#else
#define ROLE GTK_ACCESSIBLE_ROLE_BUTTON
#endif

typedef struct
{
  CpReview *review;
  GtkWidget *matrix;
  GtkWidget *cells[N_CELLS]; /* in the order of reading: TP, FN, FP, TN */
} Fixture;

static const CpOutcome outcomes[N_CELLS] = {
  CP_OUTCOME_TRUE_POSITIVE,
  CP_OUTCOME_FALSE_NEGATIVE,
  CP_OUTCOME_FALSE_POSITIVE,
  CP_OUTCOME_TRUE_NEGATIVE,
};

static void
collect_cells (Fixture   *f,
               GtkWidget *widget,
               guint     *n)
{
  if (GTK_IS_TOGGLE_BUTTON (widget))
    {
      g_assert_cmpuint (*n, <, N_CELLS);
      f->cells[(*n)++] = widget;
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_cells (f, child, n);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  guint n = 0;

  f->review = cp_widget_test_review ();
  f->matrix = g_object_ref_sink (cp_confusion_matrix_new ());
  cp_confusion_matrix_set_review (CP_CONFUSION_MATRIX (f->matrix), f->review);
  collect_cells (f, f->matrix, &n);
  g_assert_cmpuint (n, ==, N_CELLS);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->matrix);
  g_assert_finalize_object (f->review);
}

static void
assert_names (Fixture    *f,
              const char *names[N_CELLS])
{
  for (guint i = 0; i < N_CELLS; i++)
    {
      gtk_test_accessible_assert_role (f->cells[i], ROLE);
      gtk_test_accessible_assert_property (f->cells[i], GTK_ACCESSIBLE_PROPERTY_LABEL, names[i]);
    }
}

static void
test_names (Fixture       *f,
            gconstpointer  data)
{
  cp_review_set_threshold (f->review, 0.1);
  assert_names (f, (const char *[]) { "True positives: 387", "False negatives: 3", "False positives: 119",
                                      "True negatives: 115" });
  g_assert_true (cp_widget_test_has_label (f->cells[0], "387"));
  g_assert_true (cp_widget_test_has_label (f->cells[1], "3"));
  g_assert_true (cp_widget_test_has_label (f->cells[2], "119"));
  g_assert_true (cp_widget_test_has_label (f->cells[3], "115"));

  cp_review_set_threshold (f->review, 0);
  assert_names (f, (const char *[]) { "True positives: 390", "False negatives: 0", "False positives: 234",
                                      "True negatives: 0" });
}

static void
assert_pressed (Fixture   *f,
                CpOutcome  outcome)
{
  g_assert_cmpint (cp_review_get_filter (f->review), ==, outcome);
  for (guint i = 0; i < N_CELLS; i++)
    {
      g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (f->cells[i])), ==, outcomes[i] == outcome);
      gtk_test_accessible_assert_state (f->cells[i], GTK_ACCESSIBLE_STATE_PRESSED,
                                        outcomes[i] == outcome ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                               : GTK_ACCESSIBLE_TRISTATE_FALSE);
    }
}

static void
test_press (Fixture       *f,
            gconstpointer  data)
{
  for (guint i = 0; i < N_CELLS; i++)
    {
      g_signal_emit_by_name (f->cells[i], "clicked");
      assert_pressed (f, outcomes[i]);
    }
  g_signal_emit_by_name (f->cells[N_CELLS - 1], "clicked");
  assert_pressed (f, CP_OUTCOME_NONE);
}

static void
test_follow (Fixture       *f,
             gconstpointer  data)
{
  guint notified;

  cp_widget_test_count (f->review, "notify::filter", &notified);
  cp_review_set_filter (f->review, CP_OUTCOME_FALSE_NEGATIVE);
  assert_pressed (f, CP_OUTCOME_FALSE_NEGATIVE);
  cp_review_set_filter (f->review, CP_OUTCOME_TRUE_NEGATIVE);
  assert_pressed (f, CP_OUTCOME_TRUE_NEGATIVE);
  cp_review_set_filter (f->review, CP_OUTCOME_NONE);
  assert_pressed (f, CP_OUTCOME_NONE);
  g_assert_cmpuint (notified, ==, 3);
}

static void
test_property (Fixture       *f,
               gconstpointer  data)
{
  CpConfusionMatrix *matrix = CP_CONFUSION_MATRIX (f->matrix);
  guint notified;

  cp_widget_test_count (matrix, "notify::review", &notified);
  cp_confusion_matrix_set_review (matrix, f->review);
  g_assert_cmpuint (notified, ==, 0);
  cp_review_set_filter (f->review, CP_OUTCOME_TRUE_POSITIVE);
  g_object_set (matrix, "review", NULL, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_null (cp_confusion_matrix_get_review (matrix));
  assert_names (f, (const char *[]) { "True positives: 0", "False negatives: 0", "False positives: 0",
                                      "True negatives: 0" });
  /* Without a review no cell stays pressed. */
  g_signal_emit_by_name (f->cells[0], "clicked");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (f->cells[0])));
  g_assert_cmpint (cp_review_get_filter (f->review), ==, CP_OUTCOME_TRUE_POSITIVE);
}

#define ADD(path, function) g_test_add ("/confusion-matrix/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  ADD ("names", test_names);
  ADD ("press", test_press);
  ADD ("follow", test_follow);
  ADD ("property", test_property);
  return g_test_run ();
}
