/* SPDX-License-Identifier: MIT */
#pragma once

#include "grey-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpOutsideImage:
 *
 * An image file that belongs to no data set, and what the current model says
 * of it. Its property `probability` (double, notify) is NaN until a model has
 * scored it and changes with every newer one.
 */
#define CP_TYPE_OUTSIDE_IMAGE (cp_outside_image_get_type ())
G_DECLARE_FINAL_TYPE (CpOutsideImage, cp_outside_image, CP, OUTSIDE_IMAGE, GObject)

const char        *cp_outside_image_get_path        (CpOutsideImage *self);
const char        *cp_outside_image_get_name        (CpOutsideImage *self);
guint              cp_outside_image_get_width       (CpOutsideImage *self);
guint              cp_outside_image_get_height      (CpOutsideImage *self);
const CpGreyImage *cp_outside_image_get_preview     (CpOutsideImage *self);
guint              cp_outside_image_get_size        (CpOutsideImage *self);
GBytes            *cp_outside_image_get_pixels      (CpOutsideImage *self);
gboolean           cp_outside_image_get_scored      (CpOutsideImage *self);
float              cp_outside_image_get_logit       (CpOutsideImage *self);
double             cp_outside_image_get_probability (CpOutsideImage *self);
double             cp_outside_image_get_deviation   (CpOutsideImage *self);

G_END_DECLS
