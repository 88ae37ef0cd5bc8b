/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpSaliencyLegend:
 *
 * The colours of evidence, from none to the most there is in the image.
 */
#define CP_TYPE_SALIENCY_LEGEND (cp_saliency_legend_get_type ())
G_DECLARE_FINAL_TYPE (CpSaliencyLegend, cp_saliency_legend, CP, SALIENCY_LEGEND, GtkWidget)

G_END_DECLS
