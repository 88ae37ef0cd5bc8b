/* SPDX-License-Identifier: MIT */
#include "gradient-tile.h"
#include "single-channel.h"

/* Floats of input and gradient that stay in the first-level cache. */
#define CP_NEAR 8192

/* forward: y[o] += bias[o] + x[tap, c] w[tap, c, o], so dbias[o] += dy[o] and
 * dw[tap, c, o] += x[tap, c] dy[o], summed over the pixels. */

static void
add_bias (const float *dy,
          gsize        pixels,
          guint        channels,
          float       *dbias)
{
  for (guint c = 0; c < channels; c += CP_LANES)
    {
      CpVector total = load (dbias + c);

      for (gsize i = 0; i < pixels; i++)
        total += load_some (dy + i * channels + c, channels - c);
      store (dbias + c, total, CP_LANES);
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

/* Which taps are summed together. */
static const CpGradientKind *
kind_of (const CpConvolutionShape *s)
{
  const guint most = s->in_channels == 1 ? 1 : 2; /* the stride of the tiles that there are */

  return &gradient_kinds[s->kernel == 3 && s->stride <= most ? s->stride : 0];
}

/* The channels of one block, or the lines under the kernel of a single channel,
 * are the streams. */
static void
add_rows (const CpConvolutionShape *s,
          const CpFrame            *frame,
          const CpGradient         *rows)
{
  const CpGradientKind *kind = kind_of (s);
  const guint K = s->kernel;
  CpGradient p = *rows;

  if (kind->taps == 3 && s->in_channels == 1)
    {
      p.x_stream = frame->line;
      sum_gradient (&p, kind, K);
      return;
    }
  for (guint first = 0; first < s->in_channels; first += frame->block)
    {
      const guint channels = MIN (frame->block, s->in_channels - first);

      for (guint ky = 0; ky < K; ky++, p.dw += channels * p.dw_stream)
        for (guint kx = 0; kx < K; kx += kind->taps)
          {
            CpGradient tap = p;

            tap.x += first / frame->block * frame->plane + ky * frame->line + kx * frame->block;
            tap.dw += kx * p.dw_step;
            sum_gradient (&tap, kind, channels);
          }
    }
}

/* As many lines at a time as stay in the first-level cache for all taps. */
static void
add_bands (const CpConvolutionShape *s,
           const CpFrame            *frame,
           const CpGradient         *rows)
{
  const gsize line = frame_blocks (frame) * rows->x_line + rows->length * rows->dy_step;
  const guint bands = (guint) ((s->out_height * line + CP_NEAR - 1) / CP_NEAR);
  CpGradient band = *rows;

  for (guint b = 0; b < bands; b++)
    {
      const guint first = s->out_height * b / bands;

      band.lines = s->out_height * (b + 1) / bands - first;
      band.x = rows->x + first * rows->x_line;
      band.dy = rows->dy + first * rows->length * rows->dy_step;
      add_rows (s, frame, &band);
    }
}

static CpGradient
gradient_rows (const CpConvolutionShape *s,
               const CpFrame            *frame,
               const float              *framed,
               float                    *dweights)
{
  const gsize step = cp_round_up (s->out_channels, CP_LANES);

  return (CpGradient) {
    .x = framed, .x_stream = 1, .x_pixel = (gsize) frame->stride * frame->block, .x_line = frame->stride * frame->line,
    .dy_step = step, .length = s->out_width,
    .dw = dweights, .dw_stream = s->kernel * step, .dw_step = step, .columns = (guint) step,
  };
}

void
CP_KERNEL (cp_convolution_backward_weights) (const CpConvolutionShape *s,
                                             const float              *x,
                                             const float              *dy,
                                             float                    *dweights,
                                             float                    *dbias,
                                             float                    *scratch)
{
  const CpFrame frame = input_frame (s);
  CpGradient rows = gradient_rows (s, &frame, scratch, dweights);

  put_in_frame (&frame, x, scratch);
  rows.dy = whole_vectors (s, dy, scratch + cp_round_up (frame_floats (&frame), CP_LANES));
  add_bands (s, &frame, &rows);
  if (dbias != NULL)
    add_bias (dy, (gsize) s->out_height * s->out_width, s->out_channels, dbias);
}

/* A single input channel: each row of windows is unpooled and summed as it is. */
static void
add_unpooled_rows (const CpConvolutionShape *s,
                   const guint               size,
                   const CpFrame            *frame,
                   const float              *framed,
                   const float              *dy,
                   const guint8             *choices,
                   float                    *dweights,
                   float                    *unpooled)
{
  CpGradient rows = gradient_rows (s, frame, framed, dweights);

  rows.dy = unpooled;
  rows.lines = size;
  memset (unpooled, 0, size * s->out_width * rows.dy_step * sizeof (float));
  for (guint y = 0; y < s->out_height / size; y++)
    {
      unpool_row (dy, choices, s->out_width, s->out_channels, size, unpooled);
      add_rows (s, frame, &rows);
      rows.x += size * rows.x_line;
      dy += (gsize) (s->out_width / size) * s->out_channels;
      choices += s->out_width / size * rows.dy_step;
    }
}

/* Of each window only one pixel has a gradient: where its input begins in a
 * block's frame. */
static void
find_chosen (const CpConvolutionShape *s,
             const guint               size,
             const CpFrame            *f,
             const guint8             *choices,
             guint32                  *at)
{
  const gsize step = cp_round_up (s->out_channels, CP_LANES);
  const guint line = (guint) (f->stride * f->line), pixel = f->stride * f->block;

  for (guint y = 0; y < s->out_height / size; y++)
    for (guint x = 0; x < s->out_width / size; x++, choices += step, at += step)
      {
        const guint first = y * size * line + x * size * pixel;

        for (gsize o = 0; o < step; o++)
          at[o] = first + choices[o] / size * line + choices[o] % size * pixel;
      }
}

/* An output channel's windows. */
typedef struct
{
  const guint32 *at;     /* (n) where the chosen pixel's input begins */
  const float *gradient; /* (n) */
  gsize n;
} Chosen;

/* dw[ky, kx, :] += x[pixel + tap, :] dy for @rows by @taps taps of one block. */
CP_INLINE void
add_chosen (const Chosen *chosen,
            const float  *framed,
            gsize         line,
            float        *dw,
            const guint   rows,
            const guint   taps)
{
  CpVector sum[9];

#pragma GCC unroll 9
  for (guint t = 0; t < rows * taps; t++)
    sum[t] = load (dw + t * CP_LANES);

  for (gsize i = 0; i < chosen->n; i++)
    {
      const CpVector dy = spread (chosen->gradient[i]);
      const float *x = framed + chosen->at[i];

#pragma GCC unroll 3
      for (guint r = 0; r < rows; r++)
#pragma GCC unroll 3
        for (guint t = 0; t < taps; t++)
          sum[r * taps + t] += load (x + r * line + t * CP_LANES) * dy;
    }

#pragma GCC unroll 9
  for (guint t = 0; t < rows * taps; t++)
    store (dw + t * CP_LANES, sum[t], CP_LANES);
}

/* dw is (C_out, blocks, kernel, kernel, block) here: a vector of input channels
 * for each output channel's one pixel of a window. */
static void
add_chosen_pixels (const CpConvolutionShape *s,
                   guint                     size,
                   const CpFrame            *f,
                   const float              *framed,
                   const float              *dy,
                   const guint8             *choices,
                   float                    *dw,
                   float                    *scratch)
{
  const guint K = s->kernel, O = s->out_channels;
  const guint windows = (s->out_height / size) * (s->out_width / size);
  const gsize step = cp_round_up (O, CP_LANES);
  float *found = scratch, *at = found + windows * step, *gradient = at + windows * step;

  if (size == 2)
    find_chosen (s, 2, f, choices, (guint32 *) found);
  else
    find_chosen (s, size, f, choices, (guint32 *) found);
  /* a channel's windows side by side */
  CP_KERNEL (cp_transpose) (windows, O, found, step, at, windows);
  CP_KERNEL (cp_transpose) (windows, O, dy, O, gradient, windows);

  for (guint o = 0; o < O; o++)
    {
      const Chosen chosen = { (const guint32 *) at + o * windows, gradient + o * windows, windows };

      for (guint block = 0; block < frame_blocks (f); block++, dw += (gsize) K * K * CP_LANES)
        {
          const float *plane = framed + block * f->plane;

          if (K == 3)
            add_chosen (&chosen, plane, f->line, dw, 3, 3);
          else
            for (guint t = 0; t < K * K; t++)
              add_chosen (&chosen, plane + t / K * f->line + t % K * CP_LANES, f->line, dw + t * CP_LANES, 1, 1);
        }
    }
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
  const CpFrame frame = input_frame (s);
  float *rest = scratch + cp_round_up (frame_floats (&frame), CP_LANES);

  put_in_frame (&frame, x, scratch);
  if (is_single_channel (s, size))
    for (guint column = 0; column < s->out_channels; column += CP_LANES)
      single_gradient (s, scratch, frame.line, dy, choices, column, dweights);
  else if (s->in_channels > 1)
    add_chosen_pixels (s, size, &frame, scratch, dy, choices, dweights, rest);
  else
    add_unpooled_rows (s, size, &frame, scratch, dy, choices, dweights, rest);
  if (dbias != NULL)
    add_bias (dy, (gsize) (s->out_height / size) * (s->out_width / size), s->out_channels, dbias);
}
