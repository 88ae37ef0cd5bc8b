/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "cpu-level.h"
#include "csv.h"
#include "data-input.h"
#include "json-output.h"
#include "options.h"
#include "output.h"
#include "printable.h"
#include "scoring.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *model;
  char *data;
  char *split;
  double threshold; /* NaN where not given */
  char *output;
  gboolean json;
  GStrv images;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->model);
  g_free (options->data);
  g_free (options->split);
  g_free (options->output);
  g_strfreev (options->images);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check (const Options  *o,
       GError        **error)
{
  gboolean data = o->data != NULL || o->split != NULL;

  if (o->model == NULL)
    return cp_cli_usage_error (error, "predict needs --model");
  if (!data && o->images == NULL)
    return cp_cli_usage_error (error, "predict needs --data, or images");
  if (data && o->images != NULL)
    return cp_cli_usage_error (error, "%s: expected either images or --data and --split, found both", o->images[0]);

  return TRUE;
}

static gboolean
parse (Options  *o,
       char    **arguments,
       GError  **error)
{
  const CpOption options[] = {
    { "model", CP_OPTION_PATH, &o->model, N_("M"), .help = N_("The model, a .safetensors file") },
    { "data", CP_OPTION_PATH, &o->data, N_("D"), .help = N_("A data set: an .npz file, a folder, or the word phantom") },
    { "split", CP_OPTION_TEXT, &o->split, N_("S"), .help = N_("Which part of it: train, val or test (test)") },
    { "threshold", CP_OPTION_NUMBER, &o->threshold, N_("T"),
      .help = N_("Also say what is called pneumonia from this probability on"), .low = 0, .high = 1 },
    { "output", CP_OPTION_PATH, &o->output, N_("P.csv"), .help = N_("Write the CSV here, not to standard output") },
    { "json", CP_OPTION_FLAG, &o->json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "predict", N_("[IMAGE…]"), N_("Scores one split of a data set, or PNG and JPEG images of any size, or folders of them."),
    options, G_N_ELEMENTS (options), &o->images,
  };

  return cp_usage_parse (&usage, arguments, error) && check (o, error);
}

/* Where words for people go: not between the lines of a table or an object. */
static gboolean
print_words (const Options  *o,
             const GString  *text,
             GError        **error)
{
  if (o->output != NULL && !o->json)
    return cp_output_print_text (text, error);
  if (!isnan (o->threshold))
    g_printerr ("%s", text->str);

  return TRUE;
}

static void
add_score (JsonBuilder    *json,
           const CpScores *scores,
           gsize           index)
{
  cp_json_add_number (json, "logit", (double) scores->logits[index]);
  cp_json_add_number (json, "probability", scores->probabilities[index]);
  if (scores->deviations != NULL)
    cp_json_add_number (json, "std", scores->deviations[index]);
}

static gboolean
print_split_json (CpSplit           split,
                  const CpImageSet *set,
                  const CpScores   *scores,
                  GError          **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_json_add_text (json, "split", cp_split_get_name (split));
  cp_json_add_count (json, "n", set->n);
  json_builder_set_member_name (json, "predictions");
  json_builder_begin_array (json);
  for (gsize i = 0; i < set->n; i++)
    {
      json_builder_begin_object (json);
      cp_json_add_count (json, "index", i);
      cp_json_add_text (json, "split", cp_split_get_name (split));
      cp_json_add_count (json, "label", set->labels[i]);
      add_score (json, scores, i);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static gboolean
print_images_json (const GPtrArray *files,
                   const CpScores  *scores,
                   GError         **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_json_add_count (json, "n", scores->n);
  json_builder_set_member_name (json, "predictions");
  json_builder_begin_array (json);
  for (gsize i = 0; i < scores->n; i++)
    {
      g_autofree char *name = g_filename_display_name (files->pdata[i]);

      json_builder_begin_object (json);
      cp_json_add_text (json, "file", name);
      add_score (json, scores, i);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

/* The CSV, unless only JSON was asked for. */
static gboolean
write_csv (const Options  *o,
           const GString  *csv,
           GError        **error)
{
  if (o->output != NULL)
    return cp_output_save (o->output, csv, error);

  return o->json || cp_output_print (csv, error);
}

static gsize
count_called (const CpScores *scores,
              double          threshold)
{
  gsize n = 0;

  for (gsize i = 0; i < scores->n; i++)
    n += scores->probabilities[i] >= threshold;

  return n;
}

static gboolean
predict_split (const Options  *o,
               CpModel        *model,
               CpSplit         split,
               GError        **error)
{
  g_autoptr (CpDataset) dataset = cp_open_data (o->data, cp_model_get_info (model)->size, error);
  g_autoptr (CpScores) scores = dataset != NULL ? cp_score_split (model, dataset, split, error) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) csv = NULL;
  const CpImageSet *set;

  if (scores == NULL)
    return FALSE;

  set = cp_dataset_get_split (dataset, split);
  csv = cp_csv_predictions (split, set->labels, scores);
  g_string_printf (words, _("%s, %s: %lu images"), cp_dataset_get_name (dataset), cp_split_get_name (split),
                   (gulong) set->n);
  if (!isnan (o->threshold))
    g_string_append_printf (words, _(", %lu called pneumonia at %g"),
                            (gulong) count_called (scores, o->threshold), o->threshold);
  g_string_append_c (words, '\n');

  return write_csv (o, csv, error) && print_words (o, words, error)
         && (!o->json || print_split_json (split, set, scores, error));
}

static void
append_image_words (GString       *words,
                    const Options *o,
                    const char    *path,
                    double         probability)
{
  g_autofree char *name = cp_printable_path (path);

  g_string_append_printf (words, _("%s: probability %.3f"), name, probability);
  if (!isnan (o->threshold))
    g_string_append_printf (words, probability >= o->threshold ? _(", called pneumonia at %g")
                                                               : _(", called normal at %g"), o->threshold);
  g_string_append_c (words, '\n');
}

static gboolean
print_images (const Options    *o,
              const GPtrArray  *files,
              const CpScores   *scores,
              GError          **error)
{
  g_autoptr (GString) csv = cp_csv_images ((const char *const *) files->pdata, scores);
  g_autoptr (GString) words = g_string_new (NULL);

  for (gsize i = 0; i < scores->n; i++)
    append_image_words (words, o, files->pdata[i], scores->probabilities[i]);

  return write_csv (o, csv, error) && print_words (o, words, error)
         && (!o->json || print_images_json (files, scores, error));
}

static gboolean
predict_images (const Options  *o,
                CpModel        *model,
                GError        **error)
{
  g_auto (CpImageInput) input = { 0 };
  g_autoptr (CpScores) scores = NULL;

  if (!cp_image_input_read (&input, (const char *const *) o->images, cp_model_get_info (model)->size, error))
    return FALSE;
  if (input.files->len > 0)
    {
      scores = cp_score_images (model, input.pixels, input.files->len, error);
      if (scores == NULL || !print_images (o, input.files, scores, error))
        return FALSE;
    }
  if (input.failed > 0)
    {
      g_set_error_literal (error, CP_CLI_ERROR, CP_CLI_ERROR_REPORTED, "not every image could be scored");
      return FALSE;
    }

  return TRUE;
}

/**
 * cp_command_predict:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_predict (char   **arguments,
                    GError **error)
{
  g_auto (Options) options = { .threshold = NAN };
  g_autoptr (CpModel) model = NULL;
  CpSplit split = CP_SPLIT_TEST;

  if (!parse (&options, arguments, error) || !cp_parse_split (options.split, &split, error)
      || !cp_output_check (options.output, error) || cp_kernels_choose (error) == NULL)
    return FALSE;

  model = cp_model_load (options.model, error);
  if (model == NULL)
    return FALSE;

  return options.images != NULL ? predict_images (&options, model, error)
                                : predict_split (&options, model, split, error);
}
