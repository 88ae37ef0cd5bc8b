/* SPDX-License-Identifier: MIT */
#include "level.h"
#include "packing.h"

#include <string.h>

/* The plain loops, as the formula is written. */

typedef struct
{
  guint oy, ox, ky, kx;
} Tap;

/* The input pixel under a tap, or −1 where it lies in the padding. */
static gssize
pixel_under (const CpConvolutionShape *s,
             const Tap                *t)
{
  gssize iy = (gssize) t->oy * s->stride + t->ky - s->padding;
  gssize ix = (gssize) t->ox * s->stride + t->kx - s->padding;

  if (iy < 0 || ix < 0 || iy >= (gssize) s->in_height || ix >= (gssize) s->in_width)
    return -1;
  return iy * s->in_width + ix;
}

typedef void (*TapFunction) (const CpConvolutionShape *s, const Tap *tap, gsize pixel, gpointer data);

/* Every output pixel, every tap that lies on the image. */
static void
for_each_tap (const CpConvolutionShape *s,
              TapFunction               function,
              gpointer                  data)
{
  Tap t;

  for (t.oy = 0; t.oy < s->out_height; t.oy++)
    for (t.ox = 0; t.ox < s->out_width; t.ox++)
      for (t.ky = 0; t.ky < s->kernel; t.ky++)
        for (t.kx = 0; t.kx < s->kernel; t.kx++)
          {
            gssize pixel = pixel_under (s, &t);

            if (pixel >= 0)
              function (s, &t, (gsize) pixel, data);
          }
}

typedef struct
{
  const float *x, *weights;
  float *y;
} Forward;

static void
add_forward (const CpConvolutionShape *s,
             const Tap                *t,
             gsize                     pixel,
             gpointer                  data)
{
  const Forward *f = data;
  float *y = f->y + ((gsize) t->oy * s->out_width + t->ox) * s->out_channels;

  for (guint c = 0; c < s->in_channels; c++)
    {
      const float x = f->x[pixel * s->in_channels + c];
      const float *w = f->weights + cp_packed_weight (s, CP_LANES, 0, c, t->ky, t->kx);

      for (guint o = 0; o < s->out_channels; o++)
        y[o] += x * w[o];
    }
}

/* y[o] = bias[o] + Σ_taps Σ_c x[tap, c] w[tap, c, o] */
void
CP_KERNEL (cp_convolution_forward) (const CpConvolutionShape *s,
                                    const float              *x,
                                    const float              *weights,
                                    const float              *bias,
                                    float                    *y,
                                    float                    *scratch)
{
  Forward forward = { x, weights, y };

  for (gsize i = 0; i < (gsize) s->out_height * s->out_width; i++)
    memcpy (y + i * s->out_channels, bias, s->out_channels * sizeof (float));
  for_each_tap (s, add_forward, &forward);
}

typedef struct
{
  const float *dy, *flipped;
  float *dx;
} BackwardInput;

static void
add_input_gradient (const CpConvolutionShape *s,
                    const Tap                *t,
                    gsize                     pixel,
                    gpointer                  data)
{
  const BackwardInput *b = data;
  const float *dy = b->dy + ((gsize) t->oy * s->out_width + t->ox) * s->out_channels;

  float *dx = b->dx + pixel * s->in_channels;

  for (guint o = 0; o < s->out_channels; o++)
    {
      const float *w = b->flipped + cp_flipped_weight (s, CP_LANES, o, 0, t->ky, t->kx);

      for (guint c = 0; c < s->in_channels; c++)
        dx[c] += dy[o] * w[c];
    }
}

/* forward: y[o] += x[tap, c] w[tap, c, o], so dx[tap, c] += dy[o] w[tap, c, o] */
void
CP_KERNEL (cp_convolution_backward_input) (const CpConvolutionShape *s,
                                           const float              *dy,
                                           const float              *flipped,
                                           float                    *dx,
                                           float                    *scratch)
{
  BackwardInput backward = { dy, flipped, dx };

  memset (dx, 0, (gsize) s->in_height * s->in_width * s->in_channels * sizeof (float));
  for_each_tap (s, add_input_gradient, &backward);
}

typedef gsize (*WeightIndex) (const CpConvolutionShape *s, guint lanes, guint o, guint c, guint ky, guint kx);

typedef struct
{
  const float *x, *dy;
  float *dweights;
  WeightIndex index;
} BackwardWeights;

static void
add_weight_gradient (const CpConvolutionShape *s,
                     const Tap                *t,
                     gsize                     pixel,
                     gpointer                  data)
{
  const BackwardWeights *b = data;
  const float *dy = b->dy + ((gsize) t->oy * s->out_width + t->ox) * s->out_channels;

  for (guint c = 0; c < s->in_channels; c++)
    {
      const float x = b->x[pixel * s->in_channels + c];
      const gsize first = b->index (s, CP_LANES, 0, c, t->ky, t->kx);
      const gsize step = b->index (s, CP_LANES, 1, c, t->ky, t->kx) - first; /* the same for every o */

      for (guint o = 0; o < s->out_channels; o++)
        b->dweights[first + o * step] += x * dy[o];
    }
}

static void
backward_weights (const CpConvolutionShape *s,
                  BackwardWeights          *backward,
                  float                    *dbias)
{
  for (gsize i = 0; dbias != NULL && i < (gsize) s->out_height * s->out_width * s->out_channels; i++)
    dbias[i % s->out_channels] += backward->dy[i];
  for_each_tap (s, add_weight_gradient, backward);
}

/* forward: y[o] += bias[o] + x[tap, c] w[tap, c, o], so dbias[o] += dy[o] and
 * dw[tap, c, o] += x[tap, c] dy[o] */
void
CP_KERNEL (cp_convolution_backward_weights) (const CpConvolutionShape *s,
                                             const float              *x,
                                             const float              *dy,
                                             float                    *dweights,
                                             float                    *dbias,
                                             float                    *scratch)
{
  BackwardWeights backward = { x, dy, dweights, cp_packed_weight };

  backward_weights (s, &backward, dbias);
}

/* Where pixel @tap of an output's window lies in the unpooled image. */
static gsize
unpooled (const CpConvolutionShape *s,
          guint                     size,
          gsize                     output,
          guint                     tap)
{
  const guint O = s->out_channels, width = s->out_width / size;
  const gsize window = output / O;
  const gsize y = window / width * size + tap / size, x = window % width * size + tap % size;

  return (y * s->out_width + x) * O + output % O;
}

/* y = the maximum of ReLU (convolution) over each window */
void
CP_KERNEL (cp_convolution_pool_forward) (const CpConvolutionShape *s,
                                         guint                     size,
                                         const float              *x,
                                         const float              *weights,
                                         const float              *bias,
                                         float                    *y,
                                         guint8                   *choices,
                                         float                    *scratch)
{
  const gsize n = (gsize) (s->out_height / size) * (s->out_width / size) * s->out_channels;

  CP_KERNEL (cp_convolution_forward) (s, x, weights, bias, scratch, NULL);
  for (gsize i = 0; i < n; i++)
    {
      choices[i] = 0;
      y[i] = scratch[unpooled (s, size, i, 0)];
      for (guint tap = 1; tap < size * size; tap++)
        if (scratch[unpooled (s, size, i, tap)] > y[i])
          {
            choices[i] = (guint8) tap;
            y[i] = scratch[unpooled (s, size, i, tap)];
          }
      y[i] = y[i] < 0 ? 0 : y[i];
    }
}

static void
unpool (const CpConvolutionShape *s,
        guint                     size,
        const float              *dy,
        const guint8             *choices,
        float                    *whole)
{
  const gsize n = (gsize) (s->out_height / size) * (s->out_width / size) * s->out_channels;

  memset (whole, 0, (gsize) s->out_height * s->out_width * s->out_channels * sizeof (float));
  for (gsize i = 0; i < n; i++)
    whole[unpooled (s, size, i, choices[i])] = dy[i];
}

void
CP_KERNEL (cp_convolution_pool_backward_input) (const CpConvolutionShape *s,
                                                guint                     size,
                                                const float              *dy,
                                                const guint8             *choices,
                                                const float              *flipped,
                                                float                    *dx,
                                                float                    *scratch)
{
  unpool (s, size, dy, choices, scratch);
  CP_KERNEL (cp_convolution_backward_input) (s, scratch, flipped, dx, NULL);
}

void
CP_KERNEL (cp_convolution_pool_backward_weights) (const CpConvolutionShape *s,
                                                  guint                     size,
                                                  const float              *x,
                                                  const float              *dy,
                                                  const guint8             *choices,
                                                  float                    *dweights,
                                                  float                    *dbias,
                                                  float                    *scratch)
{
  BackwardWeights backward = { x, scratch, dweights, cp_pooled_weight };

  unpool (s, size, dy, choices, scratch);
  backward_weights (s, &backward, dbias);
}
