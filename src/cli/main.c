/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "commands.h"
#include "output.h"
#include "table.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

#define STATUS_FAILED 1
#define STATUS_USAGE 2

typedef struct
{
  const char *name;
  const char *summary;
  gboolean (*run) (char   **arguments,
                   GError **error);
} Command;

/* A new command is one file and one row here. */
static const Command commands[] = {
  { "train", N_("Train a network"), cp_command_train },
  { "predict", N_("Score images with a model"), cp_command_predict },
  { "evaluate", N_("Say how good a model is"), cp_command_evaluate },
  { "analyse", N_("Say how good any classifier's probabilities are"), cp_command_analyse },
  { "select", N_("Choose a decision threshold"), cp_command_select },
  { "explain", N_("Show where in an image a model finds evidence"), cp_command_explain },
  { "phantom", N_("Make a data set of synthetic images"), cp_command_phantom },
  { "info", N_("Say what is in a data set or a model"), cp_command_info },
};

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

static gboolean
print_help (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  cutpoint-cli %s\n\n", _("Usage:"), _("COMMAND [OPTION…]"));
  g_string_append_printf (text, "%s\n\n%s\n", _("Trains a network on chest X-rays and says what a decision threshold costs."),
                          _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_string_append_printf (text, "\n%s\n\n%s\n", _("“cutpoint-cli help COMMAND” says more. “--version” prints the version."),
                          _("For research and teaching only, never for diagnosis."));

  return cp_output_print_text (text, error);
}

static gboolean
print_version (GError **error)
{
  g_autoptr (GString) text = g_string_new ("cutpoint-cli " CP_VERSION "\n");

  return cp_output_print_text (text, error);
}

static gboolean
run_command (const char  *name,
             char       **arguments,
             GError     **error)
{
  const Command *command = find_command (name);

  if (command == NULL)
    return cp_cli_usage_error (error, *name == '-' ? "unknown option “%s”" : "unknown command “%s”", name);

  return command->run (arguments, error);
}

static gboolean
run_help (char       **arguments,
          GError     **error)
{
  char *help[] = { arguments[1], (char *) "--help", NULL };

  if (arguments[1] == NULL)
    return print_help (error);
  if (arguments[2] != NULL)
    return cp_cli_usage_error (error, "unexpected argument “%s”", arguments[2]);

  return run_command (arguments[1], help, error);
}

/* @arguments: without the program's name */
static gboolean
run (char   **arguments,
     GError **error)
{
  const char *first = arguments[0];

  if (first == NULL)
    return cp_cli_usage_error (error, "expected a command");
  if (g_str_equal (first, "help"))
    return run_help (arguments, error);
  if (g_str_equal (first, "--help") || g_str_equal (first, "-h"))
    return print_help (error);
  if (g_str_equal (first, "--version"))
    return print_version (error);

  return run_command (first, arguments, error);
}

static int
report (const GError *error,
        const char   *first)
{
  const Command *command = first != NULL ? find_command (first) : NULL;
  g_autofree char *hint = command != NULL ? g_strdup_printf (_("see “cutpoint-cli %s --help”"), command->name)
                                          : g_strdup (_("see “cutpoint-cli --help”"));

  if (g_error_matches (error, CP_CLI_ERROR, CP_CLI_ERROR_DONE))
    return 0;
  if (g_error_matches (error, CP_CLI_ERROR, CP_CLI_ERROR_USAGE))
    {
      cp_message_error (error, hint);
      return STATUS_USAGE;
    }
  if (!g_error_matches (error, CP_CLI_ERROR, CP_CLI_ERROR_REPORTED))
    cp_message_error (error, NULL);

  return STATUS_FAILED;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C"); /* one form of numbers, in files, in options and in tables */
  bindtextdomain (GETTEXT_PACKAGE, CP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN); /* a reader that has gone is an error like others … */
  signal (SIGXFSZ, SIG_IGN); /* … as is a file that may not grow */

  if (argc > 0 && !run (argv + 1, &error))
    return report (error, argv[1]);

  return 0;
}
