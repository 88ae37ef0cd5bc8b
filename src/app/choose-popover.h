/* SPDX-License-Identifier: MIT */
#pragma once

#include "protocol.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpChoosePopover:
 *
 * Chooses the threshold on validation: what each rule would choose and what
 * that does there, round thresholds, and what was promised and is delivered.
 */
#define CP_TYPE_CHOOSE_POPOVER (cp_choose_popover_get_type ())
G_DECLARE_FINAL_TYPE (CpChoosePopover, cp_choose_popover, CP, CHOOSE_POPOVER, GtkPopover)

void cp_choose_popover_set_protocol (CpChoosePopover *self,
                                     CpProtocol      *protocol);

G_END_DECLS
