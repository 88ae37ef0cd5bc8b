/* SPDX-License-Identifier: MIT */
/* Files whole or not at all, results that cannot be written, and Ctrl-C. */
#include "cli-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* No temporary file is left beside the ones that belong here. */
static void
assert_files (const char *folder,
              guint       expected)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpint (n, ==, expected);
}

static void
test_cannot_write (gconstpointer data)
{
  const char *const *line = data; /* and the file */
  g_auto (Result) result = cli_run (line[0]);

  assert_one_line (&result, 1, line[1]);
  assert_missing ("missing");
  assert_files ("taken", 0);
}

static const char *const unwritable[][2] = {
  { "phantom --output missing/p.npz", "missing/p.npz: its folder does not exist" },
  { "phantom --output taken", "taken: expected a file, found a folder" },
  { "phantom --output /dev/full", "/dev/full: expected a file, found a device or pipe" },
  { "train --data data.npz --epochs 1 --output missing/m", "missing/m: its folder does not exist" },
  { "train --data data.npz --epochs 1 --output taken", "taken: expected a file, found a folder" },
  { "train --data data.npz --epochs 1 --history missing/h.csv", "missing/h.csv: its folder does not exist" },
  { "predict --model model.safetensors --data data.npz --output missing/p.csv", "missing/p.csv: " },
  { "predict --model model.safetensors --data data.npz --output taken", "taken: expected a file, found a folder" },
};

/* Standard output on a full disk. */
static void
test_full_disk (gconstpointer data)
{
  g_auto (Result) result = cli_run_to (data, "/dev/full");

  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.err, "cutpoint-cli: standard output: No space left on device\n"));
}

static const char *const printing[] = {
  "--help", "--version", "train --help", "info data.npz", "info --json model.safetensors",
  "evaluate --model model.safetensors --data data.npz --json", "predict --model model.safetensors --data data.npz",
};

static void
test_broken_pipe (void)
{
  int ends[2];
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Result) result = { -1, g_strdup (""), NULL };

  /* a pipe that nobody reads any more */
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  close (ends[0]);
  g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("CUTPOINT_CLI"), "info", "data.npz", NULL);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &result.err, NULL);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.status = g_subprocess_get_exit_status (process);
  assert_one_line (&result, 1, "standard output: Broken pipe");
}

/* Reads standard error until a line begins with @prefix. */
static void
wait_for_line (GDataInputStream *stream,
               const char       *prefix)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, prefix))
        return;
    }
}

static void
check_kept (const char *rest)
{
  g_autoptr (JsonNode) node = cli_json ("info kept.safetensors --json");
  gint64 epochs = json_object_get_int_member (json_node_get_object (node), "epochs");
  g_autofree char *history = cli_read ("kept.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (history, "\n", -1);
  g_autofree char *message =
    g_strdup_printf ("cutpoint-cli: interrupted after %d of 1000 epochs; model written to kept.safetensors",
                     (int) epochs);

  g_assert_cmpint (epochs, >=, 1);
  g_assert_cmpint (epochs, <, 1000);
  g_assert_cmpint (g_strv_length (lines), ==, (guint) epochs + 2);
  g_assert_cmpstr (rest, ==, message);
}

static void
test_interrupt (gconstpointer data)
{
  int number = GPOINTER_TO_INT (data);
  g_autoptr (GSubprocess) process =
    cli_spawn ("train --data data.npz --epochs 1000 --output kept.safetensors --history kept.csv --json", NULL);
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autofree char *last = NULL;
  char *line;

  wait_for_line (stream, "Epoch 1 of 1000:");
  g_subprocess_send_signal (process, number);
  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL)
    {
      g_free (last);
      last = line;
    }
  g_subprocess_wait (process, NULL, NULL);

  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  check_kept (last);
  g_assert_cmpint (g_unlink ("kept.safetensors"), ==, 0);
  g_assert_cmpint (g_unlink ("kept.csv"), ==, 0);
}

/* A learning rate at which the loss leaves all bounds, or a training that ends
 * well: either way the model that is written is one that can be used. */
static void
test_diverged (void)
{
  g_auto (Result) result = cli_run ("train --data data.npz --epochs 40 --learning-rate 1 --output wild.safetensors");
  g_auto (Result) info = { 0 };

  if (result.status != 0)
    g_assert_nonnull (strstr (result.err, "no longer a finite number"));
  if (!g_file_test ("wild.safetensors", G_FILE_TEST_EXISTS))
    {
      g_assert_nonnull (strstr (result.err, "no model written"));
      return;
    }
  info = cli_run ("info wild.safetensors");
  assert_ok (&info);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  cli_make_data ("data.npz");
  cli_make_model ("model.safetensors", "data.npz");
  g_assert_cmpint (g_mkdir ("taken", 0755), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (unwritable); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/output/cannot-write/%u", i);

      g_test_add_data_func (path, unwritable[i], test_cannot_write);
    }
  for (guint i = 0; i < G_N_ELEMENTS (printing); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/output/full-disk/%u", i);

      g_test_add_data_func (path, printing[i], test_full_disk);
    }
  g_test_add_func ("/cli/output/broken-pipe", test_broken_pipe);
  g_test_add_data_func ("/cli/interrupt/int", GINT_TO_POINTER (SIGINT), test_interrupt);
  g_test_add_data_func ("/cli/interrupt/term", GINT_TO_POINTER (SIGTERM), test_interrupt);
  g_test_add_func ("/cli/train/diverged", test_diverged);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
