/* SPDX-License-Identifier: MIT */
#include "row-tile.h"
#include "single-channel.h"

static CpRows
forward_rows (const CpConvolutionShape *s,
              const CpFrame            *frame,
              const float              *weights,
              const float              *bias)
{
  return (CpRows) {
    .frame = frame, .kernel = s->kernel, .stride = s->stride,
    .w = weights, .w_step = cp_round_up (s->out_channels, CP_LANES), .bias = bias,
    .width = s->out_width, .y_step = s->out_channels, .columns = s->out_channels,
  };
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
  const CpFrame frame = input_frame (s);
  const CpRows rows = forward_rows (s, &frame, weights, bias);

  put_in_frame (&frame, x, scratch);
  for (guint oy = 0; oy < s->out_height; oy++)
    convolve_row (&rows, scratch + oy * s->stride * frame.line, y + oy * s->out_width * rows.y_step);
}

static void
forward_single (const CpConvolutionShape *s,
                const CpFrame            *frame,
                const float              *framed,
                const float              *weights,
                const float              *bias,
                float                    *y,
                guint8                   *choices)
{
  const guint width = s->out_width / 2;
  const gsize step = cp_round_up (s->out_channels, CP_LANES);

  for (guint oy = 0; oy < s->out_height / 2; oy++)
    single_row (weights, bias, framed + 2 * oy * frame->line, frame->line, width, s->out_channels,
                y + (gsize) oy * width * s->out_channels, choices + oy * width * step);
}

/* y = the maximum of ReLU (convolution) in each window: as many rows as a
 * window is high are computed, then pooled where they are. */
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
  const CpFrame frame = input_frame (s);
  const gsize line = s->stride * frame.line;
  CpRows rows = forward_rows (s, &frame, weights, bias);
  float *pooled = scratch + cp_round_up (frame_floats (&frame), CP_LANES);

  rows.y_step = rows.columns = (guint) rows.w_step;
  put_in_frame (&frame, x, scratch);
  if (is_single_channel (s, size))
    {
      forward_single (s, &frame, scratch, weights, bias, y, choices);
      return;
    }
  for (guint oy = 0; oy < s->out_height / size; oy++)
    {
      for (guint i = 0; i < size; i++)
        convolve_row (&rows, scratch + (oy * size + i) * line, pooled + i * s->out_width * rows.y_step);
      if (size == 2)
        pool_row (pooled, s->out_width, s->out_channels, 2, y, choices);
      else
        pool_row (pooled, s->out_width, s->out_channels, size, y, choices);
      y += (gsize) (s->out_width / size) * s->out_channels;
      choices += s->out_width / size * rows.y_step;
    }
}

/* The framed gradient's convolution with the flipped kernel. */
static void
convolve_gradient (const CpConvolutionShape *s,
                   const CpFrame            *frame,
                   const float              *framed,
                   const float              *weights,
                   float                    *dx)
{
  const CpRows rows = {
    .frame = frame, .kernel = s->kernel, .stride = 1,
    .w = weights, .w_step = cp_round_up (s->in_channels, CP_LANES),
    .width = s->in_width, .y_step = s->in_channels, .columns = s->in_channels,
  };

  for (guint iy = 0; iy < s->in_height; iy++)
    convolve_row (&rows, framed + iy * frame->line, dx + iy * s->in_width * rows.y_step);
}

/* forward: y[o] += x[tap, c] w[tap, c, o], so dx[tap, c] += dy[o] w[tap, c, o]:
 * a convolution of the framed dy with the flipped kernel. */
void
CP_KERNEL (cp_convolution_backward_input) (const CpConvolutionShape *s,
                                           const float              *dy,
                                           const float              *weights,
                                           float                    *dx,
                                           float                    *scratch)
{
  const CpFrame frame = gradient_frame (s);

  put_in_frame (&frame, dy, scratch);
  convolve_gradient (s, &frame, scratch, weights, dx);
}

static void
unpool_into_frame (const CpConvolutionShape *s,
                   const CpFrame            *f,
                   const guint               size,
                   const float              *dy,
                   const guint8             *choices,
                   float                    *framed)
{
  const guint O = s->out_channels;
  const gsize step = cp_round_up (O, CP_LANES);

  memset (framed, 0, frame_floats (f) * sizeof (float));
  for (guint y = 0; y < s->out_height / size; y++)
    for (guint x = 0; x < s->out_width / size; x++, dy += O, choices += step)
      for (guint c = 0; c < O; c += CP_LANES)
        unpool_window (load_some (dy + c, O - c), choices + c,
                       framed + c / CP_LANES * f->plane + frame_at (f, y * size, x * size),
                       f->spread * f->line, f->spread * CP_LANES, size);
}

void
CP_KERNEL (cp_convolution_pool_backward_input) (const CpConvolutionShape *s,
                                                guint                     size,
                                                const float              *dy,
                                                const guint8             *choices,
                                                const float              *weights,
                                                float                    *dx,
                                                float                    *scratch)
{
  const CpFrame frame = gradient_frame (s);

  if (size == 2)
    unpool_into_frame (s, &frame, 2, dy, choices, scratch);
  else
    unpool_into_frame (s, &frame, size, dy, choices, scratch);
  convolve_gradient (s, &frame, scratch, weights, dx);
}
