/* SPDX-License-Identifier: MIT */
#pragma once

#include "protocol.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpThresholdLine:
 *
 * One line on the threshold: for some seconds what the last step was worth,
 * else how it compares with the pinned one, else where it comes from.
 */
#define CP_TYPE_THRESHOLD_LINE (cp_threshold_line_get_type ())
G_DECLARE_FINAL_TYPE (CpThresholdLine, cp_threshold_line, CP, THRESHOLD_LINE, GtkWidget)

void        cp_threshold_line_set_protocol (CpThresholdLine *self,
                                            CpProtocol      *protocol);
void        cp_threshold_line_show_price   (CpThresholdLine *self,
                                            const char      *price);
const char *cp_threshold_line_get_text     (CpThresholdLine *self);

G_END_DECLS
