/* SPDX-License-Identifier: MIT */
#include "oracle.h"

#include <math.h>
#include <string.h>

struct _Oracle
{
  const CpNetwork *network;
  const CpSamples *samples;
  gboolean running; /* batch norms use the running statistics */
  float class_weights[2];
  double *values;       /* parameters */
  double **activations; /* (node, sample, C, H, W) */
  guint32 pattern;      /* a hash of which ReLUs are open and which maxima win */
};

static gsize
floats_of (CpShape shape)
{
  return (gsize) shape.channels * shape.height * shape.width;
}

Oracle *
oracle_new (const CpNetwork *network,
            const CpSamples *samples,
            const float      class_weights[2])
{
  Oracle *self = g_new0 (Oracle, 1);
  const guint n_nodes = cp_network_get_n_nodes (network);
  const gsize pixels = samples->n * samples->size * samples->size;

  self->network = network;
  self->samples = samples;
  memcpy (self->class_weights, class_weights, sizeof self->class_weights);
  self->values = g_new (double, cp_network_get_n_values (network));
  for (gsize i = 0; i < cp_network_get_n_values (network); i++)
    self->values[i] = (double) cp_network_get_values (network)[i];
  self->activations = g_new0 (double *, n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    self->activations[i] = g_new0 (double, samples->n * floats_of (cp_network_get_node (network, i)->out));
  for (gsize i = 0; i < pixels; i++)
    self->activations[0][i] = (samples->pixels[i] / 255.0 - 0.5) / 0.5;

  return self;
}

void
oracle_free (Oracle *self)
{
  for (guint i = 0; i < cp_network_get_n_nodes (self->network); i++)
    g_free (self->activations[i]);
  g_free (self->activations);
  g_free (self->values);
  g_free (self);
}

/* The node that a parameter belongs to: nodes before it need no recomputing. */
guint
oracle_node_of (Oracle *self,
                guint   parameter)
{
  for (guint i = 0; i < cp_network_get_n_nodes (self->network); i++)
    {
      const CpNode *node = cp_network_get_node (self->network, i);

      if (node->name != NULL && (node->parameter == parameter || node->parameter + 1 == parameter))
        return i;
    }

  g_assert_not_reached ();
}

static const double *
parameter_values (Oracle       *self,
                  const CpNode *node,
                  guint         which)
{
  return self->values + cp_network_get_parameter (self->network, node->parameter + which)->offset;
}

/* The outputs along one axis whose tap @k lies inside the input. */
static void
outputs_inside (const CpNode *node,
                guint         in,
                guint         out,
                guint         k,
                guint        *first,
                guint        *end)
{
  *first = k >= node->padding ? 0 : (node->padding - k + node->stride - 1) / node->stride;
  *end = in + node->padding <= k ? 0 : MIN (out, (in + node->padding - k - 1) / node->stride + 1);
}

/* y[row, column] += w x[row · stride + ky − padding, column · stride + kx − padding] */
static void
add_tap (const CpNode *node,
         const double *x,
         guint         ky,
         guint         kx,
         double        w,
         double       *y)
{
  guint row0, row1, column0, column1;

  outputs_inside (node, node->in.height, node->out.height, ky, &row0, &row1);
  outputs_inside (node, node->in.width, node->out.width, kx, &column0, &column1);
  for (guint row = row0; row < row1; row++)
    for (guint column = column0; column < column1; column++)
      y[row * node->out.width + column] += w * x[(row * node->stride + ky - node->padding) * node->in.width
                                                 + column * node->stride + kx - node->padding];
}

static void
convolve (Oracle       *self,
          const CpNode *node,
          const double *x,
          double       *y)
{
  const double *weight = parameter_values (self, node, 0);
  const double *bias = node->biased ? parameter_values (self, node, 1) : NULL;
  const gsize in = (gsize) node->in.height * node->in.width, out = (gsize) node->out.height * node->out.width;

  for (guint o = 0; o < node->out.channels; o++, y += out)
    {
      for (gsize i = 0; i < out; i++)
        y[i] = bias != NULL ? bias[o] : 0;
      for (guint c = 0; c < node->in.channels; c++)
        for (guint ky = 0; ky < node->kernel; ky++)
          for (guint kx = 0; kx < node->kernel; kx++)
            add_tap (node, x + c * in, ky, kx, *weight++, y);
    }
}

static void
note (Oracle  *self,
      guint32  bits)
{
  self->pattern = (self->pattern ^ bits) * 16777619u;
}

static void
rectify (Oracle       *self,
         const CpNode *node,
         const double *x,
         double       *y)
{
  for (gsize i = 0; i < floats_of (node->out); i++)
    {
      y[i] = MAX (x[i], 0);
      note (self, x[i] > 0);
    }
}

static void
pool (Oracle       *self,
      const CpNode *node,
      const double *x,
      double       *y)
{
  const guint size = node->kernel;

  for (guint c = 0; c < node->out.channels; c++)
    for (guint row = 0; row < node->out.height; row++)
      for (guint column = 0; column < node->out.width; column++)
        {
          double best = -INFINITY;
          guint winner = 0;

          for (guint tap = 0; tap < size * size; tap++)
            {
              double value = x[((gsize) c * node->in.height + row * size + tap / size) * node->in.width
                               + column * size + tap % size];

              if (value > best)
                {
                  best = value;
                  winner = tap;
                }
            }
          *y++ = best;
          note (self, winner);
        }
}

static void
connect_all (Oracle       *self,
             const CpNode *node,
             const double *x,
             double       *y)
{
  const double *weight = parameter_values (self, node, 0), *bias = parameter_values (self, node, 1);
  const gsize in = floats_of (node->in);

  for (guint o = 0; o < node->out.channels; o++)
    {
      y[o] = bias[o];
      for (gsize i = 0; i < in; i++)
        y[o] += weight[o * in + i] * x[i];
    }
}

/* A channel's mean and variance over the batch, or the running ones. */
static void
find_statistics (Oracle       *self,
                 const CpNode *node,
                 guint         channel,
                 double       *mean,
                 double       *variance)
{
  const gsize pixels = (gsize) node->in.height * node->in.width;
  const double count = (double) (self->samples->n * pixels);

  *mean = parameter_values (self, node, 2)[channel];
  *variance = parameter_values (self, node, 3)[channel];
  if (self->running)
    return;
  for (guint pass = 0; pass < 2; pass++)
    {
      double sum = 0;

      for (gsize s = 0; s < self->samples->n; s++)
        for (gsize i = 0; i < pixels; i++)
          {
            const double x = self->activations[node->input][s * floats_of (node->in) + channel * pixels + i];

            sum += pass == 0 ? x : (x - *mean) * (x - *mean);
          }
      *(pass == 0 ? mean : variance) = sum / count;
    }
}

static void
normalise (Oracle       *self,
           const CpNode *node,
           const double *x,
           double       *y)
{
  const double *gain = parameter_values (self, node, 0), *shift = parameter_values (self, node, 1);
  const gsize pixels = (gsize) node->in.height * node->in.width;
  double mean, variance;

  for (guint c = 0; c < node->in.channels; c++)
    {
      find_statistics (self, node, c, &mean, &variance);
      for (gsize i = c * pixels; i < (c + 1) * pixels; i++)
        y[i] = (x[i] - mean) / sqrt (variance + 1e-5) * gain[c] + shift[c];
    }
}

static void
average (const CpNode *node,
         const double *x,
         double       *y)
{
  const gsize pixels = (gsize) node->in.height * node->in.width;

  for (guint c = 0; c < node->in.channels; c++)
    {
      y[c] = 0;
      for (gsize i = 0; i < pixels; i++)
        y[c] += x[c * pixels + i] / (double) pixels;
    }
}

static void
compute (Oracle *self,
         guint   index,
         guint   sample)
{
  const CpNode *node = cp_network_get_node (self->network, index);
  const double *x = self->activations[node->input] + sample * floats_of (node->in);
  double *y = self->activations[index] + sample * floats_of (node->out);

  switch (node->kind)
    {
    case CP_OPERATION_CONVOLUTION:
      convolve (self, node, x, y);
      break;
    case CP_OPERATION_RELU:
      rectify (self, node, x, y);
      break;
    case CP_OPERATION_MAX_POOL:
      pool (self, node, x, y);
      break;
    case CP_OPERATION_LINEAR:
      connect_all (self, node, x, y);
      break;
    case CP_OPERATION_DROPOUT: /* compared at rate 0 */
      g_assert_cmpfloat (node->rate, ==, 0);
      memcpy (y, x, floats_of (node->out) * sizeof (double));
      break;
    case CP_OPERATION_BATCH_NORM:
      normalise (self, node, x, y);
      break;
    case CP_OPERATION_SUM:
      for (gsize i = 0; i < floats_of (node->out); i++)
        y[i] = x[i] + self->activations[node->other][sample * floats_of (node->out) + i];
      break;
    case CP_OPERATION_AVERAGE_POOL:
      average (node, x, y);
      break;
    case CP_OPERATION_INPUT:
    default:
      g_assert_not_reached ();
    }
}

double
oracle_get_logit (Oracle *self,
                  guint   sample)
{
  return self->activations[cp_network_get_n_nodes (self->network) - 1][sample];
}

/* The loss after recomputing @node and everything behind it. */
double
oracle_loss_from (Oracle *self,
                  guint   node)
{
  double loss = 0;

  self->pattern = 2166136261u;
  for (guint i = MAX (node, 1); i < cp_network_get_n_nodes (self->network); i++)
    for (guint s = 0; s < self->samples->n; s++)
      compute (self, i, s);

  for (guint s = 0; s < self->samples->n; s++)
    {
      const guint8 y = self->samples->labels[s];
      const double p = 1 / (1 + exp (-oracle_get_logit (self, s)));

      loss -= (double) self->class_weights[y] * (y ? log (p) : log (1 - p));
    }

  return loss / (double) self->samples->n;
}

/* Batch norms with the running statistics from now on, instead of the batch's. */
void
oracle_use_running (Oracle *self)
{
  self->running = TRUE;
}

double *
oracle_edit_values (Oracle *self)
{
  return self->values;
}

guint32
oracle_get_pattern (Oracle *self)
{
  return self->pattern;
}
