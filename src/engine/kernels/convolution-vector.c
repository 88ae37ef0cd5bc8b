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
    .frame = frame, .kernel = s->kernel, .spacing = 1, .lines = s->kernel, .taps = s->kernel,
    .w = weights, .w_step = cp_round_up (s->out_channels, CP_LANES), .bias = bias,
    .height = s->out_height, .width = s->out_width, .y_line = (gsize) s->out_width * s->out_channels,
    .y_step = s->out_channels, .columns = s->out_channels,
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
  convolve_rows (&rows, scratch, y);
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
  const gsize line = frame.stride * frame.line;
  CpRows rows = forward_rows (s, &frame, weights, bias);
  float *pooled = scratch + cp_round_up (frame_floats (&frame), CP_LANES);

  rows.y_step = rows.columns = (guint) rows.w_step;
  rows.y_line = s->out_width * rows.y_step;
  rows.height = size;
  put_in_frame (&frame, x, scratch);
  if (is_single_channel (s, size))
    {
      forward_single (s, &frame, scratch, weights, bias, y, choices);
      return;
    }
  for (guint oy = 0; oy < s->out_height / size; oy++)
    {
      convolve_rows (&rows, scratch + oy * size * line, pooled);
      if (size == 2)
        pool_row (pooled, s->out_width, s->out_channels, 2, y, choices);
      else
        pool_row (pooled, s->out_width, s->out_channels, size, y, choices);
      y += (gsize) (s->out_width / size) * s->out_channels;
      choices += s->out_width / size * rows.y_step;
    }
}

/* Input pixels y = stride u + phase all see the same taps of the flipped kernel,
 * every stride-th from @first on, at the frame's pixels from u + @from on. */
typedef struct
{
  guint first, taps;
  guint from, pixels;
} Phase;

static Phase
phase_of (const CpConvolutionShape *s,
          guint                     phase,
          guint                     margin,
          guint                     side)
{
  const guint reach = s->kernel - 1 - s->padding; /* pixels before y that its first tap is */
  const guint first = (reach + s->stride * s->kernel - phase) % s->stride;

  return (Phase) {
    .first = first, .taps = first < s->kernel ? (s->kernel - 1 - first) / s->stride + 1 : 0,
    .from = (margin * s->stride + phase + first - reach) / s->stride,
    .pixels = phase < side ? (side - 1 - phase) / s->stride + 1 : 0,
  };
}

/* The framed gradient's convolution with the flipped kernel: as many of them as
 * the stride has phases, each with its own taps. */
static void
convolve_gradient (const CpConvolutionShape *s,
                   const CpFrame            *frame,
                   const float              *framed,
                   const float              *weights,
                   float                    *dx)
{
  const gsize line = (gsize) s->in_width * s->in_channels;

  for (guint i = 0; i < s->stride * s->stride; i++)
    {
      const guint py = i / s->stride, px = i % s->stride;
      const Phase v = phase_of (s, py, frame->top, s->in_height), h = phase_of (s, px, frame->left, s->in_width);
      const CpRows rows = {
        .frame = frame, .kernel = s->kernel, .spacing = s->stride,
        .first_line = v.first, .lines = v.taps, .first_tap = h.first, .taps = h.taps,
        .w = weights, .w_step = cp_round_up (s->in_channels, CP_LANES),
        .height = v.pixels, .width = h.pixels,
        .y_line = s->stride * line, .y_step = (gsize) s->stride * s->in_channels, .columns = s->in_channels,
      };

      convolve_rows (&rows, framed + v.from * frame->line + h.from * frame->block,
                     dx + py * line + (gsize) px * s->in_channels);
    }
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
                       f->line, CP_LANES, size);
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
