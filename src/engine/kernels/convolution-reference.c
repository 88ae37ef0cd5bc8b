/* SPDX-License-Identifier: MIT */
#include "level.h"

/* The plain loops, as the formula is written. */

typedef struct
{
  guint oy, ox, ky, kx;
} Tap;

/* The input pixel under a tap, or −1 where it lies in the padding. */
static gssize
pixel_under (const CpConvolutionShape *s,
             Tap                       t)
{
  gssize iy = (gssize) t.oy * s->stride + t.ky - s->padding;
  gssize ix = (gssize) t.ox * s->stride + t.kx - s->padding;

  if (iy < 0 || ix < 0 || iy >= (gssize) s->in_height || ix >= (gssize) s->in_width)
    return -1;
  return iy * s->in_width + ix;
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
  const guint C = s->in_channels, O = s->out_channels;
  Tap t;

  for (t.oy = 0; t.oy < s->out_height; t.oy++)
    for (t.ox = 0; t.ox < s->out_width; t.ox++, y += O)
      {
        for (guint o = 0; o < O; o++)
          y[o] = bias[o];

        for (t.ky = 0; t.ky < s->kernel; t.ky++)
          for (t.kx = 0; t.kx < s->kernel; t.kx++)
            {
              const float *w = weights + (gsize) (t.ky * s->kernel + t.kx) * C * O;
              gssize pixel = pixel_under (s, t);

              for (guint c = 0; pixel >= 0 && c < C; c++)
                for (guint o = 0; o < O; o++)
                  y[o] += x[pixel * C + c] * w[c * O + o];
            }
      }
}

/* forward: y[o] += x[tap, c] w[tap, c, o], so dx[tap, c] += dy[o] w[tap, c, o];
 * the packed weights are flipped and have the output channels as rows. */
void
CP_KERNEL (cp_convolution_backward_input) (const CpConvolutionShape *s,
                                           const float              *dy,
                                           const float              *weights,
                                           float                    *dx,
                                           float                    *scratch)
{
  const guint C = s->in_channels, O = s->out_channels;
  Tap t;

  for (gsize i = 0; i < (gsize) s->in_height * s->in_width * C; i++)
    dx[i] = 0;

  for (t.oy = 0; t.oy < s->out_height; t.oy++)
    for (t.ox = 0; t.ox < s->out_width; t.ox++, dy += O)
      for (t.ky = 0; t.ky < s->kernel; t.ky++)
        for (t.kx = 0; t.kx < s->kernel; t.kx++)
          {
            guint flipped = (s->kernel - 1 - t.ky) * s->kernel + s->kernel - 1 - t.kx;
            const float *w = weights + (gsize) flipped * O * C;
            gssize pixel = pixel_under (s, t);

            for (guint o = 0; pixel >= 0 && o < O; o++)
              for (guint c = 0; c < C; c++)
                dx[pixel * C + c] += dy[o] * w[o * C + c];
          }
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
  const guint C = s->in_channels, O = s->out_channels;
  Tap t;

  for (t.oy = 0; t.oy < s->out_height; t.oy++)
    for (t.ox = 0; t.ox < s->out_width; t.ox++, dy += O)
      {
        for (guint o = 0; o < O; o++)
          dbias[o] += dy[o];

        for (t.ky = 0; t.ky < s->kernel; t.ky++)
          for (t.kx = 0; t.kx < s->kernel; t.kx++)
            {
              float *dw = dweights + (gsize) (t.ky * s->kernel + t.kx) * C * O;
              gssize pixel = pixel_under (s, t);

              for (guint c = 0; pixel >= 0 && c < C; c++)
                for (guint o = 0; o < O; o++)
                  dw[c * O + o] += x[pixel * C + c] * dy[o];
            }
      }
}
