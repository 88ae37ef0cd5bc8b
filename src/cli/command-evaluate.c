/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "cpu-level.h"
#include "data-input.h"
#include "json-output.h"
#include "options.h"
#include "output.h"
#include "scoring.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  char *model;
  char *data;
  char *split;
  double threshold;
  double prevalence;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->model);
  g_free (options->data);
  g_free (options->split);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options     *o,
       char       **arguments,
       GError     **error)
{
  const CpOption options[] = {
    { "model", CP_OPTION_PATH, &o->model, N_("M"), .help = N_("The model, a .safetensors file") },
    { "data", CP_OPTION_PATH, &o->data, N_("D"), .help = N_("The data set: an .npz file, a folder, or the word phantom") },
    { "split", CP_OPTION_TEXT, &o->split, N_("S"), .help = N_("train, val or test (test)") },
    { "threshold", CP_OPTION_NUMBER, &o->threshold, N_("T"),
      .help = N_("Call an image pneumonia from this probability on (0.5)"), .low = 0, .high = 1 },
    { "prevalence", CP_OPTION_NUMBER, &o->prevalence, N_("P"),
      .help = N_("Also say what the decisions are worth where a share P has pneumonia"),
      .low = 0, .high = 1, .above_low = TRUE },
    { "json", CP_OPTION_FLAG, &o->json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "evaluate", NULL, N_("Scores one split of a data set and prints the confusion matrix and every figure."),
    options, G_N_ELEMENTS (options), NULL,
  };

  if (!cp_usage_parse (&usage, arguments, error))
    return FALSE;
  if (o->model == NULL)
    return cp_cli_usage_error (error, "evaluate needs --model");

  return TRUE;
}

static gboolean
print_json (const CpFigures  *figures,
            GError          **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_figures_add_json (figures, json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static gboolean
print_text (const CpFigures  *figures,
            CpDataset        *dataset,
            CpSplit           split,
            GError          **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("%s, %s: %lu images, %lu pneumonia, %lu normal"), cp_dataset_get_name (dataset),
                          cp_split_get_name (split), (gulong) figures->n, (gulong) figures->positives,
                          (gulong) figures->negatives);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Called pneumonia from a probability of %g on"), figures->threshold);
  g_string_append (text, "\n\n");
  cp_figures_append_text (figures, text);

  return cp_output_print_text (text, error);
}

/**
 * cp_command_evaluate:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_evaluate (char   **arguments,
                     GError **error)
{
  g_auto (Options) options = { .threshold = 0.5, .prevalence = NAN };
  g_autoptr (CpModel) model = NULL;
  g_autoptr (CpDataset) dataset = NULL;
  CpSplit split = CP_SPLIT_TEST;
  CpFigures figures;

  if (!parse (&options, arguments, error) || !cp_parse_split (options.split, &split, error)
      || cp_kernels_choose (error) == NULL)
    return FALSE;

  model = cp_model_load (options.model, error);
  dataset = model != NULL ? cp_open_data (options.data, cp_model_get_info (model)->size, error) : NULL;
  if (dataset == NULL || !cp_figures_of (&figures, model, dataset, split, options.threshold, error))
    return FALSE;

  cp_figures_set_prevalence (&figures, options.prevalence);
  return options.json ? print_json (&figures, error) : print_text (&figures, dataset, split, error);
}
