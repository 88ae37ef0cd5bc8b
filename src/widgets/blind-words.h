/* SPDX-License-Identifier: MIT */
#pragma once

#include "blind-read.h"

G_BEGIN_DECLS

const char *cp_reading_get_name           (CpReading             reading);
char       *cp_blind_read_ask             (CpBlindRead          *read);
char       *cp_blind_read_get_progress    (CpBlindRead          *read);
char       *cp_blind_read_tell            (CpBlindRead          *read);
char       *cp_agreement_format_share     (const CpAgreement    *agreement);
char       *cp_agreement_format_kappa     (const CpAgreement    *agreement);
char       *cp_blind_summary_get_title    (const CpBlindSummary *summary);
char       *cp_blind_summary_get_left_out (const CpBlindSummary *summary);
char       *cp_blind_summary_to_text      (const CpBlindSummary *summary);

G_END_DECLS
