/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#define EXIT_USAGE 2

int
main (int    argc,
      char **argv)
{
  g_auto (CpOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like others */

  if (!cp_options_parse (&options, argc, argv, &error))
    {
      g_printerr ("cutpoint: %s\n", error->message);
      return EXIT_USAGE;
    }
  if (options.version)
    {
      g_print ("cutpoint %s\n", CP_VERSION);
      return EXIT_SUCCESS;
    }

  application = cp_application_new (&options);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
