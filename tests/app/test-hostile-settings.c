/* SPDX-License-Identifier: MIT */
/* Settings that somebody else has written: whatever they say, there is a window that can be used. */
#include "app-test.h"
#include "widget-test.h"

#include <math.h>
#include <string.h>

static const CpPhantomSettings small = { .size = 12, .n_train = 40, .n_val = 16, .n_test = 20, .seed = 7 };

static const char *const strings[] = { "", "/dev/zero", "%s%n\x01\n<b>&" };
static const int numbers[] = { 0, G_MAXINT, G_MININT };

static const char *const string_keys[] = {
  CP_SETTING_APPEARANCE, CP_SETTING_AXIS, CP_SETTING_PAGE, CP_SETTING_SESSION,
};
static const char *const number_keys[] = {
  CP_SETTING_THUMBNAIL_SIZE, CP_SETTING_WINDOW_HEIGHT, CP_SETTING_WINDOW_WIDTH,
};

/* A window with these settings, opened and closed. */
static void
open_and_close (CpAppTest *test)
{
  int width, height;

  cp_app_test_open (test, (CpOptions) { .threshold = NAN });
  g_assert_nonnull (cp_workspace_get_dataset (cp_window_get_workspace (test->window)));
  gtk_window_get_default_size (GTK_WINDOW (test->window), &width, &height);
  g_assert_cmpint (width, >, 0);
  g_assert_cmpint (width, <=, 8192);
  g_assert_cmpint (height, >, 0);
  g_assert_cmpint (height, <=, 8192);
  gtk_window_close (GTK_WINDOW (test->window));
  test->window = NULL;
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* All keys have the same kind of nonsense at once. */
static void
test_strings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      CpAppTest test;

      cp_app_test_set_up (&test, &small);
      for (guint k = 0; k < G_N_ELEMENTS (string_keys); k++)
        cp_settings_set_string (test.settings, string_keys[k], strings[i]);
      cp_settings_set_string (test.settings, CP_SETTING_DATA, i == 1 ? strings[i] : test.data);
      open_and_close (&test);
      cp_app_test_tear_down (&test);
    }
}

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      CpAppTest test;

      cp_app_test_set_up (&test, &small);
      cp_settings_set_string (test.settings, CP_SETTING_DATA, test.data);
      for (guint k = 0; k < G_N_ELEMENTS (number_keys); k++)
        cp_settings_set_int (test.settings, number_keys[k], numbers[i]);
      open_and_close (&test);
      cp_app_test_tear_down (&test);
    }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/hostile-settings/strings", test_strings);
  g_test_add_func ("/app/hostile-settings/numbers", test_numbers);

  return g_test_run ();
}
