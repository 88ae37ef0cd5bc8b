/* SPDX-License-Identifier: MIT */
#pragma once

#include "vector.h"

/**
 * CpFrame:
 * @height: lines of the image
 * @width: pixels of the image
 * @channels: of the image
 * @step: image pixels from one line or pixel taken to the next
 * @top: frame pixels above the image
 * @left: frame pixels before the image
 * @stride: frame pixels between the windows of neighbouring output pixels
 * @block: channels that lie together, a vector's or one
 * @line: floats in a line of the frame
 * @plane: floats in a block's whole frame
 *
 * A copy of an image (height, width, channels) inside zeros, as
 * (blocks, lines, pixels, block): whatever the number of channels, the distance
 * between pixels is known when the kernels are compiled.
 */
typedef struct
{
  guint height, width, channels;
  guint step;
  guint top, left;
  guint stride;
  guint block;
  gsize line, plane;
} CpFrame;

/* A single channel is not worth a vector of zeros beside it (packing.c knows). */
CP_INLINE guint
frame_block (guint channels)
{
  return channels == 1 ? 1 : CP_LANES;
}

CP_INLINE guint
frame_blocks (const CpFrame *f)
{
  return (f->channels + f->block - 1) / f->block;
}

/* The frame in which every output pixel sees a whole kernel; for a kernel of one
 * pixel only the pixels that a stride does not pass over. */
CP_INLINE CpFrame
input_frame (const CpConvolutionShape *s)
{
  CpFrame f = {
    .height = s->in_height, .width = s->in_width, .channels = s->in_channels,
    .step = s->kernel == 1 && s->padding == 0 ? s->stride : 1,
    .top = s->padding, .left = s->padding, .block = frame_block (s->in_channels),
  };

  f.stride = s->stride / f.step;
  f.line = (gsize) ((s->in_width - 1) / f.step + 1 + 2 * s->padding) * f.block;
  f.plane = ((s->in_height - 1) / f.step + 1 + 2 * s->padding) * f.line;

  return f;
}

/* The output's gradient as the input of the flipped convolution, framed so that
 * every input pixel sees those taps of the kernel that the stride leaves it. */
CP_INLINE CpFrame
gradient_frame (const CpConvolutionShape *s)
{
  CpFrame f = {
    .height = s->out_height, .width = s->out_width, .channels = s->out_channels, .step = 1,
    .top = (s->kernel - 1 - s->padding) / s->stride, .left = (s->kernel - 1 - s->padding) / s->stride,
    .stride = 1, .block = CP_LANES,
  };

  f.line = (gsize) (f.left + (s->in_width - 1 + s->padding) / s->stride + 1) * f.block;
  f.plane = (f.top + (s->in_height - 1 + s->padding) / s->stride + 1) * f.line;

  return f;
}

CP_INLINE gsize
frame_floats (const CpFrame *f)
{
  return frame_blocks (f) * f->plane;
}

/* Where pixel (y, x) of the image, or of what is taken of it, lies in the first block's frame. */
CP_INLINE gsize
frame_at (const CpFrame *f,
          guint          y,
          guint          x)
{
  return (f->top + (gsize) y) * f->line + (f->left + (gsize) x) * f->block;
}

CP_INLINE void
zero (float *from,
      float *to)
{
  memset (from, 0, (gsize) (to - from) * sizeof (float));
}

/* One line of @n channels; the rest of the block is zero. */
CP_INLINE void
put_line (const CpFrame *f,
          const float   *from,
          guint          n,
          guint          width,
          float         *to)
{
  const gsize step = (gsize) f->step * f->channels;

  if (f->channels == f->block && f->step == 1)
    memcpy (to, from, width * step * sizeof (float));
  else if (f->block == 1)
    for (guint x = 0; x < width; x++)
      to[x] = from[x * step];
  else if (n == CP_LANES)
    for (guint x = 0; x < width; x++)
      store (to + (gsize) x * CP_LANES, load (from + x * step), CP_LANES);
  else
    for (guint x = 0; x < width; x++)
      store (to + (gsize) x * CP_LANES, load_some (from + x * step, n), CP_LANES);
}

static inline void
put_in_frame (const CpFrame *f,
              const float   *image,
              float         *framed)
{
  const guint height = (f->height - 1) / f->step + 1, width = (f->width - 1) / f->step + 1;

  for (guint first = 0; first < f->channels; first += f->block, framed += f->plane)
    {
      float *end = framed;

      for (guint y = 0; y < height; y++)
        {
          float *line = framed + frame_at (f, y, 0);

          zero (end, line);
          put_line (f, image + (gsize) y * f->step * f->width * f->channels + first, MIN (f->block, f->channels - first),
                    width, line);
          end = line + (gsize) width * f->block;
        }
      zero (end, framed + f->plane);
    }
}
