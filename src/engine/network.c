/* SPDX-License-Identifier: MIT */
#include "network-private.h"

#include "philox.h"

#include <math.h>
#include <string.h>

/* 64 million weights are 256 MB, and Adam needs four times that. */
#define MAX_VALUES ((gsize) 64 << 20)

static void
clear_parameter (gpointer data)
{
  g_free (((CpParameter *) data)->name);
}

static CpNetwork *
network_alloc (const char *preset,
               guint       size)
{
  CpNetwork *self = g_new0 (CpNetwork, 1);

  self->preset = g_intern_string (preset);
  self->size = size;
  self->nodes = g_array_new (FALSE, TRUE, sizeof (CpNode));
  self->parameters = g_array_new (FALSE, TRUE, sizeof (CpParameter));
  g_array_set_clear_func (self->parameters, clear_parameter);

  return self;
}

/**
 * cp_network_new:
 * @preset: name of the architecture
 * @size: side of the square grey images
 *
 * Returns: (transfer full): a network with the input as its only node, 0;
 *   add nodes, then call cp_network_finish()
 */
CpNetwork *
cp_network_new (const char *preset,
                guint       size)
{
  CpNetwork *self = network_alloc (preset, size);
  CpNode input = { .kind = CP_OPERATION_INPUT, .out = { size, size, 1 } };

  g_array_append_val (self->nodes, input);

  return self;
}

/* Kernels read whole vectors, the last of them behind the last weight. */
static float *
new_values (gsize n)
{
  return g_new0 (float, n + 16);
}

/**
 * cp_network_copy:
 * @self: a finished network
 *
 * Returns: (transfer full): a copy with weights of its own
 */
CpNetwork *
cp_network_copy (const CpNetwork *self)
{
  CpNetwork *copy = network_alloc (self->preset, self->size);

  g_array_append_vals (copy->nodes, self->nodes->data, self->nodes->len);
  g_array_append_vals (copy->parameters, self->parameters->data, self->parameters->len);
  for (guint i = 0; i < copy->parameters->len; i++)
    {
      CpParameter *parameter = &g_array_index (copy->parameters, CpParameter, i);

      parameter->name = g_strdup (parameter->name);
    }
  copy->n_values = self->n_values;
  copy->n_trained = self->n_trained;
  copy->values = new_values (self->n_values);
  memcpy (copy->values, self->values, self->n_values * sizeof (float));

  return copy;
}

/**
 * cp_network_free:
 * @self: (transfer full): a network
 */
void
cp_network_free (CpNetwork *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->parameters);
  g_free (self->values);
  g_free (self);
}

/* Gives the parameters their places: what is trained first, in order, so that
 * the optimiser has one run of floats. */
static void
place_parameters (CpNetwork *self)
{
  gsize offset = 0;

  for (guint kept = 0; kept < 2; kept++)
    {
      for (guint i = 0; i < self->parameters->len; i++)
        {
          CpParameter *parameter = &g_array_index (self->parameters, CpParameter, i);

          if ((parameter->kind == CP_PARAMETER_TRAINED) == (kept == 0))
            {
              parameter->offset = offset;
              offset += parameter->size;
            }
        }
      if (kept == 0)
        self->n_trained = offset;
    }
}

/**
 * cp_network_finish:
 * @self: a network with all its nodes
 * @error: return location
 *
 * Checks the shapes and takes memory for the parameters, all zero.
 *
 * Returns: %FALSE with CP_ENGINE_ERROR_INVALID where the images are too small
 *   or too large for the architecture, or it does not end in one logit
 */
gboolean
cp_network_finish (CpNetwork  *self,
                   GError    **error)
{
  const CpNode *last = cp_network_get_node (self, self->nodes->len - 1);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      CpShape out = cp_network_get_node (self, i)->out;

      if (out.height == 0 || out.width == 0 || out.channels == 0)
        {
          g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
                       "%s: images of %u×%u pixels are too small for this network",
                       self->preset, self->size, self->size);
          return FALSE;
        }
    }
  if (self->n_values > MAX_VALUES)
    {
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
                   "%s: images of %u×%u pixels would need %" G_GSIZE_FORMAT " million weights, "
                   "expected at most %" G_GSIZE_FORMAT " million",
                   self->preset, self->size, self->size, self->n_values >> 20, MAX_VALUES >> 20);
      return FALSE;
    }
  if (last->out.height * last->out.width * last->out.channels != 1)
    {
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
                   "%s: expected the network to end in one logit, found %u×%u×%u values", self->preset,
                   last->out.channels, last->out.height, last->out.width);
      return FALSE;
    }

  place_parameters (self);
  self->values = new_values (self->n_values);

  return TRUE;
}

static void
initialise_parameter (const CpParameter *parameter,
                      const CpRandom    *random,
                      float             *values)
{
  const float bound = 1.0f / sqrtf ((float) parameter->fan_in);
  guint32 block[4];

  if (parameter->fan_in == 0)
    {
      for (gsize i = 0; i < parameter->size; i++)
        values[i] = parameter->initial;
      return;
    }
  for (gsize i = 0; i < parameter->size; i++)
    {
      if (i % 4 == 0)
        cp_random_block (random, i / 4, block);
      values[i] = bound * (2.0f * cp_random_to_unit (block[i % 4]) - 1.0f);
    }
}

static void
initialise (CpNetwork       *self,
            guint64          seed,
            CpRandomPurpose  purpose)
{
  for (guint i = 0; i < self->parameters->len; i++)
    {
      const CpParameter *parameter = cp_network_get_parameter (self, i);
      CpRandom random = cp_random_stream (seed, purpose, i);

      initialise_parameter (parameter, &random, self->values + parameter->offset);
    }
}

/**
 * cp_network_initialise:
 * @self: a finished network
 * @seed: of the random numbers
 *
 * Draws initial weights as PyTorch's Conv2d and Linear do by default: weights
 * (Kaiming uniform with a = √5) and biases both from U(−1/√fan_in, 1/√fan_in).
 * Batch norms begin as the identity.
 */
void
cp_network_initialise (CpNetwork *self,
                       guint64    seed)
{
  initialise (self, seed, CP_RANDOM_INITIALISE);
}

/**
 * cp_network_randomised:
 * @self: a finished network
 * @seed: of the random numbers
 *
 * Forgets what was learned, in all layers: the full randomisation that a
 * saliency map should not survive (Adebayo and others, Sanity Checks for
 * Saliency Maps, 2018). The numbers are others than cp_network_initialise()
 * draws from the same seed, from which the training may have begun.
 *
 * Returns: (transfer full): a copy of @self with freshly drawn weights
 */
CpNetwork *
cp_network_randomised (const CpNetwork *self,
                       guint64          seed)
{
  CpNetwork *copy = cp_network_copy (self);

  initialise (copy, seed, CP_RANDOM_RANDOMISE);

  return copy;
}

/**
 * cp_network_get_preset:
 * @self: a network
 *
 * Returns: (transfer none): name of its architecture
 */
const char *
cp_network_get_preset (const CpNetwork *self)
{
  return self->preset;
}

/**
 * cp_network_get_size:
 * @self: a network
 *
 * Returns: side of the images it takes, in pixels
 */
guint
cp_network_get_size (const CpNetwork *self)
{
  return self->size;
}

/**
 * cp_network_get_n_nodes:
 * @self: a network
 *
 * Returns: how many nodes it has, the input included
 */
guint
cp_network_get_n_nodes (const CpNetwork *self)
{
  return self->nodes->len;
}

/**
 * cp_network_get_node:
 * @self: a network
 * @index: which node
 *
 * Returns: (transfer none): the node
 */
const CpNode *
cp_network_get_node (const CpNetwork *self,
                     guint            index)
{
  return &g_array_index (self->nodes, CpNode, index);
}

/**
 * cp_network_get_n_parameters:
 * @self: a network
 *
 * Returns: how many named tensors it has
 */
guint
cp_network_get_n_parameters (const CpNetwork *self)
{
  return self->parameters->len;
}

/**
 * cp_network_get_parameter:
 * @self: a network
 * @index: which parameter
 *
 * Returns: (transfer none): its name, shape and place in the arena
 */
const CpParameter *
cp_network_get_parameter (const CpNetwork *self,
                          guint            index)
{
  return &g_array_index (self->parameters, CpParameter, index);
}

/**
 * cp_network_get_n_values:
 * @self: a network
 *
 * Returns: floats in the arena: all parameters together
 */
gsize
cp_network_get_n_values (const CpNetwork *self)
{
  return self->n_values;
}

/**
 * cp_network_get_n_trained:
 * @self: a finished network
 *
 * Returns: how many of the arena's floats are trained: the first ones; running
 *   statistics follow
 */
gsize
cp_network_get_n_trained (const CpNetwork *self)
{
  return self->n_trained;
}

/**
 * cp_network_get_values:
 * @self: a finished network
 *
 * Returns: (transfer none): the arena of parameters
 */
const float *
cp_network_get_values (const CpNetwork *self)
{
  return self->values;
}

/**
 * cp_network_edit_values:
 * @self: a finished network
 *
 * Returns: (transfer none): the arena of parameters, to write to
 */
float *
cp_network_edit_values (CpNetwork *self)
{
  return self->values;
}
