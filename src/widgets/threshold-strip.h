/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpThresholdMark:
 * @CP_THRESHOLD_MARK_CHOSEN: the threshold chosen on validation
 * @CP_THRESHOLD_MARK_PINNED: a threshold pinned to compare with
 *
 * Thresholds worth remembering, marked on the strip's axis.
 */
typedef enum
{
  CP_THRESHOLD_MARK_CHOSEN,
  CP_THRESHOLD_MARK_PINNED,
} CpThresholdMark;

#define CP_N_THRESHOLD_MARKS (CP_THRESHOLD_MARK_PINNED + 1)

#define CP_TYPE_THRESHOLD_STRIP (cp_threshold_strip_get_type ())
G_DECLARE_FINAL_TYPE (CpThresholdStrip, cp_threshold_strip, CP, THRESHOLD_STRIP, GtkWidget)

GtkWidget *cp_threshold_strip_new        (void);
CpReview  *cp_threshold_strip_get_review (CpThresholdStrip *self);
void       cp_threshold_strip_set_review (CpThresholdStrip *self,
                                          CpReview         *review);
double     cp_threshold_strip_get_mark   (CpThresholdStrip *self,
                                          CpThresholdMark   mark);
void       cp_threshold_strip_set_mark   (CpThresholdStrip *self,
                                          CpThresholdMark   mark,
                                          double            value);
void       cp_threshold_strip_set_note   (CpThresholdStrip *self,
                                          CpThresholdMark   mark,
                                          const char       *note);
void       cp_threshold_strip_set_remark (CpThresholdStrip *self,
                                          const char       *remark);
gboolean   cp_threshold_strip_get_logit  (CpThresholdStrip *self);
void       cp_threshold_strip_set_logit  (CpThresholdStrip *self,
                                          gboolean          logit);

G_END_DECLS
