/* SPDX-License-Identifier: MIT */
#include "weight-average.h"

#include <string.h>

struct _CpWeightAverage
{
  CpNetwork *network;
  double decay;
  guint64 steps;
};

/**
 * cp_weight_average_new:
 * @network: what will be averaged; copied
 * @decay: share of the average that a step keeps, 0 to 1
 *
 * Returns: (transfer full): an average of nothing yet
 */
CpWeightAverage *
cp_weight_average_new (const CpNetwork *network,
                       double           decay)
{
  CpWeightAverage *self = g_new0 (CpWeightAverage, 1);

  self->network = cp_network_copy (network);
  self->decay = decay;

  return self;
}

/**
 * cp_weight_average_free:
 * @self: (transfer full): an average
 */
void
cp_weight_average_free (CpWeightAverage *self)
{
  cp_network_free (self->network);
  g_free (self);
}

/**
 * cp_weight_average_reset:
 * @self: an average
 * @network: the weights of another beginning
 *
 * Forgets all that was added.
 */
void
cp_weight_average_reset (CpWeightAverage *self,
                         const CpNetwork *network)
{
  self->steps = 0;
  memcpy (cp_network_edit_values (self->network), cp_network_get_values (network),
          cp_network_get_n_values (network) * sizeof (float));
}

/**
 * cp_weight_average_restore:
 * @self: an average
 * @steps: how many weights had been added
 * @values: (n of the network's values) what the average was then
 *
 * Takes it to where another one was, so that both go on alike.
 */
void
cp_weight_average_restore (CpWeightAverage *self,
                           guint64          steps,
                           const float     *values)
{
  self->steps = steps;
  memcpy (cp_network_edit_values (self->network), values, cp_network_get_n_values (self->network) * sizeof (float));
}

static void
average_parameter (float             *average,
                   const float       *values,
                   const CpParameter *parameter,
                   float              d)
{
  if (parameter->kind == CP_PARAMETER_COUNT)
    d = 0;
  for (gsize i = parameter->offset; i < parameter->offset + parameter->size; i++)
    average[i] = d * average[i] + (1 - d) * values[i];
}

/**
 * cp_weight_average_add:
 * @self: an average
 * @network: the weights after a step
 *
 * average ← d average + (1 − d) weights, running statistics included. After
 * t steps d is the smaller of the decay and (1 + t) / (10 + t), so that the
 * weights of the beginning are soon forgotten (as TensorFlow's
 * ExponentialMovingAverage with num_updates); the first weights are taken as
 * they are.
 */
void
cp_weight_average_add (CpWeightAverage *self,
                       const CpNetwork *network)
{
  const double t = (double) self->steps;
  const float d = self->steps > 0 ? (float) MIN (self->decay, (1 + t) / (10 + t)) : 0;

  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    average_parameter (cp_network_edit_values (self->network), cp_network_get_values (network),
                       cp_network_get_parameter (network, i), d);
  self->steps++;
}

/**
 * cp_weight_average_get_network:
 * @self: an average
 *
 * Returns: (transfer none): a network with the averaged weights
 */
const CpNetwork *
cp_weight_average_get_network (CpWeightAverage *self)
{
  return self->network;
}
