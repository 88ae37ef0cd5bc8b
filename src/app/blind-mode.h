/* SPDX-License-Identifier: MIT */
#pragma once

#include "blind-bar.h"
#include "blind-result.h"
#include "blind-start.h"
#include "image-view.h"

G_BEGIN_DECLS

/**
 * CpBlindState:
 * @CP_BLIND_STATE_OFF: the page shows its images as ever
 * @CP_BLIND_STATE_START: somebody is asked how many to read
 * @CP_BLIND_STATE_READING: an image is to be judged, or was just judged
 * @CP_BLIND_STATE_RESULT: what came of it is shown
 *
 * Where a blind reading is.
 */
typedef enum
{
  CP_BLIND_STATE_OFF,
  CP_BLIND_STATE_START,
  CP_BLIND_STATE_READING,
  CP_BLIND_STATE_RESULT,
} CpBlindState;

/**
 * CpBlindMode:
 *
 * Leads the Review page through a blind reading: the question, one image after
 * the other in the large view, the result.
 *
 * `::changed`: it is in another state.
 */
#define CP_TYPE_BLIND_MODE (cp_blind_mode_get_type ())
G_DECLARE_FINAL_TYPE (CpBlindMode, cp_blind_mode, CP, BLIND_MODE, GObject)

CpBlindMode *cp_blind_mode_new       (CpVerdicts    *verdicts,
                                      CpImageView   *view,
                                      CpBlindStart  *start,
                                      CpBlindBar    *bar,
                                      CpBlindResult *result);
CpBlindState cp_blind_mode_get_state (CpBlindMode   *self);
CpBlindRead *cp_blind_mode_get_read  (CpBlindMode   *self);
void         cp_blind_mode_ask       (CpBlindMode   *self);
void         cp_blind_mode_start     (CpBlindMode   *self,
                                      guint          limit,
                                      guint64        seed);

G_END_DECLS
