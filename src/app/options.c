/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "options.h"

#include "path-kind.h"

#include <glib/gi18n.h>
#include <math.h>

static gboolean
parse_threshold (const char  *text,
                 double      *threshold,
                 GError     **error)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(value >= 0 && value <= 1))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--threshold: expected a number from 0 to 1, found “%s”"), text);
      return FALSE;
    }
  *threshold = value;
  return TRUE;
}

/* A file without an option, as file managers give it. */
static void
take_file (CpOptions  *options,
           const char *path)
{
  const CpPathKind kind = cp_path_get_kind (path);
  char **place = kind == CP_PATH_DATASET ? &options->data : kind == CP_PATH_MODEL ? &options->model : &options->session;

  g_free (*place);
  *place = g_strdup (path);
}

/**
 * cp_options_parse:
 * @options: (out caller-allocates): what was asked for
 * @argc: how many arguments
 * @argv: (array length=argc): the arguments, the program's name first; untouched
 * @error: return location for an error
 *
 * Reads the command line. `--help` prints and ends the program.
 *
 * Returns: whether it makes sense
 */
gboolean
cp_options_parse (CpOptions  *options,
                  int         argc,
                  char      **argv,
                  GError    **error)
{
  g_autofree char *threshold = NULL;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data,
      N_("Open this data set: an .npz file, a folder, or the word phantom"), N_("D") },
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &options->model,
      N_("Score the data set with this model"), N_("M") },
    { "threshold", 't', 0, G_OPTION_ARG_STRING, &threshold,
      N_("Put the decision threshold here, 0 to 1"), N_("T") },
    { "train", 0, 0, G_OPTION_ARG_NONE, &options->train,
      N_("Start training at once"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version,
      N_("Print the version and exit"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("[SESSION]"));
  g_auto (GStrv) arguments = g_strdupv (argv);

  *options = (CpOptions) { .threshold = NAN };
  g_option_context_set_summary (context, _("See what a decision threshold costs, on chest X-rays."));
  g_option_context_set_description (context, _("For research and teaching only, never for diagnosis."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &arguments, error))
    return FALSE;
  if (arguments[0] != NULL && arguments[1] != NULL && arguments[2] != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("Unexpected argument “%s”"), arguments[2]);
      return FALSE;
    }
  if (arguments[0] != NULL && arguments[1] != NULL)
    take_file (options, arguments[1]);
  return threshold == NULL || parse_threshold (threshold, &options->threshold, error);
}

/**
 * cp_options_clear:
 * @options: from cp_options_parse()
 *
 * Frees what the options hold.
 */
void
cp_options_clear (CpOptions *options)
{
  g_clear_pointer (&options->data, g_free);
  g_clear_pointer (&options->model, g_free);
  g_clear_pointer (&options->session, g_free);
}
