/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <math.h>

static gboolean
parse (CpOptions  *options,
       const char *arguments,
       char      **message)
{
  g_auto (GStrv) argv = g_strsplit (arguments, " ", -1);
  g_autoptr (GError) error = NULL;
  gboolean parsed = cp_options_parse (options, (int) g_strv_length (argv), argv, &error);

  *message = error != NULL ? g_strdup (error->message) : NULL;
  return parsed;
}

static void
test_good (void)
{
  g_auto (CpOptions) options = { 0 };
  g_autofree char *message = NULL;

  g_assert_true (parse (&options, "cutpoint --data D.npz --model=M.safetensors --threshold 0.125 --train", &message));
  g_assert_cmpstr (options.data, ==, "D.npz");
  g_assert_cmpstr (options.model, ==, "M.safetensors");
  g_assert_cmpfloat (options.threshold, ==, 0.125);
  g_assert_true (options.train);
  g_assert_false (options.version);
}

static void
test_nothing (void)
{
  g_auto (CpOptions) options = { 0 };
  g_autofree char *message = NULL;

  g_assert_true (parse (&options, "cutpoint", &message));
  g_assert_null (options.data);
  g_assert_true (isnan (options.threshold));
  g_assert_false (options.train);
}

static void
test_session (void)
{
  g_auto (CpOptions) options = { 0 };
  g_autofree char *message = NULL;

  g_assert_true (parse (&options, "cutpoint work.cutpoint --threshold 0.2", &message));
  g_assert_cmpstr (options.session, ==, "work.cutpoint");
  g_assert_null (options.data);
  cp_options_clear (&options);
  g_assert_true (parse (&options, "cutpoint images.npz", &message));
  g_assert_cmpstr (options.data, ==, "images.npz");
  g_assert_null (options.session);
}

static void
test_bad (void)
{
  const char *const lines[] = {
    "cutpoint --threshold 1.01", "cutpoint --threshold -0.5", "cutpoint --threshold nan",
    "cutpoint --threshold 0.5x", "cutpoint --threshold=",     "cutpoint --threshold",
    "cutpoint --nonsense",       "cutpoint one two",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (CpOptions) options = { 0 };
      g_autofree char *message = NULL;

      g_test_message ("%s", lines[i]);
      g_assert_false (parse (&options, lines[i], &message));
      g_assert_null (strchr (message, '\n'));
      g_assert_cmpuint (strlen (message), >, 10);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/options/good", test_good);
  g_test_add_func ("/app/options/nothing", test_nothing);
  g_test_add_func ("/app/options/session", test_session);
  g_test_add_func ("/app/options/bad", test_bad);

  return g_test_run ();
}
