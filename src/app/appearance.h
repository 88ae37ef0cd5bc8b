/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAppearance:
 *
 * Light, dark, or whichever of the two the system prefers.
 */
typedef struct _CpAppearance CpAppearance;

CpAppearance *cp_appearance_new  (void);
void          cp_appearance_free (CpAppearance *self);
gboolean      cp_appearance_set  (CpAppearance *self,
                                  const char   *name);

G_END_DECLS
