/* SPDX-License-Identifier: MIT */
#include "threshold-plot.h"
#include "widget-test.h"

typedef struct
{
  CpReview *review;
  GtkWidget *strip;
  GtkWidget *window;
  GtkWidget *scale;
  GtkWidget *entry;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->review = cp_widget_test_review ();
  f->strip = g_object_new (CP_TYPE_THRESHOLD_STRIP, "review", f->review, NULL);
  f->window = cp_widget_test_show (f->strip, 700, 190);
  f->scale = cp_widget_test_find (f->strip, GTK_TYPE_SCALE);
  f->entry = cp_widget_test_find (f->strip, GTK_TYPE_SPIN_BUTTON);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_ref (f->strip);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->strip);
  g_assert_finalize_object (f->review);
}

static const char *
entry_text (Fixture *f)
{
  return gtk_editable_get_text (GTK_EDITABLE (f->entry));
}

/* What assistive technology sets arrives to the last bit, whatever the entry shows. */
static void
test_not_rounded (Fixture       *f,
                  gconstpointer  data)
{
  static const double values[] = { 0.1, 1.0 / 3.0, 0.123456789012345, 1e-9, 0, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      gtk_adjustment_set_value (gtk_range_get_adjustment (GTK_RANGE (f->scale)), values[i]);
      g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, values[i]);
      gtk_spin_button_update (GTK_SPIN_BUTTON (f->entry));
      g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, values[i]);
    }

  cp_review_set_threshold (f->review, 2.0 / 3.0);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (f->scale)), ==, 2.0 / 3.0);
  g_assert_cmpstr (entry_text (f), ==, "0.667");
}

/* The value as assistive technology reads it; %g of GTK. */
static void
assert_value (GtkWidget  *widget,
              const char *expected)
{
  g_autofree char *found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                                               -7.0);

  g_assert_cmpstr (found, ==, expected);
}

/* GTK takes what differs by less than a thousandth for the same. */
static void
test_small_values (Fixture       *f,
                   gconstpointer  data)
{
  static const struct
  {
    double threshold;
    const char *value;
  } cases[] = {
    { 0.25, "0.25" }, { 0.2501, "0.2501" }, { 0.25011, "0.25011" }, { 0.2501, "0.2501" }, { 1e-5, "1e-05" },
    { 2e-5, "2e-05" }, { 0, "0" }, { 0.9999, "0.9999" }, { 1, "1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      cp_review_set_threshold (f->review, cases[i].threshold);
      assert_value (f->scale, cases[i].value);
      assert_value (f->entry, cases[i].value);
    }
}

static void
test_entry (Fixture       *f,
            gconstpointer  data)
{
  static const struct
  {
    const char *typed;
    double threshold;
    const char *shown;
  } cases[] = {
    { "0.1", 0.1, "0.100" }, { "0,25", 0.25, "0.250" }, { " 0.12345 ", 0.12345, "0.123" },
    { "rubbish", 0.12345, "0.123" }, { "0.3x", 0.12345, "0.123" }, { "7", 0.12345, "0.123" },
    { "-1", 0.12345, "0.123" }, { "nan", 0.12345, "0.123" }, { "1", 1, "1.000" }, { "", 1, "1.000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (f->entry), cases[i].typed);
      gtk_spin_button_update (GTK_SPIN_BUTTON (f->entry));
      g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, cases[i].threshold);
      g_assert_cmpstr (entry_text (f), ==, cases[i].shown);
    }
}

/* What was typed is taken back, and does not come in when the focus goes. */
static void
test_entry_escape (Fixture       *f,
                   gconstpointer  data)
{
  GtkRoot *root = gtk_widget_get_root (f->strip);

  cp_review_set_threshold (f->review, 1.0 / 3.0);
  gtk_widget_grab_focus (f->entry);
  gtk_editable_set_text (GTK_EDITABLE (f->entry), "0.9");
  g_assert_false (cp_widget_test_press (f->entry, GDK_KEY_9));
  g_assert_cmpstr (entry_text (f), ==, "0.9");
  g_assert_true (cp_widget_test_press (f->entry, GDK_KEY_Escape));
  g_assert_cmpstr (entry_text (f), ==, "0.333");
  g_assert_true (gtk_root_get_focus (root) == f->scale);
  g_assert_cmpfloat (cp_review_get_threshold (f->review), ==, 1.0 / 3.0);
}

#define ADD(path, function) g_test_add ("/threshold-entry/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  ADD ("not-rounded", test_not_rounded);
  ADD ("small-values", test_small_values);
  ADD ("typed", test_entry);
  ADD ("escape", test_entry_escape);
  return g_test_run ();
}
