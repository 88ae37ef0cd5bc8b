/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"

G_BEGIN_DECLS

gboolean cp_overlay_save (CpExplanation  *explanation,
                          const guint8   *pixels,
                          guint           side,
                          double          opacity,
                          const char     *path,
                          GError        **error);

G_END_DECLS
