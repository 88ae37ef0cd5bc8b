/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"
#include "outside-image.h"

G_BEGIN_DECLS

/* How many images from outside there can be at once. */
#define CP_OUTSIDE_MAX 4000

/* Longest side of what is kept of each to look at; and of the later ones, when that has become CP_OUTSIDE_BUDGET. */
#define CP_OUTSIDE_PREVIEW 1024
#define CP_OUTSIDE_SMALL_PREVIEW 224
#define CP_OUTSIDE_BUDGET ((gsize) 256 << 20)

/**
 * CpOutside:
 *
 * Images from outside the data set, “yours”: files that were dropped or opened,
 * in the order in which they came, scored by the current model and never part
 * of any figure. A #GListModel of #CpOutsideImage. Main thread only; reading
 * and scoring happen in a worker.
 *
 * Properties (read-only, notify): `pending` (guint: files still to be read or
 * scored), `fraction` (double: how far the reading is, 0 to 1), `failures`
 * (GStrv, nullable: a line for each file that could not be read).
 */
#define CP_TYPE_OUTSIDE (cp_outside_get_type ())
G_DECLARE_FINAL_TYPE (CpOutside, cp_outside, CP, OUTSIDE, GObject)

CpOutside         *cp_outside_new            (void);
void               cp_outside_add_files      (CpOutside          *self,
                                              const char *const  *paths);
void               cp_outside_set_model      (CpOutside          *self,
                                              CpModel            *model);
CpModel           *cp_outside_get_model      (CpOutside          *self);
void               cp_outside_remove         (CpOutside          *self,
                                              guint               position);
void               cp_outside_clear          (CpOutside          *self);
void               cp_outside_stop           (CpOutside          *self);
guint              cp_outside_get_pending    (CpOutside          *self);
double             cp_outside_get_fraction   (CpOutside          *self);
const char *const *cp_outside_get_failures   (CpOutside          *self);
void               cp_outside_clear_failures (CpOutside          *self);

G_END_DECLS
