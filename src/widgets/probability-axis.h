/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpProbabilityAxis:
 *
 * One image's place on the axis from 0 to 1, and where the threshold cuts it.
 */
#define CP_TYPE_PROBABILITY_AXIS (cp_probability_axis_get_type ())
G_DECLARE_FINAL_TYPE (CpProbabilityAxis, cp_probability_axis, CP, PROBABILITY_AXIS, GtkWidget)

void cp_probability_axis_set (CpProbabilityAxis *self,
                              double             probability,
                              double             deviation,
                              double             threshold,
                              CpOutcome          outcome);

G_END_DECLS
