/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "model-private.h"

#include "presets.h"
#include "printable.h"
#include "safetensors.h"
#include "session-error.h"

#include <math.h>
#include <string.h>

/* A model in a file: safetensors with PyTorch's names. Of several networks, each
 * has its tensors under "members.0.", "members.1." and so on, as a ModuleList
 * called members has in PyTorch. */

/* More networks than anyone averages. */
#define MAX_MEMBERS 64

/* What a residual network is taken to read where the file does not say. */
#define MEDMNIST_SIZE 28

static gboolean
same_shape (const CpParameter *parameter,
            const CpTensor    *tensor)
{
  return parameter->n_dims == tensor->n_dims
         && memcmp (parameter->shape, tensor->shape, parameter->n_dims * sizeof (gsize)) == 0;
}

static char *
shape_to_string (guint        n_dims,
                 const gsize *shape)
{
  GString *string = g_string_new ("[");

  for (guint i = 0; i < n_dims; i++)
    g_string_append_printf (string, i == 0 ? "%" G_GSIZE_FORMAT : ",%" G_GSIZE_FORMAT, shape[i]);
  g_string_append_c (string, ']');

  return g_string_free (string, FALSE);
}

/* What a tensor of a member is called in the file. */
static char *
tensor_name (const CpParameter *parameter,
             guint              member,
             guint              members)
{
  return members > 1 ? g_strdup_printf ("members.%u.%s", member, parameter->name) : g_strdup (parameter->name);
}

static gboolean
take_parameter (CpNetwork          *network,
                const CpParameter  *parameter,
                CpSafetensors      *file,
                const char         *name,
                const char         *path,
                GError            **error)
{
  const CpTensor *tensor = cp_safetensors_lookup (file, name);
  g_autofree char *expected = shape_to_string (parameter->n_dims, parameter->shape);
  g_autofree char *found = tensor ? shape_to_string (tensor->n_dims, tensor->shape) : g_strdup ("nothing");

  if (tensor == NULL || !same_shape (parameter, tensor))
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH, "%s: %s: expected %s, found %s", path, name,
                   expected, found);
      return FALSE;
    }
  memcpy (cp_network_edit_values (network) + parameter->offset, tensor->values, tensor->n * sizeof (float));

  return TRUE;
}

/* A variance below zero has no root: a file may say anything. */
static gboolean
check_statistics (const CpNetwork    *network,
                  const CpParameter  *parameter,
                  const char         *name,
                  const char         *path,
                  GError            **error)
{
  const float *values = cp_network_get_values (network) + parameter->offset;

  if (!g_str_has_suffix (parameter->name, ".running_var"))
    return TRUE;
  for (gsize i = 0; i < parameter->size; i++)
    if (values[i] < 0)
      {
        g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "%s: %s: expected no number below 0, found %g",
                     path, name, (double) values[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
take_parameters (CpNetwork      *network,
                 CpSafetensors  *file,
                 guint           member,
                 guint           members,
                 const char     *path,
                 GError        **error)
{
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    {
      const CpParameter *parameter = cp_network_get_parameter (network, i);
      g_autofree char *name = tensor_name (parameter, member, members);

      if (!take_parameter (network, parameter, file, name, path, error)
          || !check_statistics (network, parameter, name, path, error))
        return FALSE;
    }

  return TRUE;
}

/* A file written by PyTorch does not say which network it is: its names do. */
static const char *
guess_preset (CpSafetensors *file)
{
  return cp_safetensors_lookup (file, "stem.0.weight") != NULL ? "residual" : "baseline";
}

/* Nor how large its images are: the width of the first linear layer does, where
 * that depends on the size; a network that ends in an average takes any. */
static guint
guess_size (CpSafetensors *file,
            const char    *preset)
{
  const CpTensor *tensor = cp_safetensors_lookup (file, "classifier.0.weight");

  if (strcmp (preset, "residual") == 0)
    return MEDMNIST_SIZE;
  for (guint size = 8; tensor != NULL && size <= 1024; size += 4)
    {
      g_autoptr (CpNetwork) network = cp_preset_new_network (preset, size, NULL);

      for (guint i = 0; network != NULL && i < cp_network_get_n_parameters (network); i++)
        {
          const CpParameter *parameter = cp_network_get_parameter (network, i);

          if (strcmp (parameter->name, tensor->name) == 0 && same_shape (parameter, tensor))
            return size;
        }
    }

  return 0;
}

/* A number of the metadata within bounds; @fallback where it is missing. */
static gboolean
get_unsigned (CpSafetensors  *file,
              const char     *path,
              const char     *key,
              guint64         max,
              guint64         fallback,
              guint64        *value,
              GError        **error)
{
  const char *string = cp_safetensors_get_metadata (file, key);

  *value = fallback;
  if (string == NULL || g_ascii_string_to_unsigned (string, 10, 0, max, value, NULL))
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT,
               "%s: metadata %s: expected a whole number up to %" G_GUINT64_FORMAT ", found “%s”",
               path, key, max, string);

  return FALSE;
}

static gboolean
get_threshold (CpSafetensors  *file,
               const char     *path,
               double         *threshold,
               GError        **error)
{
  const char *string = cp_safetensors_get_metadata (file, "threshold");
  char *end;

  *threshold = NAN;
  if (string == NULL)
    return TRUE;
  *threshold = g_ascii_strtod (string, &end);
  if (end != string && *end == '\0' && *threshold >= 0 && *threshold <= 1)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT,
               "%s: metadata threshold: expected a number from 0 to 1, found “%s”", path, string);

  return FALSE;
}

static gboolean
read_info (CpSafetensors  *file,
           const char     *path,
           CpModelInfo    *info,
           GError        **error)
{
  guint64 size, epochs, members;

  *info = (CpModelInfo) { .preset = cp_safetensors_get_metadata (file, "preset") };
  if (info->preset == NULL)
    info->preset = guess_preset (file);
  if (!get_unsigned (file, path, "input_size", 1024, guess_size (file, info->preset), &size, error)
      || !get_unsigned (file, path, "epochs", G_MAXUINT, 0, &epochs, error)
      || !get_unsigned (file, path, "ensemble", MAX_MEMBERS, 1, &members, error)
      || !get_unsigned (file, path, "seed", G_MAXUINT64, 0, &info->seed, error)
      || !get_threshold (file, path, &info->threshold, error))
    return FALSE;

  info->size = (guint) size;
  info->epochs = (guint) epochs;
  info->members = MAX ((guint) members, 1);
  info->data_name = cp_safetensors_get_metadata (file, "data_name");
  info->data_fingerprint = cp_safetensors_get_metadata (file, "data_fingerprint");
  if (size > 0)
    return TRUE;
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
               "%s: expected the weights of a “%s” network, found other tensors", path, info->preset);

  return FALSE;
}

static CpNetwork *
read_network (CpSafetensors      *file,
              const char         *path,
              const CpModelInfo  *info,
              guint               member,
              GError            **error)
{
  g_autoptr (GError) engine = NULL;
  g_autoptr (CpNetwork) network = cp_preset_new_network (info->preset, info->size, &engine);

  if (network == NULL)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH, "%s: %s", path, engine->message);
      return NULL;
    }
  if (!take_parameters (network, file, member, info->members, path, error))
    return NULL;

  return g_steal_pointer (&network);
}

static CpModel *
model_from_file (CpSafetensors  *file,
                 const char     *path,
                 GError        **error)
{
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_network_free);
  CpModelInfo info;

  if (!read_info (file, path, &info, error))
    return NULL;
  for (guint i = 0; i < info.members; i++)
    {
      CpNetwork *network = read_network (file, path, &info, i, error);

      if (network == NULL)
        return NULL;
      g_ptr_array_add (networks, network);
    }

  return cp_model_take (g_steal_pointer (&networks), &info);
}

/* Names and values out of a file are quoted in errors: they may hold anything. */
static CpModel *
printable_failure (CpModel       *model,
                   const GError  *failure,
                   GError       **error)
{
  g_autofree char *message = model == NULL ? cp_printable (failure->message, -1) : NULL;

  if (model == NULL)
    g_set_error_literal (error, failure->domain, failure->code, message);

  return model;
}

/**
 * cp_model_load:
 * @path: a safetensors file, Cutpoint's or PyTorch's
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the model; %NULL with a #CpSessionError
 */
CpModel *
cp_model_load (const char  *path,
               GError     **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (CpSafetensors) file = cp_safetensors_read (path, &failure);
  CpModel *model = file != NULL ? model_from_file (file, path, &failure) : NULL;

  return printable_failure (model, failure, error);
}

/**
 * cp_model_from_bytes:
 * @bytes: what cp_model_to_bytes() returned
 * @name: what errors call it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the model; %NULL with a #CpSessionError
 */
CpModel *
cp_model_from_bytes (GBytes      *bytes,
                     const char  *name,
                     GError     **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (CpSafetensors) file = cp_safetensors_parse (bytes, name, &failure);
  CpModel *model = file != NULL ? model_from_file (file, name, &failure) : NULL;

  return printable_failure (model, failure, error);
}

/* The nodes in words, such as "convolution 16×3×3, ReLU, max pool 2 …". */
static char *
describe_architecture (const CpNetwork *network)
{
  GString *text = g_string_new (NULL);

  for (guint i = 1; i < cp_network_get_n_nodes (network); i++)
    {
      const CpNode *node = cp_network_get_node (network, i);

      if (i > 1)
        g_string_append (text, ", ");
      switch (node->kind)
        {
        case CP_OPERATION_CONVOLUTION:
          g_string_append_printf (text, "convolution %ux%ux%u", node->out.channels, node->kernel, node->kernel);
          break;
        case CP_OPERATION_RELU:
          g_string_append (text, "relu");
          break;
        case CP_OPERATION_MAX_POOL:
          g_string_append_printf (text, "max pool %u", node->kernel);
          break;
        case CP_OPERATION_LINEAR:
          g_string_append_printf (text, "linear %u", node->out.channels);
          break;
        case CP_OPERATION_DROPOUT:
          g_string_append_printf (text, "dropout %g", (double) node->rate);
          break;
        case CP_OPERATION_BATCH_NORM:
          g_string_append (text, "batch norm");
          break;
        case CP_OPERATION_SUM:
          g_string_append (text, "residual add");
          break;
        case CP_OPERATION_AVERAGE_POOL:
          g_string_append (text, "average pool");
          break;
        case CP_OPERATION_INPUT:
        default:
          g_assert_not_reached ();
        }
    }

  return g_string_free (text, FALSE);
}

static void
add_metadata (GPtrArray  *metadata,
              const char *key,
              char       *value) /* (transfer full) */
{
  g_ptr_array_add (metadata, g_strdup (key));
  g_ptr_array_add (metadata, value);
}

static GPtrArray *
build_metadata (CpModel *self)
{
  GPtrArray *metadata = g_ptr_array_new_with_free_func (g_free);
  const CpModelInfo *info = cp_model_get_info (self);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  add_metadata (metadata, "architecture", describe_architecture (cp_model_get_network (self, 0)));
  add_metadata (metadata, "preset", g_strdup (info->preset));
  add_metadata (metadata, "input_size", g_strdup_printf ("%u", info->size));
  if (info->members > 1)
    add_metadata (metadata, "ensemble", g_strdup_printf ("%u", info->members));
  add_metadata (metadata, "epochs", g_strdup_printf ("%u", info->epochs));
  add_metadata (metadata, "seed", g_strdup_printf ("%" G_GUINT64_FORMAT, info->seed));
  if (!isnan (info->threshold))
    add_metadata (metadata, "threshold", g_strdup (g_ascii_dtostr (number, sizeof number, info->threshold)));
  if (info->data_name != NULL)
    add_metadata (metadata, "data_name", g_strdup (info->data_name));
  if (info->data_fingerprint != NULL)
    add_metadata (metadata, "data_fingerprint", g_strdup (info->data_fingerprint));
  add_metadata (metadata, "program", g_strdup ("Cutpoint " CP_VERSION));
  g_ptr_array_add (metadata, NULL);

  return metadata;
}

static void
append_tensors (GArray *tensors,
                CpModel *model,
                guint    member)
{
  const CpNetwork *network = cp_model_get_network (model, member);

  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    {
      const CpParameter *parameter = cp_network_get_parameter (network, i);
      CpTensor tensor = { .n_dims = parameter->n_dims, .n = parameter->size };

      tensor.name = tensor_name (parameter, member, cp_model_get_info (model)->members);
      memcpy (tensor.shape, parameter->shape, sizeof parameter->shape);
      tensor.whole = parameter->kind == CP_PARAMETER_COUNT;
      tensor.values = cp_network_get_values (network) + parameter->offset;
      g_array_append_val (tensors, tensor);
    }
}

static void
clear_tensor (gpointer data)
{
  g_free ((char *) ((CpTensor *) data)->name);
}

static GArray *
collect_tensors (CpModel *self)
{
  GArray *tensors = g_array_new (FALSE, FALSE, sizeof (CpTensor));

  g_array_set_clear_func (tensors, clear_tensor);
  for (guint i = 0; i < cp_model_get_info (self)->members; i++)
    append_tensors (tensors, self, i);

  return tensors;
}

/**
 * cp_model_to_bytes:
 * @self: a model
 *
 * Returns: (transfer full): what cp_model_save() writes. Thread-safe.
 */
GBytes *
cp_model_to_bytes (CpModel *self)
{
  g_autoptr (GArray) tensors = collect_tensors (self);
  g_autoptr (GPtrArray) metadata = build_metadata (self);

  return cp_safetensors_serialise ((const CpTensor *) (gpointer) tensors->data, tensors->len,
                                   (const char *const *) metadata->pdata);
}

/**
 * cp_model_save:
 * @self: a model
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_IO where the file could not be written
 */
gboolean
cp_model_save (CpModel     *self,
               const char  *path,
               GError     **error)
{
  g_autoptr (GArray) tensors = collect_tensors (self);
  g_autoptr (GPtrArray) metadata = build_metadata (self);

  return cp_safetensors_write (path, (const CpTensor *) (gpointer) tensors->data, tensors->len,
                               (const char *const *) metadata->pdata, error);
}
