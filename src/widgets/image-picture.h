/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImagePicture:
 *
 * A small square image, nothing else. Whatever holds it says what it shows.
 */
#define CP_TYPE_IMAGE_PICTURE (cp_image_picture_get_type ())
G_DECLARE_FINAL_TYPE (CpImagePicture, cp_image_picture, CP, IMAGE_PICTURE, GtkWidget)

GtkWidget *cp_image_picture_new        (int             side);
void       cp_image_picture_set_pixels (CpImagePicture *self,
                                        const guint8   *pixels,
                                        guint           size);

G_END_DECLS
