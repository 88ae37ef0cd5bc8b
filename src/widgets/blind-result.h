/* SPDX-License-Identifier: MIT */
#pragma once

#include "blind-read.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpBlindResult:
 *
 * What came of a blind reading: how far the reader agrees with the model and
 * with the labels.
 *
 * `::disagreements`: to look at them; `::done`: to go back to the images.
 */
#define CP_TYPE_BLIND_RESULT (cp_blind_result_get_type ())
G_DECLARE_FINAL_TYPE (CpBlindResult, cp_blind_result, CP, BLIND_RESULT, GtkWidget)

GtkWidget *cp_blind_result_new         (void);
void       cp_blind_result_set_summary (CpBlindResult        *self,
                                        const CpBlindSummary *summary);

G_END_DECLS
