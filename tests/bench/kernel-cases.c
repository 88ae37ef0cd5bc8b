/* SPDX-License-Identifier: MIT */
#include "kernel-cases.h"

#include "kernels/packing.h"

#define IMAGES 8  /* what the engine takes through the network together */
#define BATCH 128 /* what a linear layer's weights are summed over */
#define INPUTS 32 /* whose weights are summed at once */

/**
 * Case:
 * @name: of layer and kernel
 * @shape: of the layer; a linear one has one pixel
 * @pool: side of the windows its output is pooled in, 0 for none
 * @n: images
 * @run: calls the kernel for all of them
 * @prepare: (nullable): called before, once
 * @bytes: read and written for each value of the output; 0 where arithmetic counts
 */
typedef struct
{
  const char *name;
  CpConvolutionShape shape;
  guint pool;
  guint n;
  void (*run)     (CpBenchWork *work);
  void (*prepare) (CpBenchWork *work);
  guint bytes;
} Case;

struct _CpBenchWork
{
  const CpKernels *kernels;
  const Case *layer;
  gsize in, out, choice; /* values of an image */
  guint8 *pixels, *choices;
  float *x, *y, *dx, *dy;
  float *weights, *packed, *flipped, *dweights, *bias, *dbias, *moments, *scratch;
};

static void
convolution_forward (CpBenchWork *w)
{
  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->convolution_forward (&w->layer->shape, w->x + i * w->in, w->packed, w->bias, w->y + i * w->out,
                                     w->scratch);
}

static void
convolution_input (CpBenchWork *w)
{
  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->convolution_backward_input (&w->layer->shape, w->dy + i * w->out, w->flipped, w->dx + i * w->in,
                                            w->scratch);
}

static void
convolution_weights (CpBenchWork *w)
{
  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->convolution_backward_weights (&w->layer->shape, w->x + i * w->in, w->dy + i * w->out, w->dweights,
                                              w->dbias, w->scratch);
}

static void
pooled_forward (CpBenchWork *w)
{
  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->convolution_pool_forward (&w->layer->shape, w->layer->pool, w->x + i * w->in, w->packed, w->bias,
                                          w->y + i * w->out, w->choices + i * w->choice, w->scratch);
}

static void
pooled_input (CpBenchWork *w)
{
  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->convolution_pool_backward_input (&w->layer->shape, w->layer->pool, w->dy + i * w->out,
                                                 w->choices + i * w->choice, w->flipped, w->dx + i * w->in,
                                                 w->scratch);
}

static void
pooled_weights (CpBenchWork *w)
{
  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->convolution_pool_backward_weights (&w->layer->shape, w->layer->pool, w->x + i * w->in,
                                                   w->dy + i * w->out, w->choices + i * w->choice, w->dweights,
                                                   w->dbias, w->scratch);
}

/* Choices as the forward pass makes them, and no gradient where its ReLU had none. */
static void
pooled_prepare (CpBenchWork *w)
{
  pooled_forward (w);
  w->kernels->relu_backward (w->layer->n * w->out, w->y, w->dy);
}

static void
linear_forward (CpBenchWork *w)
{
  w->kernels->linear_forward (w->layer->n, (guint) w->in, (guint) w->out, w->x, w->packed, w->bias, w->y);
}

static void
linear_input (CpBenchWork *w)
{
  w->kernels->linear_backward_input (w->layer->n, (guint) w->in, (guint) w->out, w->dy, w->weights, w->dx);
}

static void
linear_weights (CpBenchWork *w)
{
  for (guint first = 0; first < w->in; first += INPUTS)
    w->kernels->linear_backward_weights (w->layer->n, (guint) w->in, (guint) w->out, first,
                                         (guint) MIN (INPUTS, w->in - first), w->x, w->dy, w->dweights, w->scratch);
}

static void
transpose (CpBenchWork *w)
{
  w->kernels->transpose ((guint) w->out, (guint) w->in, w->weights, w->in, w->packed,
                         cp_round_up (w->out, w->kernels->lanes));
}

static void
normalise (CpBenchWork *w)
{
  w->kernels->normalise (w->layer->n * w->out, w->pixels, w->y);
}

static void
relu_forward (CpBenchWork *w)
{
  w->kernels->relu_forward (w->layer->n * w->out, w->y);
}

static void
relu_backward (CpBenchWork *w)
{
  w->kernels->relu_backward (w->layer->n * w->out, w->y, w->dy);
}

static void
max_pool_forward (CpBenchWork *w)
{
  const CpConvolutionShape *s = &w->layer->shape;

  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->max_pool_forward (s->in_height, s->in_width, s->in_channels, s->kernel, w->x + i * w->in,
                                  w->y + i * w->out);
}

static void
max_pool_backward (CpBenchWork *w)
{
  const CpConvolutionShape *s = &w->layer->shape;

  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->max_pool_backward (s->in_height, s->in_width, s->in_channels, s->kernel, w->x + i * w->in,
                                   w->y + i * w->out, w->dy + i * w->out, w->dx + i * w->in);
}

/* Vectors of channels are taken from the bias. */
static void
norm_statistics (CpBenchWork *w)
{
  const CpConvolutionShape *s = &w->layer->shape;

  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->batch_norm_statistics (s->out_height * s->out_width, s->out_channels, w->x + i * w->in, w->dbias,
                                       w->dweights);
}

static void
norm_forward (CpBenchWork *w)
{
  const CpConvolutionShape *s = &w->layer->shape;

  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->batch_norm_forward (s->out_height * s->out_width, s->out_channels, w->bias, w->bias, w->bias,
                                    w->x + i * w->in, w->dx + i * w->in, TRUE, w->y + i * w->out);
}

static void
norm_sums (CpBenchWork *w)
{
  const CpConvolutionShape *s = &w->layer->shape;

  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->batch_norm_backward_sums (s->out_height * s->out_width, s->out_channels, w->bias, w->x + i * w->in,
                                          w->y + i * w->out, w->dy + i * w->out, w->dbias, w->dweights);
}

static void
norm_backward (CpBenchWork *w)
{
  const CpConvolutionShape *s = &w->layer->shape;

  for (guint i = 0; i < w->layer->n; i++)
    w->kernels->batch_norm_backward (s->out_height * s->out_width, s->out_channels, w->bias, w->bias, w->bias, w->bias,
                                     w->x + i * w->in, w->dy + i * w->out, w->dx + i * w->in);
}

static void
adam (CpBenchWork *w)
{
  const CpAdamStep step = { .beta1 = 0.9f, .beta2 = 0.999f, .epsilon = 1e-8f, .rate = 1e-3f, .root = 1 };

  w->kernels->adam (&step, w->out, w->dy, w->moments, w->moments + w->out, w->y);
}

/* Second moments are never negative. */
static void
adam_prepare (CpBenchWork *w)
{
  for (gsize i = 0; i < 2 * w->out; i++)
    w->moments[i] *= w->moments[i];
}

/* Square images and kernels, padded so that only the stride makes them smaller. */
#define SHAPE(size, in, out, kernel, stride) \
  { size, size, in, size / stride, size / stride, out, kernel, stride, (kernel - 1) / 2 }

#define CONVOLUTION(title, ...)                                                                        \
  { title ": forward", SHAPE (__VA_ARGS__), .n = IMAGES, .run = convolution_forward },                 \
  { title ": input gradient", SHAPE (__VA_ARGS__), .n = IMAGES, .run = convolution_input },            \
  { title ": weight gradient", SHAPE (__VA_ARGS__), .n = IMAGES, .run = convolution_weights }

/* Nothing asks for the gradient of the image itself. */
#define POOLED_FIRST(title, ...)                                                                       \
  { title ": forward", SHAPE (__VA_ARGS__), 2, IMAGES, pooled_forward, pooled_prepare, 0 },            \
  { title ": weight gradient", SHAPE (__VA_ARGS__), 2, IMAGES, pooled_weights, pooled_prepare, 0 }

#define POOLED(title, ...)                                                                             \
  POOLED_FIRST (title, __VA_ARGS__),                                                                   \
  { title ": input gradient", SHAPE (__VA_ARGS__), 2, IMAGES, pooled_input, pooled_prepare, 0 }

#define LINEAR(title, in, out)                                                                         \
  { title ": forward", SHAPE (1, in, out, 1, 1), .n = IMAGES, .run = linear_forward },                 \
  { title ": input gradient", SHAPE (1, in, out, 1, 1), .n = IMAGES, .run = linear_input },            \
  { title ": weight gradient", SHAPE (1, in, out, 1, 1), .n = BATCH, .run = linear_weights }

/* The baseline's layers first. */
static const Case cases[] = {
  POOLED_FIRST ("3×3 1→16 at 28, ReLU, pool", 28, 1, 16, 3, 1),
  POOLED ("3×3 16→32 at 14, ReLU, pool", 14, 16, 32, 3, 1),
  LINEAR ("linear 1568→64", 1568, 64),
  LINEAR ("linear 64→1", 64, 1),
  CONVOLUTION ("3×3 16→32 at 14", 14, 16, 32, 3, 1),
  CONVOLUTION ("3×3 16→16 at 28", 28, 16, 16, 3, 1),
  CONVOLUTION ("3×3 32→32 at 14", 14, 32, 32, 3, 1),
  CONVOLUTION ("3×3 64→64 at 7", 7, 64, 64, 3, 1),
  CONVOLUTION ("3×3 16→32 at 28, stride 2", 28, 16, 32, 3, 2),
  CONVOLUTION ("3×3 32→64 at 14, stride 2", 14, 32, 64, 3, 2),
  CONVOLUTION ("1×1 16→32 at 28, stride 2", 28, 16, 32, 1, 2),
  CONVOLUTION ("1×1 32→64 at 14, stride 2", 14, 32, 64, 1, 2),
  CONVOLUTION ("1×1 32→64 at 14", 14, 32, 64, 1, 1),
  CONVOLUTION ("3×3 64→64 at 56", 56, 64, 64, 3, 1),
  { "transpose 64×1568", SHAPE (1, 1568, 64, 1, 1), .n = 1, .run = transpose, .bytes = 8 * 1568 },
  { "normalise 28×28", SHAPE (28, 1, 1, 1, 1), .n = IMAGES, .run = normalise, .bytes = 5 },
  { "ReLU 14×14×16: forward", SHAPE (14, 16, 16, 1, 1), .n = IMAGES, .run = relu_forward, .bytes = 8 },
  { "ReLU 14×14×16: backward", SHAPE (14, 16, 16, 1, 1), .n = IMAGES, .run = relu_backward, .bytes = 12 },
  { "max pool 28×28×16: forward", SHAPE (28, 16, 16, 2, 2), .n = IMAGES, .run = max_pool_forward, .bytes = 20 },
  { "max pool 28×28×16: backward", SHAPE (28, 16, 16, 2, 2), .n = IMAGES, .run = max_pool_backward,
    .prepare = max_pool_forward, .bytes = 40 },
  { "batch norm 28×28×16: statistics", SHAPE (28, 16, 16, 1, 1), .n = IMAGES, .run = norm_statistics, .bytes = 8 },
  { "batch norm 28×28×16, sum, ReLU: forward", SHAPE (28, 16, 16, 1, 1), .n = IMAGES, .run = norm_forward,
    .bytes = 12 },
  { "batch norm 28×28×16: backward, sums", SHAPE (28, 16, 16, 1, 1), .n = IMAGES, .run = norm_sums, .bytes = 16 },
  { "batch norm 28×28×16: backward", SHAPE (28, 16, 16, 1, 1), .n = IMAGES, .run = norm_backward, .bytes = 12 },
  { "Adam, 105,281 weights", SHAPE (1, 1, 105281, 1, 1), .n = 1, .run = adam, .prepare = adam_prepare,
    .bytes = 28 },
};

/**
 * cp_bench_n_cases:
 *
 * Returns: how many kernels on layers there are
 */
guint
cp_bench_n_cases (void)
{
  return G_N_ELEMENTS (cases);
}

/* From -1 to 1; the same numbers each time. */
static float *
floats (gsize n)
{
  float *values = g_aligned_alloc (n, sizeof (float), 64);
  guint32 state = 1;

  for (gsize i = 0; i < n; i++)
    {
      state = state * 1664525 + 1013904223;
      values[i] = (float) (gint32) state / 0x1p31f;
    }

  return values;
}

static void
allocate (CpBenchWork *self)
{
  const CpConvolutionShape *s = &self->layer->shape;
  const guint lanes = self->kernels->lanes, n = self->layer->n;
  const gsize step = cp_round_up (s->out_channels, lanes);

  self->pixels = g_malloc0 (n * self->in);
  self->choices = g_malloc0 (n * self->choice);
  self->x = floats (n * self->in);
  self->dx = floats (n * self->in);
  self->y = floats (n * self->out);
  self->dy = floats (n * self->out);
  self->weights = floats (cp_packed_floats (s, 1) + lanes);
  self->packed = floats (cp_packed_floats (s, lanes));
  self->flipped = floats (cp_flipped_floats (s, lanes));
  self->dweights = floats (MAX (cp_packed_floats (s, lanes), cp_flipped_floats (s, lanes)));
  self->bias = floats (step);
  self->dbias = floats (step);
  self->moments = floats (2 * self->out);
  self->scratch = floats (cp_convolution_scratch (s, lanes) + n * cp_round_up (INPUTS, lanes));
}

/**
 * cp_bench_work_new:
 * @kernels: a level
 * @index: below cp_bench_n_cases()
 *
 * Returns: (transfer full): that kernel, ready to run
 */
CpBenchWork *
cp_bench_work_new (const CpKernels *kernels,
                   guint            index)
{
  CpBenchWork *self = g_new0 (CpBenchWork, 1);
  const CpConvolutionShape *s = &cases[index].shape;
  const guint side = MAX (1, cases[index].pool);
  const gsize windows = (gsize) (s->out_height / side) * (s->out_width / side);

  self->kernels = kernels;
  self->layer = &cases[index];
  self->in = (gsize) s->in_height * s->in_width * s->in_channels;
  self->out = windows * s->out_channels;
  self->choice = windows * cp_round_up (s->out_channels, kernels->lanes);
  allocate (self);
  if (self->layer->prepare != NULL)
    self->layer->prepare (self);

  return self;
}

/**
 * cp_bench_work_free:
 * @self: (transfer full): a work
 */
void
cp_bench_work_free (CpBenchWork *self)
{
  float *const arrays[] = { self->x, self->y, self->dx, self->dy, self->weights, self->packed, self->flipped,
                            self->dweights, self->bias, self->dbias, self->moments, self->scratch };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_aligned_free (arrays[i]);
  g_free (self->pixels);
  g_free (self->choices);
  g_free (self);
}

/**
 * cp_bench_work_run:
 * @self: a work
 *
 * Calls the kernel on all images.
 */
void
cp_bench_work_run (CpBenchWork *self)
{
  self->layer->run (self);
}

/**
 * cp_bench_work_get_name:
 * @self: a work
 *
 * Returns: layer and kernel
 */
const char *
cp_bench_work_get_name (const CpBenchWork *self)
{
  return self->layer->name;
}

/**
 * cp_bench_work_get_amount:
 * @self: a work
 *
 * Returns: operations of a run, or bytes where memory limits it
 */
double
cp_bench_work_get_amount (const CpBenchWork *self)
{
  const CpConvolutionShape *s = &self->layer->shape;
  const double outputs = (double) s->out_height * s->out_width * s->out_channels * self->layer->n;

  return outputs * (self->layer->bytes > 0 ? self->layer->bytes : 2.0 * s->kernel * s->kernel * s->in_channels);
}

/**
 * cp_bench_work_is_arithmetic:
 * @self: a work
 *
 * Returns: whether its amount is operations, not bytes
 */
gboolean
cp_bench_work_is_arithmetic (const CpBenchWork *self)
{
  return self->layer->bytes == 0;
}
