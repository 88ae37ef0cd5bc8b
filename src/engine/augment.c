/* SPDX-License-Identifier: MIT */
#include "augment.h"

#include "philox.h"

#include <math.h>

/**
 * cp_augmentation_default:
 *
 * Returns: the ranges that suit chest X-rays: as much as positioning and exposure
 *   vary between films; never a mirror image, which no patient has
 */
CpAugmentation
cp_augmentation_default (void)
{
  return (CpAugmentation) {
    .rotation = 10,
    .scale = 0.1,
    .shift = 0.05,
    .contrast = 0.3,
    .brightness = 0.2,
  };
}

/* A number in [−range, range). */
static double
within (double  range,
        guint32 bits)
{
  return range * (2 * (double) cp_random_to_unit (bits) - 1);
}

/**
 * cp_augmentation_draw:
 * @self: how far images may be changed
 * @seed: the training's
 * @step: any number that differs each time an image is shown: the epoch, or the step
 * @sample: the image's index in its data set
 *
 * Draws what is done to one image from Philox. The draw depends on nothing but
 * the arguments, so not on the thread, nor on the images beside it in a batch.
 *
 * Returns: the distortion
 */
CpDistortion
cp_augmentation_draw (const CpAugmentation *self,
                      guint64               seed,
                      guint32               step,
                      gsize                 sample)
{
  const CpRandom random = cp_random_stream (seed, CP_RANDOM_AUGMENT, step);
  guint32 bits[8];

  cp_random_block (&random, (guint64) sample * 2, bits);
  cp_random_block (&random, (guint64) sample * 2 + 1, bits + 4);

  return (CpDistortion) {
    .rotation = within (self->rotation, bits[0]),
    .scale = 1 + within (self->scale, bits[1]),
    .shift_x = within (self->shift, bits[2]),
    .shift_y = within (self->shift, bits[3]),
    .contrast = exp (within (self->contrast, bits[4])),
    .brightness = within (self->brightness, bits[5]),
  };
}

/* The content is turned and scaled about the middle of the image, then shifted;
 * the map goes the other way, from a pixel p of the result to
 * middle + R⁻¹ (p − middle − shift) / scale. Rows count downwards, so that an
 * anticlockwise turn takes (1, 0) to (cos, −sin). */
static CpAugmentMap
map_back (const CpDistortion *d,
          guint               size)
{
  const double middle = (size - 1) / 2.0;
  const double angle = d->rotation * G_PI / 180;
  const double along = cos (angle) / d->scale, across = sin (angle) / d->scale;
  const double x = -middle - d->shift_x * size, y = -middle - d->shift_y * size;

  return (CpAugmentMap) {
    .x = (float) (middle + along * x - across * y),
    .y = (float) (middle + across * x + along * y),
    .x_column = (float) along,
    .y_column = (float) across,
    .x_row = (float) -across,
    .y_row = (float) along,
    .contrast = (float) d->contrast,
    .brightness = (float) d->brightness,
  };
}

/**
 * cp_distort:
 * @distortion: what to do; its scale is above 0
 * @kernels: the processor level to compute with
 * @size: height and width, 2 to 4096
 * @pixels: (size, size) the original, 0 to 255
 * @out: (size, size) set to the result, (x / 255 − 0.5) / 0.5 times contrast plus brightness
 *
 * Resamples an image, bilinear between the middles of pixels; beyond its edge the
 * outermost pixels go on. Contrast pivots on middle grey, 0 in normalised
 * values; the result is not limited to −1 … 1. Its bits depend on the level.
 */
void
cp_distort (const CpDistortion *distortion,
            const CpKernels    *kernels,
            guint               size,
            const guint8       *pixels,
            float              *out)
{
  const CpAugmentMap map = map_back (distortion, size);

  g_return_if_fail (size >= 2 && size <= 4096);
  g_return_if_fail (distortion->scale > 0);

  kernels->augment (&map, size, pixels, out);
}
