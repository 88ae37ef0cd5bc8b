/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include <math.h>
#include <string.h>

/* Batch norm while training, with the sum and ReLU that follow. Samples leave
 * their sums, which are put together in the samples' order: the same bits for
 * any number of threads. */

/* Vectors of channels, then what each sample leaves. */
enum
{
  MEAN,
  SCALE,   /* γ / √(variance + ε) */
  INVERSE, /* 1 / √(variance + ε) */
  LEVEL,   /* mean of dy */
  SLOPE,   /* mean of dy (x − mean), over the variance */
  SAMPLES,
};

static gsize
state_floats (const CpLayer *layer,
              guint          batch_size)
{
  return (SAMPLES + 2 * (gsize) batch_size) * layer->out.channels;
}

static float *
vector_of (CpPass *pass,
           guint   index,
           gsize   which)
{
  return pass->memory[index].state + which * pass->layers[index].out.channels;
}

static guint
pixels_of (const CpLayer *layer)
{
  return layer->in.height * layer->in.width;
}

static void
collect (CpPass *pass,
         guint   index,
         guint   first,
         guint   n,
         guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const float *x = cp_pass_values (pass, layer->input, first, worker);

  for (guint i = 0; i < n; i++, x += pass->memory[index].floats)
    pass->kernels->batch_norm_statistics (pixels_of (layer), layer->in.channels, x,
                                          vector_of (pass, index, SAMPLES + 2 * (first + i)),
                                          vector_of (pass, index, SAMPLES + 2 * (first + i) + 1));
}

/* The sum over the samples of one of the two vectors that each has left. */
static double
sum_samples (CpPass *pass,
             guint   index,
             guint   which,
             guint   channel)
{
  const gsize channels = pass->layers[index].out.channels;
  const float *sample = vector_of (pass, index, SAMPLES + which) + channel;
  double sum = 0;

  for (guint i = 0; i < pass->batch->n; i++, sample += 2 * channels)
    sum += (double) *sample;

  return sum;
}

/* Σ (sample's mean − mean)² */
static double
spread_of_means (CpPass *pass,
                 guint   index,
                 guint   channel,
                 double  mean)
{
  const gsize channels = pass->layers[index].out.channels;
  const float *sample = vector_of (pass, index, SAMPLES) + channel;
  double sum = 0;

  for (guint i = 0; i < pass->batch->n; i++, sample += 2 * channels)
    sum += ((double) *sample - mean) * ((double) *sample - mean);

  return sum;
}

/* The batch's mean and variance; what the running statistics will move towards
 * takes the place of those statistics' gradient. The running variance is the
 * unbiased one, as in PyTorch. */
static void
combine (CpPass *pass,
         guint   index)
{
  const CpLayer *layer = &pass->layers[index];
  const guint parameter = layer->node->parameter, pixels = pixels_of (layer);
  const double count = (double) pass->batch->n * pixels;
  const float *gain = cp_pass_parameter (pass, parameter);

  for (guint c = 0; c < layer->out.channels; c++)
    {
      const double mean = sum_samples (pass, index, 0, c) / pass->batch->n;
      const double square = sum_samples (pass, index, 1, c) + pixels * spread_of_means (pass, index, c, mean);
      const double inverse = 1 / sqrt (square / count + CP_BATCH_NORM_EPSILON);

      vector_of (pass, index, MEAN)[c] = (float) mean;
      vector_of (pass, index, INVERSE)[c] = (float) inverse;
      vector_of (pass, index, SCALE)[c] = (float) ((double) gain[c] * inverse);
      cp_pass_parameter_gradient (pass, parameter + 2)[c] = (float) mean;
      cp_pass_parameter_gradient (pass, parameter + 3)[c] = (float) (square / MAX (count - 1, 1));
    }
}

static void
forward (CpPass *pass,
         guint   index,
         guint   first,
         guint   n,
         guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize floats = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  const float *other = layer->other > 0 ? cp_pass_values (pass, layer->other, first, worker) : NULL;
  float *y = cp_pass_values (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->batch_norm_forward (pixels_of (layer), layer->in.channels,
                                       vector_of (pass, index, MEAN), vector_of (pass, index, SCALE),
                                       cp_pass_parameter (pass, layer->node->parameter + 1), x + i * floats,
                                       other != NULL ? other + i * floats : NULL, layer->relu, y + i * floats);
}

static void
collect_backward (CpPass *pass,
                  guint   index,
                  guint   first,
                  guint   n,
                  guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize floats = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  const float *y = layer->relu ? cp_pass_values (pass, index, first, worker) : NULL;
  float *dy = cp_pass_gradient (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->batch_norm_backward_sums (pixels_of (layer), layer->in.channels, vector_of (pass, index, MEAN),
                                             x + i * floats, y != NULL ? y + i * floats : NULL, dy + i * floats,
                                             vector_of (pass, index, SAMPLES + 2 * (first + i)),
                                             vector_of (pass, index, SAMPLES + 2 * (first + i) + 1));
}

/* forward: y = γ (x − mean) / √(variance + ε) + β, so dβ = Σ dy and
 * dγ = Σ dy (x − mean) / √(variance + ε) */
static void
combine_backward (CpPass *pass,
                  guint   index)
{
  const CpLayer *layer = &pass->layers[index];
  const double count = (double) pass->batch->n * pixels_of (layer);

  for (guint c = 0; c < layer->out.channels; c++)
    {
      const double sum = sum_samples (pass, index, 0, c), product = sum_samples (pass, index, 1, c);
      const double inverse = (double) vector_of (pass, index, INVERSE)[c];

      vector_of (pass, index, LEVEL)[c] = (float) (sum / count);
      vector_of (pass, index, SLOPE)[c] = (float) (product / count * inverse * inverse);
      cp_pass_parameter_gradient (pass, layer->node->parameter)[c] = (float) (product * inverse);
      cp_pass_parameter_gradient (pass, layer->node->parameter + 1)[c] = (float) sum;
    }
}

/* forward: y = … + other, so the other's gradient is dy, and may be the same memory. */
static void
give_other (CpPass        *pass,
            const CpLayer *layer,
            guint          first,
            gsize          floats,
            guint          worker,
            const float   *dy)
{
  float *gradient = cp_pass_gradient (pass, layer->other, first, worker);

  if (layer->adds_other)
    pass->kernels->add (floats, dy, gradient);
  else if (gradient != dy)
    memcpy (gradient, dy, floats * sizeof (float));
}

static void
backward (CpPass *pass,
          guint   index,
          guint   first,
          guint   n,
          guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize floats = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx = cp_pass_input_gradient (pass, index, first, worker);

  for (guint i = 0; i < n; i++)
    pass->kernels->batch_norm_backward (pixels_of (layer), layer->in.channels, vector_of (pass, index, MEAN),
                                        vector_of (pass, index, SCALE), vector_of (pass, index, LEVEL),
                                        vector_of (pass, index, SLOPE), x + i * floats, dy + i * floats,
                                        dx + i * floats);
  if (layer->other > 0)
    give_other (pass, layer, first, n * floats, worker, dy);
}

const CpOperation cp_operation_batch_norm = {
  .name = "batch norm",
  .cheap = TRUE,
  .state_floats = state_floats,
  .collect = collect,
  .combine = combine,
  .forward = forward,
  .collect_backward = collect_backward,
  .combine_backward = combine_backward,
  .backward = backward,
};
