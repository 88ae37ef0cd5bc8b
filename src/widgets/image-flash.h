/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpImageFlash:
 *
 * An outline that fades: says for a moment that something has just changed.
 * Zeroed before its first use.
 */
typedef struct
{
  GtkWidget *widget;
  gint64 began; /* 0 while there is none */
  guint tick;
} CpImageFlash;

void     cp_image_flash_start       (CpImageFlash       *self,
                                     GtkWidget          *widget);
void     cp_image_flash_stop        (CpImageFlash       *self);
double   cp_image_flash_get_opacity (const CpImageFlash *self);

G_END_DECLS
