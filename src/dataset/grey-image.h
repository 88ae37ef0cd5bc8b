/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"

G_BEGIN_DECLS

#define CP_MAX_IMAGE_SIDE 4096

/**
 * CpGreyImage:
 * @width: in pixels
 * @height: in pixels
 * @pixels: (H, W) grey values, 0 to 255
 *
 * One image of any size.
 */
typedef struct
{
  guint width;
  guint height;
  guint8 *pixels;
} CpGreyImage;

CpGreyImage *cp_grey_image_new       (guint               width,
                                      guint               height);
void         cp_grey_image_free      (CpGreyImage        *self);
CpGreyImage *cp_grey_image_load      (const char         *path,
                                      GError            **error);
gboolean     cp_grey_image_save_png  (const CpGreyImage  *self,
                                      const char         *path,
                                      GError            **error);
CpGreyImage *cp_grey_image_to_square (const CpGreyImage  *self,
                                      guint               size);
CpGreyImage *cp_grey_image_fit       (const CpGreyImage  *self,
                                      guint               side);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpGreyImage, cp_grey_image_free)

G_END_DECLS
