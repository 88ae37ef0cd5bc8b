/* SPDX-License-Identifier: MIT */
#include "level.h"

/* y[o] = bias[o] + Σ_i x[i] w[i, o] */
void
CP_KERNEL (cp_linear_forward) (guint        n,
                               guint        in,
                               guint        out,
                               const float *x,
                               const float *weights,
                               const float *bias,
                               float       *y)
{
  for (guint s = 0; s < n; s++, x += in, y += out)
    {
      for (guint o = 0; o < out; o++)
        y[o] = bias[o];
      for (guint i = 0; i < in; i++)
        for (guint o = 0; o < out; o++)
          y[o] += x[i] * weights[(gsize) i * out + o];
    }
}

/* forward: y[o] += x[i] w[o, i], so dx[i] = Σ_o dy[o] w[o, i] */
void
CP_KERNEL (cp_linear_backward_input) (guint        n,
                                      guint        in,
                                      guint        out,
                                      const float *dy,
                                      const float *weights,
                                      float       *dx)
{
  for (guint s = 0; s < n; s++, dy += out, dx += in)
    {
      for (guint i = 0; i < in; i++)
        dx[i] = 0;
      for (guint o = 0; o < out; o++)
        for (guint i = 0; i < in; i++)
          dx[i] += dy[o] * weights[(gsize) o * in + i];
    }
}

/* forward: y[o] += x[i] w[o, i], so dw[o, i] = Σ_samples dy[o] x[i] */
void
CP_KERNEL (cp_linear_backward_weights) (guint        n,
                                        guint        in,
                                        guint        out,
                                        guint        first,
                                        guint        count,
                                        const float *x,
                                        const float *dy,
                                        float       *dweights,
                                        float       *scratch)
{
  for (guint o = 0; o < out; o++)
    for (guint i = first; i < first + count; i++)
      {
        float sum = 0;

        for (guint s = 0; s < n; s++)
          sum += dy[(gsize) s * out + o] * x[(gsize) s * in + i];
        dweights[(gsize) o * in + i] = sum;
      }
}
