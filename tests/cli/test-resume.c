/* SPDX-License-Identifier: MIT */
#include "cli-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* A training that was killed and goes on writes the files of one that was left alone. */

/* long enough to be killed several times; sanitizers make it ten times as long */
#ifdef CP_SANITIZED
#define EPOCHS "40"
#else
#define EPOCHS "150"
#endif
#define RECIPE "--epochs " EPOCHS " --batch-size 16 --weight-decay 0.01 --averaging 0.9 --augmentation on --ensemble 2 --seed 3"

static void
wait_for_file (const char *path)
{
  for (guint i = 0; i < 6000 && !g_file_test (path, G_FILE_TEST_EXISTS); i++)
    g_usleep (10000);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Without the seconds, the column before the last. */
static char *
history_without_times (const char *path)
{
  g_autofree char *text = cli_read (path, NULL);
  g_autoptr (GRegex) seconds = g_regex_new (",[0-9.e+-]+(,[0-9]+)$", G_REGEX_MULTILINE, 0, NULL);

  return g_regex_replace (seconds, text, -1, 0, "\\1", 0, NULL);
}

static void
assert_same_file (const char *a,
                  const char *b)
{
  gsize n, m;
  g_autofree char *x = cli_read (a, &n), *y = cli_read (b, &m);

  g_assert_cmpmem (x, n, y, m);
}

/* Killed at random moments until it gets to its end. */
static void
train_under_fire (void)
{
  guint shots = 0, killed = 0;

  for (;; killed++)
    {
      const char *line = g_file_test ("c", G_FILE_TEST_EXISTS)
                           ? "train --data data.npz --resume c --output b.safetensors --history b.csv"
                           : "train --data data.npz " RECIPE " --checkpoint c --output b.safetensors --history b.csv";
      g_autoptr (GSubprocess) process = cli_spawn (line, NULL);

      if (shots < 6)
        {
          wait_for_file ("c");
          g_usleep ((gulong) g_test_rand_int_range (0, 60000));
          g_subprocess_send_signal (process, SIGKILL);
          shots++;
        }
      g_subprocess_wait (process, NULL, NULL);
      if (g_subprocess_get_if_exited (process))
        {
          g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
          g_test_message ("killed %u times", killed);
          return;
        }
    }
}

static void
test_killed (void)
{
  g_auto (Result) straight = cli_run ("train --data data.npz " RECIPE " --output a.safetensors --history a.csv");
  g_autofree char *a = NULL, *b = NULL;

  assert_ok (&straight);
  train_under_fire ();
  assert_same_file ("a.safetensors", "b.safetensors");
  a = history_without_times ("a.csv");
  b = history_without_times ("b.csv");
  g_assert_cmpstr (a, ==, b);
  for (guint i = 0; i < 5; i++)
    g_unlink ((const char *[]) { "a.safetensors", "a.csv", "b.safetensors", "b.csv", "c" }[i]);
}

/* What has nothing left to do gives its model again. */
static void
test_finished (void)
{
  g_auto (Result) first = cli_run ("train --data data.npz --epochs 2 --checkpoint c --output a.safetensors");
  g_auto (Result) again = cli_run ("train --data data.npz --resume c --output b.safetensors --json");

  assert_ok (&first);
  assert_ok (&again);
  g_assert_nonnull (strstr (again.err, "Going on after 2 of 2 epochs"));
  g_assert_nonnull (strstr (again.out, "\"epochs\" : 2"));
  assert_same_file ("a.safetensors", "b.safetensors");
}

static void
test_refused (void)
{
  g_auto (Result) other = { 0 }, model = { 0 }, missing = { 0 }, recipe = { 0 }, twice = { 0 };

  other = cli_run ("phantom --output other.npz --size 8 --train 40 --val 8 --test 8 --seed 9");
  assert_ok (&other);
  result_clear (&other);
  other = cli_run ("train --data other.npz --resume c --output never");
  assert_one_line (&other, 1, "c: its training was on other images");
  model = cli_run ("train --data data.npz --resume a.safetensors --output never");
  assert_one_line (&model, 1, "a.safetensors: expected a checkpoint of a training");
  missing = cli_run ("train --data data.npz --resume none --output never");
  assert_one_line (&missing, 1, "none");
  recipe = cli_run ("train --data data.npz --resume c --epochs 3 --output never");
  assert_one_line (&recipe, 2, "--resume: the recipe is the checkpoint’s");
  twice = cli_run ("train --data data.npz --checkpoint never --output never");
  assert_one_line (&twice, 2, "found “never” twice");
  assert_missing ("never");
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  cli_make_data ("data.npz");
  g_test_add_func ("/cli/resume/killed", test_killed);
  g_test_add_func ("/cli/resume/finished", test_finished);
  g_test_add_func ("/cli/resume/refused", test_refused);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
