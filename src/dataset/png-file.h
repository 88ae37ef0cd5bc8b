/* SPDX-License-Identifier: MIT */
#pragma once

#include "grey-image.h"

G_BEGIN_DECLS

gboolean     cp_png_is_png (const guint8       *data,
                            gsize               size);
CpGreyImage *cp_png_decode (const guint8       *data,
                            gsize               size,
                            GError            **error);
GBytes      *cp_png_encode (const CpGreyImage  *image,
                            GError            **error);

G_END_DECLS
