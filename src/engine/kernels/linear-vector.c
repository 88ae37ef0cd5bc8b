/* SPDX-License-Identifier: MIT */
#include "matrix-tile.h"

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
  const CpProduct product = {
    .a = x, .a_step = in, .depth = in,
    .b = weights, .b_step = cp_round_up (out, CP_LANES), .bias = bias,
    .y = y, .columns = out,
  };

  multiply_rows (&product, n);
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
  const CpProduct product = {
    .a = dy, .a_step = out, .depth = out,
    .b = weights, .b_step = in,
    .y = dx, .columns = in,
  };

  multiply_rows (&product, n);
}

/* forward: y[o] += x[i] w[o, i], so dw[o, i] = Σ_samples dy[o] x[i]; the columns
 * of x are gathered first, as they lie a whole sample apart. */
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
  const gsize step = cp_round_up (count, CP_LANES);
  const CpOuter outer = {
    .a = dy, .a_step = out, .depth = n,
    .b = scratch, .b_step = step,
    .y = dweights + first, .y_step = in, .columns = count,
  };

  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < count; c += CP_LANES)
      store (scratch + i * step + c, load_some (x + (gsize) i * in + first + c, count - c), CP_LANES);
  outer_rows (&outer, out);
}
