/* SPDX-License-Identifier: MIT */
#include "cli-test.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;
static char *home;

void
result_clear (Result *result)
{
  g_clear_pointer (&result->out, g_free);
  g_clear_pointer (&result->err, g_free);
}

void
cli_set_up (void)
{
  g_autoptr (GError) error = NULL;

  home = g_get_current_dir ();
  folder = g_dir_make_tmp ("cutpoint-cli-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  g_unsetenv ("CUTPOINT_DATA");
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
cli_tear_down (void)
{
  g_assert_cmpint (g_chdir (home), ==, 0);
  remove_folder (folder);
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&home, g_free);
}

GSubprocess *
cli_spawn (const char *line,
           const char *stdout_path)
{
  g_autofree char *command = g_strdup_printf ("%s %s", g_getenv ("CUTPOINT_CLI"), line);
  g_auto (GStrv) arguments = g_strsplit (g_strchomp (command), " ", -1);
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDERR_PIPE | (stdout_path ? 0 : G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  if (stdout_path != NULL)
    g_subprocess_launcher_set_stdout_file_path (launcher, stdout_path);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);

  return process;
}

Result
cli_run_to (const char *line,
            const char *stdout_path)
{
  g_autoptr (GSubprocess) process = cli_spawn (line, stdout_path);
  g_autoptr (GError) error = NULL;
  Result result = { -1, NULL, NULL };

  g_subprocess_communicate_utf8 (process, NULL, NULL, stdout_path ? NULL : &result.out, &result.err, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_exited (process))
    result.status = g_subprocess_get_exit_status (process);
  if (result.out == NULL)
    result.out = g_strdup ("");

  return result;
}

Result
cli_run (const char *line)
{
  return cli_run_to (line, NULL);
}

/* Runs the program, which must print one JSON object. */
JsonNode *
cli_json (const char *line)
{
  g_auto (Result) result = cli_run (line);
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  assert_ok (&result);
  node = json_from_string (result.out, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));

  return node;
}

void
cli_make_data (const char *path)
{
  g_autofree char *line =
    g_strdup_printf ("phantom --output %s --size 16 --train 96 --val 40 --test 60 --seed 5", path);
  g_auto (Result) result = cli_run (line);

  assert_ok (&result);
  g_assert_cmpstr (result.out, ==, "");
}

void
cli_make_model (const char *path,
                const char *data)
{
  g_autofree char *line = g_strdup_printf ("train --data %s --epochs 1 --batch-size 16 --output %s", data, path);
  g_auto (Result) result = cli_run (line);

  assert_ok (&result);
}

void
cli_write (const char *path,
           GBytes     *content)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (content, &size);

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  g_bytes_unref (content);
}

char *
cli_read (const char *path,
          gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *content;

  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);

  return content;
}

void
assert_ok (const Result *result)
{
  if (result->status != 0)
    g_test_message ("%s", result->err);
  g_assert_cmpint (result->status, ==, 0);
}

/* One line on standard error that names the program and @contains, and nothing
 * on standard output. */
void
assert_one_line (const Result *result,
                 int           status,
                 const char   *contains)
{
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->status, ==, status);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_true (g_str_has_prefix (result->err, "cutpoint-cli: "));
  g_assert_nonnull (strstr (result->err, contains));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
}

void
assert_missing (const char *path)
{
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}
