/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "data-input.h"
#include "file-bytes.h"
#include "folder.h"
#include "image-buffer.h"
#include "json-output.h"
#include "model.h"
#include "options.h"
#include "output.h"
#include "path-kind.h"
#include "printable.h"
#include "session-info.h"
#include "table.h"

#include <glib/gi18n.h>
#include <math.h>

static const char *
kind_key (CpDatasetKind kind)
{
  static const char *const keys[] = {
    [CP_DATASET_OFFICIAL] = "official", [CP_DATASET_NPZ] = "npz", [CP_DATASET_PHANTOM] = "phantom",
    [CP_DATASET_FOLDER] = "folder",
  };

  return keys[kind];
}

static const char *
kind_name (CpDatasetKind kind)
{
  static const char *const names[] = {
    [CP_DATASET_OFFICIAL] = N_("the official file"),
    [CP_DATASET_NPZ] = N_("a data set in MedMNIST’s form"),
    [CP_DATASET_PHANTOM] = N_("synthetic images"),
    [CP_DATASET_FOLDER] = N_("image files in folders"),
  };

  return _(names[kind]);
}

static gboolean
print_dataset_json (CpDataset  *dataset,
                    GError    **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  const CpDuplicates duplicates = cp_dataset_get_duplicates (dataset);

  json_builder_begin_object (json);
  cp_json_add_text (json, "type", "dataset");
  cp_json_add_text (json, "name", cp_dataset_get_name (dataset));
  cp_json_add_text (json, "kind", kind_key (cp_dataset_get_kind (dataset)));
  cp_json_add_count (json, "size", cp_dataset_get_size (dataset));
  cp_json_begin (json, "splits");
  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      const CpImageSet *set = cp_dataset_get_split (dataset, i);

      cp_json_begin (json, cp_split_get_name (i));
      cp_json_add_count (json, "n", set->n);
      cp_json_add_count (json, "positives", set->positives);
      cp_json_add_count (json, "negatives", set->n - set->positives);
      json_builder_end_object (json);
    }
  json_builder_end_object (json);
  cp_json_begin (json, "duplicates");
  cp_json_add_count (json, "groups", duplicates.groups);
  cp_json_add_count (json, "train_validation", duplicates.train_validation);
  cp_json_add_count (json, "train_test", duplicates.train_test);
  json_builder_end_object (json);
  cp_json_add_count (json, "skipped", cp_dataset_get_skipped (dataset, NULL));
  json_builder_set_member_name (json, "validation_carved");
  json_builder_add_boolean_value (json, cp_dataset_get_carved (dataset));
  cp_json_add_text (json, "fingerprint", cp_dataset_get_fingerprint (dataset));
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static void
append_splits (CpDataset *dataset,
               GString   *text)
{
  g_autoptr (CpTable) table = cp_table_new (4);

  cp_table_add (table, _("Split"), _("Images"), _("Normal"), _("Pneumonia"));
  for (guint i = 0; i < CP_N_SPLITS; i++)
    {
      const CpImageSet *set = cp_dataset_get_split (dataset, i);

      cp_table_add_take (table, g_strdup (cp_split_get_name (i)), g_strdup_printf ("%lu", (gulong) set->n),
                         g_strdup_printf ("%lu", (gulong) (set->n - set->positives)),
                         g_strdup_printf ("%lu (%.1f %%)", (gulong) set->positives,
                                          100.0 * (double) set->positives / (double) set->n));
    }
  cp_table_append_to (table, text);
}

/* What to know about the validation images. */
static void
append_note (CpDataset *dataset,
             GString   *text)
{
  const gsize n = cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION)->n;

  if (cp_dataset_get_carved (dataset))
    g_string_append (text, _("No val folder: a tenth of the training images is set aside as val, by patient.\n"));
  if (n < CP_FEW_IMAGES)
    g_string_append_printf (text, ngettext ("Only %lu image in val: a threshold chosen on so few is left to chance.\n",
                                            "Only %lu images in val: a threshold chosen on so few is left to chance.\n", n),
                            (gulong) n);
}

static gboolean
print_dataset_text (CpDataset  *dataset,
                    GError    **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const CpDuplicates duplicates = cp_dataset_get_duplicates (dataset);
  guint size = cp_dataset_get_size (dataset);

  g_string_append_printf (text, _("%s: %s, %u×%u pixels"), cp_dataset_get_name (dataset),
                          kind_name (cp_dataset_get_kind (dataset)), size, size);
  g_string_append (text, "\n\n");
  append_splits (dataset, text);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Groups of identical images: %lu; across train and val: %lu, train and test: %lu"),
                          (gulong) duplicates.groups, (gulong) duplicates.train_validation,
                          (gulong) duplicates.train_test);
  g_string_append_c (text, '\n');
  append_note (dataset, text);
  g_string_append_printf (text, _("Fingerprint: %s"), cp_dataset_get_fingerprint (dataset));
  g_string_append_c (text, '\n');

  return cp_output_print_text (text, error);
}

static gboolean
print_dataset (const char  *path,
               guint        size,
               gboolean     json,
               GError     **error)
{
  g_autoptr (CpDataset) dataset = cp_open_data_sized (path, size, error);

  if (dataset == NULL)
    return FALSE;

  return json ? print_dataset_json (dataset, error) : print_dataset_text (dataset, error);
}

static gboolean
print_model_json (CpModel  *model,
                  GError  **error)
{
  const CpModelInfo *info = cp_model_get_info (model);
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_json_add_text (json, "type", "model");
  cp_json_add_text (json, "preset", info->preset);
  cp_json_add_count (json, "input_size", info->size);
  cp_json_add_count (json, "parameters", cp_network_get_n_trained (cp_model_get_network (model, 0)));
  cp_json_add_count (json, "ensemble", info->members);
  cp_json_add_count (json, "epochs", info->epochs);
  cp_json_add_count (json, "seed", info->seed);
  cp_json_add_number (json, "threshold", info->threshold);
  cp_json_begin (json, "data");
  cp_json_add_text (json, "name", info->data_name);
  cp_json_add_text (json, "fingerprint", info->data_fingerprint);
  json_builder_end_object (json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static char *
or_unknown (const char *text)
{
  return text != NULL ? cp_printable (text, -1) : g_strdup (_("unknown"));
}

static gboolean
print_model_text (CpModel  *model,
                  GError  **error)
{
  const CpModelInfo *info = cp_model_get_info (model);
  gsize parameters = cp_network_get_n_trained (cp_model_get_network (model, 0));
  g_autofree char *name = or_unknown (info->data_name);
  g_autofree char *fingerprint = or_unknown (info->data_fingerprint);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, info->seed);
  g_autofree char *threshold = isnan (info->threshold) ? g_strdup (_("none chosen"))
                                                       : g_strdup_printf ("%g", info->threshold);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("Model “%s” for images of %u×%u pixels, %lu parameters"), info->preset, info->size,
                          info->size, (gulong) parameters);
  g_string_append (text, "\n\n");
  if (info->members > 1)
    {
      g_string_append_printf (text, _("Ensemble: %u networks, whose probabilities are averaged"), info->members);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, _("Epochs: %u"), info->epochs);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Seed: %s"), seed);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Threshold: %s"), threshold);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Data: %s"), name);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Fingerprint of the data: %s"), fingerprint);
  g_string_append_c (text, '\n');

  return cp_output_print_text (text, error);
}

static gboolean
print_model (const char  *path,
             gboolean     json,
             GError     **error)
{
  g_autoptr (CpModel) model = cp_model_load (path, error);

  if (model == NULL)
    return FALSE;

  return json ? print_model_json (model, error) : print_model_text (model, error);
}

static gboolean
print_file (const char  *path,
            guint        size,
            gboolean     json,
            GError     **error)
{
  g_autoptr (GBytes) bytes = cp_file_read_start (path, 1, error);
  g_autofree char *name = cp_printable_path (path);

  if (bytes == NULL)
    return FALSE;

  switch (cp_path_get_kind (path))
    {
    case CP_PATH_DATASET:
      return print_dataset (path, size, json, error);
    case CP_PATH_MODEL:
      return print_model (path, json, error);
    case CP_PATH_SESSION:
      return cp_print_session (path, json, error);
    case CP_PATH_IMAGE:
    case CP_PATH_FOLDER:
    case CP_PATH_UNKNOWN:
    default:
      g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED,
                   "%s: expected a data set (.npz), a model (.safetensors) or a session (.cutpoint), found %s", name,
                   g_bytes_get_size (bytes) == 0 ? "an empty file" : "something else");
      return FALSE;
    }
}

/**
 * cp_command_info:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_info (char   **arguments,
                 GError **error)
{
  gboolean json = FALSE;
  g_auto (GStrv) files = NULL;
  g_autofree char *folder = NULL;
  guint size = 0, ignored = 0;
  const CpOption options[] = {
    { "size", CP_OPTION_UNSIGNED, &size, N_("N"), .help = N_("Bring a folder’s images to this many pixels a side (28)"),
      .least = CP_MIN_IMAGE_SIZE, .most = CP_MAX_IMAGE_SIZE },
    { "json", CP_OPTION_FLAG, &json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "info", N_("FILE"), N_("Says what is in a data set, a folder of images, a model or a session."), options, G_N_ELEMENTS (options), &files,
  };

  if (!cp_usage_parse (&usage, arguments, error))
    return FALSE;
  if (files == NULL)
    return cp_cli_usage_error (error, "info needs a FILE");
  if (files[1] != NULL)
    return cp_cli_usage_error (error, "unexpected argument “%s”", files[1]);
  if (g_str_equal (files[0], "phantom") || cp_folder_parse_location (files[0], &folder, &ignored))
    return print_dataset (files[0], size, json, error);

  return print_file (files[0], size, json, error);
}
