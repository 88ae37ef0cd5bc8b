/* SPDX-License-Identifier: MIT */
#pragma once

#include "grey-image.h"

G_BEGIN_DECLS

guint        cp_exif_get_orientation (const guint8 *data,
                                      gsize         size);
CpGreyImage *cp_grey_image_orient    (CpGreyImage  *image,
                                      guint         orientation);

G_END_DECLS
