/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpDataOffer:
 *
 * Offers the real chest X-rays to who looks at phantoms: says what they are,
 * fetches them when asked, and has them opened (action `win.open`) unless
 * something else was opened meanwhile, that is, unless it has been hidden.
 */
#define CP_TYPE_DATA_OFFER (cp_data_offer_get_type ())
G_DECLARE_FINAL_TYPE (CpDataOffer, cp_data_offer, CP, DATA_OFFER, GtkWidget)

G_END_DECLS
