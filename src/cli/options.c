/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "options.h"

#include "output.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
take_unsigned (const CpOption  *option,
               const char      *text,
               GError         **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, option->least, option->most, &number, NULL))
    return cp_cli_usage_error (error, "--%s: expected a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                               ", found “%s”", option->name, option->least, option->most, text);

  if (option->kind == CP_OPTION_UNSIGNED)
    *(guint *) option->value = (guint) number;
  else
    *(guint64 *) option->value = number;

  return TRUE;
}

static gboolean
take_number (const CpOption  *option,
             const char      *text,
             GError         **error)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);
  /* strtod() would skip blanks, and read hexadecimal digits */
  gboolean valid = end != text && *end == '\0' && text[strspn (text, "+-.0123456789eE")] == '\0';

  if (!valid || !(number >= option->low && number <= option->high) || (option->above_low && number <= option->low))
    return cp_cli_usage_error (error,
                               option->above_low ? "--%s: expected a number above %g and up to %g, found “%s”"
                                                 : "--%s: expected a number from %g to %g, found “%s”",
                               option->name, option->low, option->high, text);
  *(double *) option->value = number;

  return TRUE;
}

static gboolean
take_value (const CpOption  *option,
            const char      *text,
            GError         **error)
{
  switch (option->kind)
    {
    case CP_OPTION_FLAG:
      *(gboolean *) option->value = TRUE;
      return TRUE;
    case CP_OPTION_PATH:
    case CP_OPTION_TEXT:
      g_free (*(char **) option->value);
      *(char **) option->value = g_strdup (text);
      return TRUE;
    case CP_OPTION_UNSIGNED:
    case CP_OPTION_UNSIGNED64:
      return take_unsigned (option, text, error);
    case CP_OPTION_NUMBER:
      return take_number (option, text, error);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
on_option (const char  *name, /* with its dashes */
           const char  *text,
           gpointer     data,
           GError     **error)
{
  const CpUsage *usage = data;

  for (guint i = 0; i < usage->n_options; i++)
    if (g_str_equal (usage->options[i].name, name + 2))
      return take_value (&usage->options[i], text, error);

  g_return_val_if_reached (FALSE);
}

static GOptionEntry
entry_of (const CpOption *option)
{
  GOptionEntry entry = {
    .long_name = option->name,
    .arg = G_OPTION_ARG_CALLBACK,
    .arg_data = (gpointer) on_option,
    .description = option->help,
    .arg_description = option->argument,
  };

  if (option->kind == CP_OPTION_FLAG)
    entry.flags = G_OPTION_FLAG_NO_ARG;
  else if (option->kind == CP_OPTION_PATH)
    entry.flags = G_OPTION_FLAG_FILENAME;

  return entry;
}

static GOptionContext *
context_new (const CpUsage *usage,
             gboolean      *help,
             GStrv         *rest)
{
  GOptionContext *context = g_option_context_new (usage->arguments);
  GOptionGroup *group = g_option_group_new ("main", "main", "main", (gpointer) usage, NULL);
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, N_("Print this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  for (guint i = 0; i < usage->n_options; i++)
    {
      const GOptionEntry entry[] = { entry_of (&usage->options[i]), G_OPTION_ENTRY_NULL };

      g_option_group_add_entries (group, entry);
    }
  g_option_group_add_entries (group, common);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE); /* its own ends the program */
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, _(usage->summary));

  return context;
}

static gboolean
print_help (GOptionContext  *context,
            GError         **error)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_autoptr (GString) text = g_string_new (g_strchomp (help));

  g_string_append_c (text, '\n');
  if (cp_output_print_text (text, error))
    g_set_error_literal (error, CP_CLI_ERROR, CP_CLI_ERROR_DONE, "help");

  return FALSE;
}

/**
 * cp_usage_parse:
 * @usage: what a command takes
 * @arguments: (array zero-terminated=1): the command's name and what follows it
 * @error: return location
 *
 * Reads a command line. Numbers have a point whatever the locale, and must be
 * within their range. `--help` prints the help.
 *
 * Returns: whether to go on; else %FALSE with CP_CLI_ERROR_USAGE or
 *   CP_CLI_ERROR_DONE
 */
gboolean
cp_usage_parse (const CpUsage  *usage,
                char          **arguments,
                GError        **error)
{
  gboolean help = FALSE;
  g_auto (GStrv) rest = NULL;
  g_auto (GStrv) copy = g_strdupv (arguments);
  g_autofree char *program = g_strdup_printf ("cutpoint-cli %s", usage->command);
  g_autoptr (GOptionContext) context = context_new (usage, &help, &rest);
  g_autoptr (GError) cause = NULL;

  g_set_prgname (program);
  if (!g_option_context_parse_strv (context, &copy, &cause))
    return cp_cli_usage_error (error, "%s", cause->message);
  if (help)
    return print_help (context, error);
  if (rest != NULL && usage->rest == NULL)
    return cp_cli_usage_error (error, "unexpected argument “%s”", rest[0]);
  if (usage->rest != NULL)
    *usage->rest = g_steal_pointer (&rest);

  return TRUE;
}
