/* SPDX-License-Identifier: MIT */
#pragma once

#include "grey-image.h"

G_BEGIN_DECLS

gboolean     cp_jpeg_is_jpeg (const guint8  *data,
                              gsize          size);
CpGreyImage *cp_jpeg_decode  (const guint8  *data,
                              gsize          size,
                              GError       **error);

G_END_DECLS
