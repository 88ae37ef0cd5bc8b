/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpBalanceBar:
 *
 * The share of pneumonia, drawn. The figures stand beside it.
 */
#define CP_TYPE_BALANCE_BAR (cp_balance_bar_get_type ())
G_DECLARE_FINAL_TYPE (CpBalanceBar, cp_balance_bar, CP, BALANCE_BAR, GtkWidget)

GtkWidget *cp_balance_bar_new       (void);
void       cp_balance_bar_set_share (CpBalanceBar *self,
                                     double        share);

G_END_DECLS
