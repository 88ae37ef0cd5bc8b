/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "model.h"

#include "pass.h"
#include "presets.h"
#include "printable.h"
#include "safetensors.h"
#include "session-error.h"

#include <math.h>
#include <string.h>

/* No preset has nearly as many tensors; a file with more is not ours. */
#define MAX_PARAMETERS 1024

struct _CpModel
{
  gatomicrefcount references;
  CpNetwork *network;
  CpModelInfo info; /* strings interned or owned below */
  char *data_name;
  char *data_fingerprint;
};

/* Takes over @network. */
static CpModel *
model_alloc (CpNetwork         *network,
             const CpModelInfo *info)
{
  CpModel *self = g_new0 (CpModel, 1);

  g_atomic_ref_count_init (&self->references);
  self->network = network;
  self->data_name = g_strdup (info->data_name);
  self->data_fingerprint = g_strdup (info->data_fingerprint);
  self->info = *info;
  self->info.preset = cp_network_get_preset (network);
  self->info.size = cp_network_get_size (network);
  self->info.data_name = self->data_name;
  self->info.data_fingerprint = self->data_fingerprint;

  return self;
}

/**
 * cp_model_new:
 * @network: a trained network; copied
 * @info: where it comes from; copied, preset and size are taken from @network
 *
 * Returns: (transfer full): a model
 */
CpModel *
cp_model_new (const CpNetwork   *network,
              const CpModelInfo *info)
{
  return model_alloc (cp_network_copy (network), info);
}

/**
 * cp_model_ref:
 * @self: a model
 *
 * Returns: (transfer full): @self
 */
CpModel *
cp_model_ref (CpModel *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * cp_model_unref:
 * @self: (transfer full): a model
 */
void
cp_model_unref (CpModel *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  cp_network_free (self->network);
  g_free (self->data_name);
  g_free (self->data_fingerprint);
  g_free (self);
}

/**
 * cp_model_get_info:
 * @self: a model
 *
 * Returns: (transfer none): what it says of itself
 */
const CpModelInfo *
cp_model_get_info (CpModel *self)
{
  return &self->info;
}

/**
 * cp_model_get_network:
 * @self: a model
 *
 * Returns: (transfer none): its network
 */
const CpNetwork *
cp_model_get_network (CpModel *self)
{
  return self->network;
}

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

static gboolean
take_parameters (CpNetwork      *network,
                 CpSafetensors  *file,
                 const char     *path,
                 GError        **error)
{
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    {
      const CpParameter *parameter = cp_network_get_parameter (network, i);
      const CpTensor *tensor = cp_safetensors_lookup (file, parameter->name);
      g_autofree char *expected = shape_to_string (parameter->n_dims, parameter->shape);
      g_autofree char *found = tensor ? shape_to_string (tensor->n_dims, tensor->shape) : g_strdup ("nothing");

      if (tensor == NULL || !same_shape (parameter, tensor))
        {
          g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH, "%s: %s: expected %s, found %s", path,
                       parameter->name, expected, found);
          return FALSE;
        }
      memcpy (cp_network_edit_values (network) + parameter->offset, tensor->values, tensor->n * sizeof (float));
    }

  return TRUE;
}

/* A file written by PyTorch does not say how large its images are: the width
 * of the first linear layer does. */
static guint
guess_size (CpSafetensors *file,
            const char    *preset)
{
  const CpTensor *tensor = cp_safetensors_lookup (file, "classifier.0.weight");

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

static CpModel *
model_from_file (CpSafetensors  *file,
                 const char     *path,
                 GError        **error)
{
  g_autoptr (CpNetwork) network = NULL;
  g_autoptr (GError) engine = NULL;
  CpModelInfo info = { .preset = cp_safetensors_get_metadata (file, "preset") };
  guint64 size, epochs;

  if (info.preset == NULL)
    info.preset = "baseline";
  if (!get_unsigned (file, path, "input_size", 1024, guess_size (file, info.preset), &size, error)
      || !get_unsigned (file, path, "epochs", G_MAXUINT, 0, &epochs, error)
      || !get_unsigned (file, path, "seed", G_MAXUINT64, 0, &info.seed, error)
      || !get_threshold (file, path, &info.threshold, error))
    return NULL;

  if (size == 0)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                   "%s: expected the weights of a “%s” network, found other tensors", path, info.preset);
      return NULL;
    }
  network = cp_preset_new_network (info.preset, (guint) size, &engine);
  if (network == NULL)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH, "%s: %s", path, engine->message);
      return NULL;
    }
  if (!take_parameters (network, file, path, error))
    return NULL;

  info.epochs = (guint) epochs;
  info.data_name = cp_safetensors_get_metadata (file, "data_name");
  info.data_fingerprint = cp_safetensors_get_metadata (file, "data_fingerprint");

  return model_alloc (g_steal_pointer (&network), &info);
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

  if (model == NULL)
    {
      /* names and values out of the file are quoted: they may hold anything */
      g_autofree char *message = cp_printable (failure->message, -1);

      g_set_error_literal (error, failure->domain, failure->code, message);
    }

  return model;
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
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  add_metadata (metadata, "architecture", describe_architecture (self->network));
  add_metadata (metadata, "preset", g_strdup (self->info.preset));
  add_metadata (metadata, "input_size", g_strdup_printf ("%u", self->info.size));
  add_metadata (metadata, "epochs", g_strdup_printf ("%u", self->info.epochs));
  add_metadata (metadata, "seed", g_strdup_printf ("%" G_GUINT64_FORMAT, self->info.seed));
  if (!isnan (self->info.threshold))
    add_metadata (metadata, "threshold", g_strdup (g_ascii_dtostr (number, sizeof number, self->info.threshold)));
  if (self->info.data_name != NULL)
    add_metadata (metadata, "data_name", g_strdup (self->info.data_name));
  if (self->info.data_fingerprint != NULL)
    add_metadata (metadata, "data_fingerprint", g_strdup (self->info.data_fingerprint));
  add_metadata (metadata, "program", g_strdup ("Cutpoint " CP_VERSION));
  g_ptr_array_add (metadata, NULL);

  return metadata;
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
  const guint n = cp_network_get_n_parameters (self->network);
  g_autofree CpTensor *tensors = g_new0 (CpTensor, n);
  g_autoptr (GPtrArray) metadata = build_metadata (self);

  g_return_val_if_fail (n <= MAX_PARAMETERS, FALSE);

  for (guint i = 0; i < n; i++)
    {
      const CpParameter *parameter = cp_network_get_parameter (self->network, i);

      tensors[i].name = parameter->name;
      tensors[i].n_dims = parameter->n_dims;
      memcpy (tensors[i].shape, parameter->shape, sizeof parameter->shape);
      tensors[i].n = parameter->size;
      tensors[i].values = cp_network_get_values (self->network) + parameter->offset;
    }

  return cp_safetensors_write (path, tensors, n, (const char *const *) metadata->pdata, error);
}

/**
 * cp_logit_to_probability:
 * @logit: what the network put out
 *
 * Returns: 1 / (1 + exp (−@logit)), without overflow
 */
double
cp_logit_to_probability (float logit)
{
  return 1.0 / (1.0 + exp (-(double) logit));
}

static CpScores *
scores_from_logits (float *logits, /* (transfer full) */
                    gsize  n)
{
  CpScores *scores = g_new0 (CpScores, 1);

  scores->n = n;
  scores->logits = logits;
  scores->probabilities = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    scores->probabilities[i] = cp_logit_to_probability (logits[i]);

  return scores;
}

/**
 * cp_model_score:
 * @self: a model
 * @pixels: (n, size, size) grey values
 * @n: how many images
 * @size: their side
 * @threads: to compute on; 0 for one a processor
 * @error: return location
 *
 * Blocks until all images are scored. Any thread may call this.
 *
 * Returns: (transfer full) (nullable): logits and probabilities; %NULL with
 *   CP_SESSION_ERROR_MISMATCH where the images are not the model's size
 */
CpScores *
cp_model_score (CpModel       *self,
                const guint8  *pixels,
                gsize          n,
                guint          size,
                guint          threads,
                GError       **error)
{
  const CpSamples samples = { .pixels = pixels, .n = n, .size = size };
  g_autoptr (CpThreadPool) pool = NULL;
  g_autoptr (CpPass) pass = NULL;
  const CpKernels *kernels = cp_kernels_choose (error);
  float *logits;

  if (kernels == NULL)
    return NULL;
  if (size != self->info.size)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH,
                   "the model takes images of %u×%u pixels, found %u×%u", self->info.size, self->info.size,
                   size, size);
      return NULL;
    }

  pool = cp_thread_pool_new (threads);
  pass = cp_pass_new (self->network, kernels, pool, 0);
  cp_pass_pack (pass);
  logits = g_new (float, MAX (n, 1));
  cp_pass_infer (pass, &samples, logits);

  return scores_from_logits (logits, n);
}

/**
 * cp_scores_free:
 * @scores: (transfer full): scores
 */
void
cp_scores_free (CpScores *scores)
{
  g_free (scores->logits);
  g_free (scores->probabilities);
  g_free (scores);
}
