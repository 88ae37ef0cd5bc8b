/* SPDX-License-Identifier: MIT */
#pragma once

#include "threshold-axis.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The strip's slider, for the keyboard and assistive technology. Private to the strip. */
GtkWidget *cp_threshold_slider_new (const CpThresholdAxis *axis);

G_END_DECLS
