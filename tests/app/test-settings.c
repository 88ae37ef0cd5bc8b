/* SPDX-License-Identifier: MIT */
#include "settings.h"

static void
check (CpSettings *settings)
{
  g_autofree char *page = cp_settings_get_string (settings, CP_SETTING_PAGE);
  g_autofree char *data = NULL;

  g_assert_cmpstr (page, ==, "train");
  g_assert_cmpint (cp_settings_get_int (settings, CP_SETTING_WINDOW_WIDTH), ==, 1200);
  g_assert_false (cp_settings_get_boolean (settings, CP_SETTING_MAXIMIZED));

  cp_settings_set_string (settings, CP_SETTING_DATA, "scans.npz");
  cp_settings_set_int (settings, CP_SETTING_WINDOW_WIDTH, 1024);
  cp_settings_set_boolean (settings, CP_SETTING_MAXIMIZED, TRUE);
  data = cp_settings_get_string (settings, CP_SETTING_DATA);
  g_assert_cmpstr (data, ==, "scans.npz");
  g_assert_cmpint (cp_settings_get_int (settings, CP_SETTING_WINDOW_WIDTH), ==, 1024);
  g_assert_true (cp_settings_get_boolean (settings, CP_SETTING_MAXIMIZED));
}

/* The schema in the build tree is found beside the program, with nothing set in the environment. */
static void
test_schema (void)
{
  g_autoptr (CpSettings) settings = cp_settings_new ();

  g_assert_false (cp_settings_is_transient (settings));
  check (settings);
}

static void
test_transient (void)
{
  g_autoptr (CpSettings) settings = cp_settings_new_transient ();

  g_assert_true (cp_settings_is_transient (settings));
  check (settings);
}

static void
test_not_utf8 (void)
{
  g_autoptr (CpSettings) settings = cp_settings_new ();
  g_autofree char *data = NULL;

  cp_settings_set_string (settings, CP_SETTING_DATA, "before");
  cp_settings_set_string (settings, CP_SETTING_DATA, "\xff\xfe.npz");
  data = cp_settings_get_string (settings, CP_SETTING_DATA);
  g_assert_cmpstr (data, ==, "before");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/settings/schema", test_schema);
  g_test_add_func ("/app/settings/transient", test_transient);
  g_test_add_func ("/app/settings/not-utf8", test_not_utf8);

  return g_test_run ();
}
