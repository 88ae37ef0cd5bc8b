/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "cpu-level.h"
#include "data-input.h"
#include "explanation.h"
#include "grey-image.h"
#include "json-output.h"
#include "options.h"
#include "output.h"
#include "overlay.h"
#include "printable.h"
#include "scoring.h"

#include <glib/gi18n.h>
#include <math.h>

/* Side of the picture, where no scale is given: at least so many pixels. */
#define READABLE_SIDE 448
#define MAX_SIDE 8192
#define NO_INDEX G_MAXUINT64

typedef struct
{
  char *model;
  char *data;
  char *split;
  guint64 index;
  char *output;
  char *method;
  char *target;
  gboolean randomised;
  guint64 seed;
  double opacity;
  guint scale; /* 0 where not given */
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
  g_free (options->method);
  g_free (options->target);
  g_strfreev (options->images);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* An image as the network takes it, and where it comes from. */
typedef struct
{
  guint8 *pixels;
  guint size;
  GBytes *reference; /* (nullable): the mean of the training images */
  CpSplit split;
  int label;         /* −1 where it is not known */
} Image;

static void
image_clear (Image *image)
{
  g_free (image->pixels);
  g_clear_pointer (&image->reference, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Image, image_clear)

static gboolean
check_output (const Options  *o,
              GError        **error)
{
  const char *extension = o->output != NULL ? strrchr (o->output, '.') : NULL;
  g_autofree char *name = NULL;

  if (o->output == NULL)
    return cp_cli_usage_error (error, "explain needs --output");
  if (extension != NULL && g_ascii_strcasecmp (extension, ".png") == 0)
    return TRUE;
  name = cp_printable_path (o->output);
  return cp_cli_usage_error (error, "--output: %s: expected a name that ends with .png", name);
}

static gboolean
check (const Options  *o,
       GError        **error)
{
  const gboolean data = o->data != NULL || o->split != NULL || o->index != NO_INDEX;

  if (o->model == NULL)
    return cp_cli_usage_error (error, "explain needs --model");
  if (!check_output (o, error))
    return FALSE;
  if (!data && o->images == NULL)
    return cp_cli_usage_error (error, "explain needs --data and --index, or an image");
  if (data && o->images != NULL)
    return cp_cli_usage_error (error, "%s: expected either an image or --data and --index, found both", o->images[0]);
  if (data && o->index == NO_INDEX)
    return cp_cli_usage_error (error, "explain needs --index with --data");
  if (o->images != NULL && o->images[1] != NULL)
    return cp_cli_usage_error (error, "unexpected argument “%s”", o->images[1]);

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
    { "index", CP_OPTION_UNSIGNED64, &o->index, N_("I"), .help = N_("Which image of it, from 0"),
      .most = G_MAXUINT32 },
    { "output", CP_OPTION_PATH, &o->output, N_("MAP.png"), .help = N_("Write the image with its map here") },
    { "method", CP_OPTION_TEXT, &o->method, N_("METHOD"),
      .help = N_("grad-cam, hires-cam or occlusion (hires-cam)") },
    { "class", CP_OPTION_TEXT, &o->target, N_("CLASS"),
      .help = N_("Show evidence for pneumonia or normal (pneumonia)") },
    { "randomised", CP_OPTION_FLAG, &o->randomised, NULL,
      .help = N_("Make the weights random first: a map that stays the same means nothing") },
    { "seed", CP_OPTION_UNSIGNED64, &o->seed, N_("N"), .help = N_("Seed of random weights (1)"),
      .most = G_MAXUINT64 },
    { "opacity", CP_OPTION_NUMBER, &o->opacity, N_("X"), .help = N_("Of the strongest evidence, 0 to 1 (0.7)"),
      .low = 0, .high = 1 },
    { "scale", CP_OPTION_UNSIGNED, &o->scale, N_("N"),
      .help = N_("Draw each pixel so many pixels wide (as makes 448 or more)"), .least = 1, .most = 64 },
    { "json", CP_OPTION_FLAG, &o->json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "explain", N_("[IMAGE.png]"), N_("Shows where in an image a model finds evidence for a class."),
    options, G_N_ELEMENTS (options), &o->images,
  };

  return cp_usage_parse (&usage, arguments, error) && check (o, error);
}

static gboolean
parse_choices (const Options     *o,
               CpExplainOptions  *explain,
               GError           **error)
{
  if (o->method != NULL && !cp_explain_method_from_name (o->method, &explain->method))
    return cp_cli_usage_error (error, "--method: expected grad-cam, hires-cam or occlusion, found “%s”", o->method);
  if (o->target != NULL && !g_str_equal (o->target, "pneumonia") && !g_str_equal (o->target, "normal"))
    return cp_cli_usage_error (error, "--class: expected pneumonia or normal, found “%s”", o->target);
  explain->target = g_strcmp0 (o->target, "normal") != 0;
  explain->randomised = o->randomised;
  explain->seed = o->seed;

  return TRUE;
}

static gboolean
load_file (const char  *path,
           guint        size,
           Image       *image,
           GError     **error)
{
  g_autoptr (CpGreyImage) file = cp_grey_image_load (path, error);
  g_autoptr (CpGreyImage) square = file != NULL ? cp_grey_image_to_square (file, size) : NULL;

  if (square == NULL)
    return FALSE;
  image->size = size;
  image->pixels = g_steal_pointer (&square->pixels);
  image->label = -1;

  return TRUE;
}

static gboolean
take_from_set (const CpImageSet  *set,
               const Options     *o,
               guint              size,
               Image             *image,
               GError           **error)
{
  const gsize n_pixels = (gsize) size * size;

  if (set->size != size)
    g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                 "expected images of %u×%u pixels, as the model takes, found %u×%u", size, size, set->size, set->size);
  else if (o->index >= set->n)
    g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                 "--index: expected at most %" G_GSIZE_FORMAT ", the last image of %s, found %" G_GUINT64_FORMAT,
                 set->n - 1, cp_split_get_name (image->split), o->index);
  else
    {
      image->size = size;
      image->pixels = g_memdup2 (set->pixels + o->index * n_pixels, n_pixels);
      image->label = set->labels[o->index];
      return TRUE;
    }

  return FALSE;
}

static gboolean
load_from_data (const Options  *o,
                guint           size,
                Image          *image,
                GError        **error)
{
  g_autoptr (CpDataset) dataset = cp_open_data (o->data, size, error);

  if (dataset == NULL)
    return FALSE;
  if (!take_from_set (cp_dataset_get_split (dataset, image->split), o, size, image, error))
    {
      g_autofree char *name = cp_printable_path (cp_dataset_get_location (dataset));

      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  image->reference = cp_image_set_mean (cp_dataset_get_split (dataset, CP_SPLIT_TRAIN));

  return TRUE;
}

static void
add_source (JsonBuilder   *json,
            const Options *o,
            const Image   *image)
{
  if (image->label < 0)
    {
      g_autofree char *name = g_filename_display_name (o->images[0]);

      cp_json_add_text (json, "file", name);
      return;
    }
  cp_json_add_count (json, "index", o->index);
  cp_json_add_text (json, "split", cp_split_get_name (image->split));
  cp_json_add_count (json, "label", (guint64) image->label);
}

static void
add_occlusion (JsonBuilder             *json,
               const CpExplanationInfo *info)
{
  if (info->method != CP_EXPLAIN_OCCLUSION)
    return;
  cp_json_add_count (json, "patch", info->patch);
  cp_json_add_count (json, "stride", info->stride);
  cp_json_add_text (json, "hidden_by", info->referenced ? "mean training image" : "own mean grey");
}

/* An empty map has its peak nowhere. */
static void
add_place (JsonBuilder             *json,
           const char              *key,
           const CpExplanationInfo *info,
           guint                    place)
{
  if (info->empty)
    cp_json_add_number (json, key, NAN);
  else
    cp_json_add_count (json, key, place);
}

static gboolean
print_json (const Options  *o,
            const Image    *image,
            CpExplanation  *explanation,
            GError        **error)
{
  const CpExplanationInfo *info = cp_explanation_get_info (explanation);
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  add_source (json, o, image);
  cp_json_add_text (json, "method", cp_explain_method_get_name (info->method));
  cp_json_add_text (json, "class", info->target == 1 ? "pneumonia" : "normal");
  json_builder_set_member_name (json, "randomised");
  json_builder_add_boolean_value (json, info->randomised);
  cp_json_add_number (json, "logit", (double) info->logit);
  cp_json_add_number (json, "probability", info->probability);
  cp_json_add_count (json, "size", info->size);
  cp_json_add_count (json, "cells", info->cells);
  add_occlusion (json, info);
  json_builder_set_member_name (json, "empty");
  json_builder_add_boolean_value (json, info->empty);
  cp_json_add_number (json, "peak", (double) info->peak);
  add_place (json, "peak_x", info, info->peak_x);
  add_place (json, "peak_y", info, info->peak_y);
  cp_json_add_text (json, "sentence", cp_explanation_get_sentence (explanation));
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static void
print_words (CpExplanation *explanation)
{
  const CpExplanationInfo *info = cp_explanation_get_info (explanation);
  g_autofree char *description = cp_explanation_describe (explanation);

  cp_message (_("Probability %.3f, logit %.3f"), info->probability, (double) info->logit);
  cp_message ("%s", description);
  if (info->empty)
    cp_message ("%s", cp_explanation_get_sentence (explanation));
  else
    cp_message (_("%s The peak is at column %u, row %u of %u."), cp_explanation_get_sentence (explanation),
                info->peak_x, info->peak_y, info->size);
}

static gboolean
explain (const Options           *o,
         CpModel                 *model,
         const Image             *image,
         const CpExplainOptions  *options,
         GError                 **error)
{
  const guint scale = o->scale > 0 ? o->scale : (READABLE_SIDE + image->size - 1) / image->size;
  g_autoptr (CpExplanation) explanation = NULL;

  if (image->size * scale > MAX_SIDE)
    {
      g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                   "--scale: expected at most %u for images of %u pixels, found %u", MAX_SIDE / image->size, image->size,
                   scale);
      return FALSE;
    }
  explanation = cp_explain (model, image->pixels, image->size, options, NULL, error);
  if (explanation == NULL)
    return FALSE;
  if (isnan (cp_explanation_get_info (explanation)->logit))
    {
      g_set_error_literal (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED, "the model's answer to the image is not a number");
      return FALSE;
    }
  if (!cp_overlay_save (explanation, image->pixels, image->size * scale, o->opacity, o->output, error))
    return FALSE;
  if (o->json)
    return print_json (o, image, explanation, error);
  print_words (explanation);

  return TRUE;
}

/**
 * cp_command_explain:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_explain (char   **arguments,
                    GError **error)
{
  g_auto (Options) options = { .index = NO_INDEX, .seed = 1, .opacity = 0.7 };
  g_auto (Image) image = { .split = CP_SPLIT_TEST };
  CpExplainOptions choices = CP_EXPLAIN_OPTIONS_DEFAULT;
  g_autoptr (CpModel) model = NULL;
  guint size;

  if (!parse (&options, arguments, error) || !parse_choices (&options, &choices, error)
      || !cp_parse_split (options.split, &image.split, error) || !cp_output_check (options.output, error)
      || cp_kernels_choose (error) == NULL)
    return FALSE;
  model = cp_model_load (options.model, error);
  if (model == NULL)
    return FALSE;
  size = cp_model_get_info (model)->size;
  if (!(options.images != NULL ? load_file (options.images[0], size, &image, error)
                               : load_from_data (&options, size, &image, error)))
    return FALSE;
  choices.reference = image.reference;

  return explain (&options, model, &image, &choices, error);
}
