/* SPDX-License-Identifier: MIT */
#include "tile.h"

/* A copy of an image of (height, width, channels) inside zeros: pixel (y, x)
 * lands at (top + y · step, left + x · step) of (total_height, total_width). */
typedef struct
{
  guint height, width, channels;
  guint top, left, step;
  guint total_height, total_width;
} Frame;

static void
put_in_frame (const Frame *f,
              const float *x,
              float       *framed)
{
  const gsize pixel = f->channels * sizeof (float);

  memset (framed, 0, (gsize) f->total_height * f->total_width * pixel);
  for (guint y = 0; y < f->height; y++)
    {
      float *line = framed + ((gsize) (f->top + y * f->step) * f->total_width + f->left) * f->channels;

      if (f->step == 1)
        memcpy (line, x, f->width * pixel);
      else
        for (guint i = 0; i < f->width; i++)
          memcpy (line + (gsize) i * f->step * f->channels, x + (gsize) i * f->channels, pixel);
      x += (gsize) f->width * f->channels;
    }
}

static Frame
input_frame (const CpConvolutionShape *s)
{
  return (Frame) {
    .height = s->in_height, .width = s->in_width, .channels = s->in_channels,
    .top = s->padding, .left = s->padding, .step = 1,
    .total_height = s->in_height + 2 * s->padding,
    .total_width = s->in_width + 2 * s->padding,
  };
}

/* The output's gradient as the input of the flipped convolution: spread by the
 * stride, framed so that every input pixel sees a whole kernel. */
static Frame
gradient_frame (const CpConvolutionShape *s)
{
  return (Frame) {
    .height = s->out_height, .width = s->out_width, .channels = s->out_channels,
    .top = s->kernel - 1 - s->padding, .left = s->kernel - 1 - s->padding, .step = s->stride,
    .total_height = s->in_height + s->kernel - 1,
    .total_width = s->in_width + s->kernel - 1,
  };
}

/* y[o] = bias[o] + Σ_taps Σ_c x[tap, c] w[tap, c, o]; the kernel_width · C_in
 * floats under a row of the kernel lie side by side. */
void
CP_KERNEL (cp_convolution_forward) (const CpConvolutionShape *s,
                                    const float              *x,
                                    const float              *weights,
                                    const float              *bias,
                                    float                    *y,
                                    float                    *scratch)
{
  const Frame frame = input_frame (s);
  const gsize line = (gsize) frame.total_width * s->in_channels;
  CpRows rows = {
    .a = scratch, .a_step = (gsize) s->stride * s->in_channels,
    .segments = s->kernel, .segment_step = line, .segment_length = s->kernel * s->in_channels,
    .b = weights, .b_step = cp_round_up (s->out_channels, CP_LANES), .bias = bias,
    .y = y, .y_step = s->out_channels,
  };

  put_in_frame (&frame, x, scratch);
  for (guint oy = 0; oy < s->out_height; oy++)
    {
      multiply_rows (&rows, s->out_width);
      rows.a += s->stride * line;
      rows.y += (gsize) s->out_width * s->out_channels;
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
  const Frame frame = gradient_frame (s);
  const gsize line = (gsize) frame.total_width * s->out_channels;
  CpRows rows = {
    .a = scratch, .a_step = s->out_channels,
    .segments = s->kernel, .segment_step = line, .segment_length = s->kernel * s->out_channels,
    .b = weights, .b_step = cp_round_up (s->in_channels, CP_LANES), .bias = NULL,
    .y = dx, .y_step = s->in_channels,
  };

  put_in_frame (&frame, dy, scratch);
  for (guint iy = 0; iy < s->in_height; iy++)
    {
      multiply_rows (&rows, s->in_width);
      rows.a += line;
      rows.y += (gsize) s->in_width * s->in_channels;
    }
}

/* Rows of whole vectors: copied where the channels do not fill them. */
static const float *
whole_vectors (const CpConvolutionShape *s,
               const float              *dy,
               float                    *scratch)
{
  const guint O = s->out_channels;
  const gsize step = cp_round_up (O, CP_LANES);
  const gsize pixels = (gsize) s->out_height * s->out_width;

  if (step == O)
    return dy;
  memset (scratch, 0, pixels * step * sizeof (float));
  for (gsize i = 0; i < pixels; i++)
    memcpy (scratch + i * step, dy + i * O, O * sizeof (float));
  return scratch;
}

static void
add_columns (const float *dy,
             gsize        rows,
             gsize        step,
             float       *sum)
{
  for (gsize column = 0; column < step; column += CP_LANES)
    {
      CpVector total = load (sum + column);

      for (gsize i = 0; i < rows; i++)
        total += load (dy + i * step + column);
      store (sum + column, total, CP_LANES);
    }
}

/* forward: y[o] += bias[o] + x[tap, c] w[tap, c, o], so dbias[o] += dy[o] and
 * dw[tap, c, o] += x[tap, c] dy[o]: an outer product summed over the pixels. */
void
CP_KERNEL (cp_convolution_backward_weights) (const CpConvolutionShape *s,
                                             const float              *x,
                                             const float              *dy,
                                             float                    *dweights,
                                             float                    *dbias,
                                             float                    *scratch)
{
  const Frame frame = input_frame (s);
  const gsize line = (gsize) frame.total_width * s->in_channels;
  const gsize step = cp_round_up (s->out_channels, CP_LANES);
  const float *rows = whole_vectors (s, dy, scratch + frame.total_height * line);

  put_in_frame (&frame, x, scratch);
  for (guint ky = 0; ky < s->kernel; ky++)
    {
      CpOuter outer = {
        .a = scratch + ky * line, .a_step = (gsize) s->stride * s->in_channels, .a_line = s->stride * line,
        .b = rows, .b_step = step, .lines = s->out_height, .length = s->out_width,
        .y = dweights + (gsize) ky * s->kernel * s->in_channels * step,
      };

      outer_rows (&outer, s->kernel * s->in_channels);
    }
  add_columns (rows, (gsize) s->out_height * s->out_width, step, dbias);
}
