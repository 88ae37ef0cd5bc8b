/* SPDX-License-Identifier: MIT */
#pragma once

#include "verdicts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpBlindStart:
 *
 * Asks how many images to read blind, and says which these are; or why none
 * can be read.
 *
 * `::start (guint limit)`: to read so many, 0 for all; `::cancel`: to read none.
 */
#define CP_TYPE_BLIND_START (cp_blind_start_get_type ())
G_DECLARE_FINAL_TYPE (CpBlindStart, cp_blind_start, CP, BLIND_START, GtkWidget)

GtkWidget *cp_blind_start_new          (void);
void       cp_blind_start_set_verdicts (CpBlindStart *self,
                                        CpVerdicts   *verdicts);
void       cp_blind_start_update       (CpBlindStart *self);

G_END_DECLS
