/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpRunSwatch:
 *
 * A piece of a run's curve, as the loss plot draws it; nothing for a run
 * without one.
 */
#define CP_TYPE_RUN_SWATCH (cp_run_swatch_get_type ())
G_DECLARE_FINAL_TYPE (CpRunSwatch, cp_run_swatch, CP, RUN_SWATCH, GtkWidget)

GtkWidget *cp_run_swatch_new       (void);
void       cp_run_swatch_set_entry (CpRunSwatch *self,
                                    CpRunEntry  *entry);

G_END_DECLS
