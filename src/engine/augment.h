/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/kernels.h"

G_BEGIN_DECLS

/**
 * CpAugmentation:
 * @rotation: most degrees, either way
 * @scale: most that is added to or taken from the size, as a share; below 1
 * @shift: furthest shift in each direction, as a share of the width
 * @contrast: largest exponent, either way: normalised values times e^u
 * @brightness: most that is then added or taken, in normalised units (black is −1, white 1)
 *
 * How far a training image may be changed at random. Each change is drawn
 * uniformly from its range; zeros leave the image as it is.
 */
typedef struct
{
  double rotation;
  double scale;
  double shift;
  double contrast;
  double brightness;
} CpAugmentation;

/**
 * CpDistortion:
 * @rotation: degrees anticlockwise, as one sees the image
 * @scale: size of the result's content over the original's
 * @shift_x: to the right, as a share of the width
 * @shift_y: down, as a share of the height
 * @contrast: factor of the normalised values
 * @brightness: then added
 *
 * What is done to one image.
 */
typedef struct
{
  double rotation;
  double scale;
  double shift_x, shift_y;
  double contrast;
  double brightness;
} CpDistortion;

CpAugmentation cp_augmentation_default (void);
CpDistortion   cp_augmentation_draw    (const CpAugmentation *self,
                                        guint64               seed,
                                        guint32               step,
                                        gsize                 sample);
void           cp_distort              (const CpDistortion   *distortion,
                                        const CpKernels      *kernels,
                                        guint                 size,
                                        const guint8         *pixels,
                                        float                *out);

G_END_DECLS
