/* SPDX-License-Identifier: MIT */
#pragma once

#include "vector.h"

/**
 * CpFrame:
 * @height: of the image
 * @width: of the image
 * @channels: of the image
 * @top: frame pixels above the image
 * @left: frame pixels before the image
 * @spread: frame pixels from one image pixel to the next
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
  guint top, left, spread;
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

/* The frame in which every output pixel sees a whole kernel. */
CP_INLINE CpFrame
input_frame (const CpConvolutionShape *s)
{
  CpFrame f = {
    .height = s->in_height, .width = s->in_width, .channels = s->in_channels,
    .top = s->padding, .left = s->padding, .spread = 1, .block = frame_block (s->in_channels),
  };

  f.line = (gsize) (s->in_width + 2 * s->padding) * f.block;
  f.plane = (s->in_height + 2 * s->padding) * f.line;

  return f;
}

/* The output's gradient as the input of the flipped convolution: spread by the
 * stride, framed so that every input pixel sees a whole kernel. */
CP_INLINE CpFrame
gradient_frame (const CpConvolutionShape *s)
{
  CpFrame f = {
    .height = s->out_height, .width = s->out_width, .channels = s->out_channels,
    .top = s->kernel - 1 - s->padding, .left = s->kernel - 1 - s->padding,
    .spread = s->stride, .block = CP_LANES,
  };

  f.line = (gsize) (s->in_width + s->kernel - 1) * f.block;
  f.plane = (s->in_height + s->kernel - 1) * f.line;

  return f;
}

CP_INLINE gsize
frame_floats (const CpFrame *f)
{
  return frame_blocks (f) * f->plane;
}

/* Where pixel (y, x) of the image lies in the first block's frame. */
CP_INLINE gsize
frame_at (const CpFrame *f,
          guint          y,
          guint          x)
{
  return (f->top + (gsize) y * f->spread) * f->line + (f->left + (gsize) x * f->spread) * f->block;
}

CP_INLINE void
copy_block (const float *from,
            guint        n,
            float       *to)
{
  if (n == CP_LANES)
    store (to, load (from), CP_LANES);
  else
    memcpy (to, from, n * sizeof (float));
}

static inline void
put_in_frame (const CpFrame *f,
              const float   *image,
              float         *framed)
{
  memset (framed, 0, frame_floats (f) * sizeof (float));
  for (guint first = 0; first < f->channels; first += f->block, framed += f->plane)
    {
      const guint n = MIN (f->block, f->channels - first);
      const float *from = image + first;

      for (guint y = 0; y < f->height; y++)
        {
          float *to = framed + frame_at (f, y, 0);

          if (f->channels == f->block && f->spread == 1)
            memcpy (to, from, (gsize) f->width * f->channels * sizeof (float));
          else
            for (guint x = 0; x < f->width; x++)
              copy_block (from + (gsize) x * f->channels, n, to + (gsize) x * f->spread * f->block);
          from += (gsize) f->width * f->channels;
        }
    }
}
