/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "figures.h"
#include "grid.h"
#include "json-output.h"
#include "options.h"
#include "output.h"
#include "report-options.h"
#include "table-input.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  CpTableInput input;
  CpReportOptions report;
  double threshold;
  double prevalence;
  gboolean grid;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  cp_table_input_clear (&options->input);
  cp_report_options_clear (&options->report);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options     *o,
       char       **arguments,
       GError     **error)
{
  const CpOption options[] = {
    { "predictions", CP_OPTION_PATH, &o->input.path, N_("P.csv"),
      .help = N_("A table with a header that has label and probability") },
    { "split", CP_OPTION_TEXT, &o->input.split, N_("S"), .help = N_("Read only rows with this in their column split") },
    { "threshold", CP_OPTION_NUMBER, &o->threshold, N_("T"),
      .help = N_("Call an image pneumonia from this probability on (0.5)"), .low = 0, .high = 1 },
    { "prevalence", CP_OPTION_NUMBER, &o->prevalence, N_("P"),
      .help = N_("Also say what the decisions are worth where a share P has pneumonia"),
      .low = 0, .high = 1, .above_low = TRUE },
    { "grid", CP_OPTION_FLAG, &o->grid, NULL, .help = N_("Also show thresholds from 0.05 to 0.60") },
    { "report", CP_OPTION_PATH, &o->report.path, N_("R"),
      .help = N_("Also write a report, a .pdf or .html file") },
    { "title", CP_OPTION_TEXT, &o->report.title, N_("TITLE"), .help = N_("The report's title") },
    { "chosen", CP_OPTION_TEXT, &o->report.chosen, N_("TEXT"),
      .help = N_("Say in the report how and on which images the threshold was chosen") },
    { "model", CP_OPTION_PATH, &o->report.model, N_("M"),
      .help = N_("Say in the report what this model's file says of itself") },
    { "json", CP_OPTION_FLAG, &o->json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "analyse", NULL, N_("Prints the confusion matrix and every figure of any classifier's probabilities."),
    options, G_N_ELEMENTS (options), NULL,
  };

  if (!cp_usage_parse (&usage, arguments, error))
    return FALSE;
  if (o->input.path == NULL)
    return cp_cli_usage_error (error, "analyse needs --predictions");

  return TRUE;
}

static gboolean
print_json (const Options    *o,
            const CpFigures  *figures,
            GError          **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_figures_add_json (figures, json);
  if (o->grid)
    cp_grid_add_json (o->input.predictions, json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static gboolean
print_text (const Options    *o,
            const CpFigures  *figures,
            GError          **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cp_table_input_append_head (&o->input, text);
  g_string_append_printf (text, _("Called pneumonia from a probability of %g on"), figures->threshold);
  g_string_append (text, "\n\n");
  cp_figures_append_text (figures, text);
  if (o->grid)
    {
      g_string_append_c (text, '\n');
      cp_grid_append_text (o->input.predictions, text);
    }

  return cp_output_print_text (text, error);
}

/**
 * cp_command_analyse:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_analyse (char   **arguments,
                    GError **error)
{
  g_auto (Options) options = { .threshold = 0.5, .prevalence = NAN };
  CpFigures figures;

  if (!parse (&options, arguments, error) || !cp_report_options_check (&options.report, error)
      || !cp_table_input_load (&options.input, error)
      || !cp_report_options_write (&options.report, &options.input, options.threshold, options.prevalence, error))
    return FALSE;

  cp_figures_compute (&figures, options.input.predictions, options.threshold);
  cp_figures_set_prevalence (&figures, options.prevalence);

  return options.json ? print_json (&options, &figures, error) : print_text (&options, &figures, error);
}
