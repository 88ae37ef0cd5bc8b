/* SPDX-License-Identifier: MIT */
/* Every file the program writes, where files may not grow: what was there stays, and one line says why. */
#include "cli-test.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define OLD "what was here before, and must stay as it is"
#define LIMITS 6

typedef struct
{
  const char *file;
  const char *line;
  gboolean goes_on; /* it is said, and the training goes on */
} Writer;

static const Writer writers[] = {
  { "out/p.npz", "phantom --output out/p.npz --size 8 --train 40 --val 8 --test 8", FALSE },
  { "out/m.safetensors", "train --data data.npz --epochs 1 --output out/m.safetensors", FALSE },
  { "out/h.csv", "train --data data.npz --epochs 3 --history out/h.csv", FALSE },
  { "out/c", "train --data data.npz --epochs 1 --checkpoint out/c", TRUE },
  { "out/p.csv", "predict --model model.safetensors --data data.npz --output out/p.csv", FALSE },
  { "out/map.png", "explain --model model.safetensors --data data.npz --index 1 --output out/map.png", FALSE },
  { "out/r.html", "analyse --predictions p.csv --report out/r.html", FALSE },
  { "out/r.pdf", "analyse --predictions p.csv --report out/r.pdf", FALSE },
};

/* A handler, not SIG_IGN: that would hold in the program as well, which has to do it by itself. */
static void
ignore (int number)
{
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gsize
measure (const Writer *writer)
{
  g_auto (Result) result = cli_run (writer->line);
  GStatBuf status;

  assert_ok (&result);
  g_assert_cmpint (g_stat (writer->file, &status), ==, 0);

  return (gsize) status.st_size;
}

static Result
run_limited (const char *line,
             gsize       most)
{
  struct rlimit limit;
  Result result;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &(struct rlimit) { most, limit.rlim_max }), ==, 0);
  result = cli_run (line);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  return result;
}

static void
test_limit (void)
{
  guint trials = 0, intact = 0;

  signal (SIGXFSZ, ignore);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      const gsize length = measure (&writers[i]);
      g_autofree char *expected = g_strdup_printf ("%s: %s\n", writers[i].file, g_strerror (EFBIG));

      g_assert_true (g_file_set_contents (writers[i].file, OLD, -1, NULL));
      for (guint k = 0; k < LIMITS; k++)
        {
          g_auto (Result) result = run_limited (writers[i].line, length * k / LIMITS);
          g_autofree char *found = cli_read (writers[i].file, NULL);

          g_assert_cmpint (result.status, ==, writers[i].goes_on ? 0 : 1);
          g_assert_nonnull (strstr (result.err, expected));
          trials++;
          intact += g_str_equal (found, OLD) && count_files ("out") == 1;
        }
      g_unlink (writers[i].file);
    }
  g_test_message ("%u trials; the old file intact in %u", trials, intact);
  g_assert_cmpuint (intact, ==, trials);
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Result) predictions = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  g_assert_cmpint (g_mkdir ("out", 0700), ==, 0);
  cli_make_data ("data.npz");
  cli_make_model ("model.safetensors", "data.npz");
  predictions = cli_run ("predict --model model.safetensors --data data.npz --output p.csv");
  assert_ok (&predictions);
  g_test_add_func ("/cli/faults/limit", test_limit);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
