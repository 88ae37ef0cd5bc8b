/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpRecalibrationKind:
 * @CP_RECALIBRATION_NONE: probabilities as they are
 * @CP_RECALIBRATION_TEMPERATURE: logits divided by one number
 * @CP_RECALIBRATION_PLATT: logits through a straight line
 * @CP_RECALIBRATION_ISOTONIC: a rising line through pooled shares
 *
 * Ways to recalibrate.
 */
typedef enum
{
  CP_RECALIBRATION_NONE,
  CP_RECALIBRATION_TEMPERATURE,
  CP_RECALIBRATION_PLATT,
  CP_RECALIBRATION_ISOTONIC,
} CpRecalibrationKind;

#define CP_N_RECALIBRATION_KINDS (CP_RECALIBRATION_ISOTONIC + 1)

/**
 * CpRecalibration:
 *
 * A map of probabilities to probabilities that never decreases. Immutable,
 * atomically reference-counted.
 */
typedef struct _CpRecalibration CpRecalibration;

const char          *cp_recalibration_kind_get_name   (CpRecalibrationKind    kind);
gboolean             cp_recalibration_kind_from_name  (const char            *name,
                                                       CpRecalibrationKind   *kind);
CpRecalibration     *cp_recalibration_fit             (CpRecalibrationKind    kind,
                                                       const CpPredictions   *predictions,
                                                       GError               **error);
CpRecalibration     *cp_recalibration_ref             (CpRecalibration       *self);
void                 cp_recalibration_unref           (CpRecalibration       *self);
CpRecalibrationKind  cp_recalibration_get_kind        (const CpRecalibration *self);
double               cp_recalibration_get_temperature (const CpRecalibration *self);
double               cp_recalibration_get_slope       (const CpRecalibration *self);
double               cp_recalibration_get_intercept   (const CpRecalibration *self);
gsize                cp_recalibration_get_n_knots     (const CpRecalibration *self);
char                *cp_recalibration_describe        (const CpRecalibration *self);
double               cp_recalibration_apply           (const CpRecalibration *self,
                                                       double                 p);
double               cp_recalibration_invert          (const CpRecalibration *self,
                                                       double                 q);
CpPredictions       *cp_recalibration_map             (const CpRecalibration *self,
                                                       CpPredictions         *predictions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpRecalibration, cp_recalibration_unref)

G_END_DECLS
