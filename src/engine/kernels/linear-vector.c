/* SPDX-License-Identifier: MIT */
#include "tile.h"

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
  const CpRows rows = {
    .a = x, .a_step = in, .segments = 1, .segment_length = in,
    .b = weights, .b_step = cp_round_up (out, CP_LANES), .bias = bias,
    .y = y, .y_step = out,
  };

  multiply_rows (&rows, n);
}

/* forward: y[o] += x[i] w[i, o], so dx[i] = Σ_o dy[o] w[i, o] */
void
CP_KERNEL (cp_linear_backward_input) (guint        n,
                                      guint        in,
                                      guint        out,
                                      const float *dy,
                                      const float *weights,
                                      float       *dx)
{
  const CpRows rows = {
    .a = dy, .a_step = out, .segments = 1, .segment_length = out,
    .b = weights, .b_step = cp_round_up (in, CP_LANES), .bias = NULL,
    .y = dx, .y_step = in,
  };

  multiply_rows (&rows, n);
}

/* forward: y[o] += x[i] w[i, o], so dw[i, o] = Σ_samples x[i] dy[o] */
void
CP_KERNEL (cp_linear_backward_weights) (guint        n,
                                        guint        in,
                                        guint        out,
                                        guint        first,
                                        guint        count,
                                        const float *x,
                                        const float *dy,
                                        float       *dweights)
{
  const CpOuter outer = {
    .a = x + first, .a_step = in, .b = dy, .b_step = cp_round_up (out, CP_LANES),
    .lines = 1, .length = n, .y = dweights,
  };

  memset (dweights, 0, count * outer.b_step * sizeof (float));
  outer_rows (&outer, count);
}
