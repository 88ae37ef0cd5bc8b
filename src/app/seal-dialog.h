/* SPDX-License-Identifier: MIT */
#pragma once

#include "protocol.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpSealDialog:
 *
 * Asks how sealed test figures are to be revealed: with a locked threshold and
 * a reason, or without.
 */
#define CP_TYPE_SEAL_DIALOG (cp_seal_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CpSealDialog, cp_seal_dialog, CP, SEAL_DIALOG, GtkWindow)

GtkWindow *cp_seal_dialog_present (GtkWindow  *parent,
                                   CpProtocol *protocol);

G_END_DECLS
