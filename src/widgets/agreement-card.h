/* SPDX-License-Identifier: MIT */
#pragma once

#include "agreement.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpAgreementCard:
 *
 * How far a reader agrees with somebody: the share judged alike, Cohen's κ,
 * and the table behind both.
 */
#define CP_TYPE_AGREEMENT_CARD (cp_agreement_card_get_type ())
G_DECLARE_FINAL_TYPE (CpAgreementCard, cp_agreement_card, CP, AGREEMENT_CARD, GtkWidget)

void cp_agreement_card_set (CpAgreementCard   *self,
                            const char        *title,
                            const char        *other,
                            const CpAgreement *agreement,
                            const gsize        table[4]);

G_END_DECLS
