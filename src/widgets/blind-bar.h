/* SPDX-License-Identifier: MIT */
#pragma once

#include "blind-read.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpBlindBar:
 *
 * Below an image that is read blind: the answers to choose from, then how the
 * chosen one compares and what to note, and how far the reading is.
 *
 * Actions: `blind.normal`, `blind.pneumonia`, `blind.unsure`, `blind.next`,
 * `blind.take-back` and `blind.stop`.
 */
#define CP_TYPE_BLIND_BAR (cp_blind_bar_get_type ())
G_DECLARE_FINAL_TYPE (CpBlindBar, cp_blind_bar, CP, BLIND_BAR, GtkWidget)

GtkWidget *cp_blind_bar_new        (void);
void       cp_blind_bar_set_read   (CpBlindBar      *self,
                                    CpBlindRead     *read,
                                    CpVerdicts      *verdicts);
gboolean   cp_blind_bar_handle_key (CpBlindBar      *self,
                                    guint            key,
                                    GdkModifierType  state);

G_END_DECLS
