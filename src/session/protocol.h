/* SPDX-License-Identifier: MIT */
#pragma once

#include "recalibration.h"
#include "review.h"
#include "threshold-choice.h"

G_BEGIN_DECLS

/**
 * CpProvenance:
 * @CP_PROVENANCE_PRESET: nobody has moved it since there are probabilities
 * @CP_PROVENANCE_CHOSEN: a rule chose it on validation, or the model's file records such a choice
 * @CP_PROVENANCE_BY_HAND: moved by hand, without the test images in view
 * @CP_PROVENANCE_ON_TEST: moved by hand, with the test images' figures in view
 *
 * Where the decision threshold comes from.
 */
typedef enum
{
  CP_PROVENANCE_PRESET,
  CP_PROVENANCE_CHOSEN,
  CP_PROVENANCE_BY_HAND,
  CP_PROVENANCE_ON_TEST,
} CpProvenance;

/**
 * CpSeal:
 * @CP_SEAL_OPEN: the test figures are shown, as nobody asked to hide them
 * @CP_SEAL_SEALED: they are hidden until a threshold is locked
 * @CP_SEAL_LOCKED: a threshold was locked and they were revealed
 *
 * How the test split is guarded.
 */
typedef enum
{
  CP_SEAL_OPEN,
  CP_SEAL_SEALED,
  CP_SEAL_LOCKED,
} CpSeal;

/**
 * CpLock:
 * @threshold: what was locked
 * @reason: why, as it was typed
 * @provenance: where the threshold came from
 * @seen_before: whether the test figures of this data set had been seen before they were sealed
 * @when: local time
 *
 * The promise under which the test figures were revealed.
 */
typedef struct
{
  double threshold;
  char *reason;
  CpProvenance provenance;
  gboolean seen_before;
  GDateTime *when;
} CpLock;

/**
 * CpProtocol:
 *
 * How a review's threshold was come by: the rule that chooses it on
 * validation, who moved it and what was in view then, the sealed test split
 * and the recalibration fitted on validation. ::changed follows every change.
 */
#define CP_TYPE_PROTOCOL (cp_protocol_get_type ())
G_DECLARE_FINAL_TYPE (CpProtocol, cp_protocol, CP, PROTOCOL, GObject)

CpProtocol      *cp_protocol_new                 (CpReview              *review);
CpReview        *cp_protocol_get_review          (CpProtocol            *self);
void             cp_protocol_set_recorded        (CpProtocol            *self,
                                                  double                 threshold);

/* Choosing on validation. */
void             cp_protocol_get_rule            (CpProtocol            *self,
                                                  CpThresholdRule       *rule);
gboolean         cp_protocol_try_rule            (CpProtocol            *self,
                                                  const CpThresholdRule *rule,
                                                  CpChoice              *choice);
gboolean         cp_protocol_choose              (CpProtocol            *self,
                                                  const CpThresholdRule *rule);
double           cp_protocol_get_chosen          (CpProtocol            *self);
gboolean         cp_protocol_get_choice          (CpProtocol            *self,
                                                  CpChoice              *choice);
gboolean         cp_protocol_reset               (CpProtocol            *self);
void             cp_protocol_preset              (CpProtocol            *self,
                                                  double                 threshold);
CpProvenance     cp_protocol_get_provenance      (CpProtocol            *self);
gboolean         cp_protocol_get_exploratory     (CpProtocol            *self);

/* Sealing the test split. */
CpSeal           cp_protocol_get_seal            (CpProtocol            *self);
void             cp_protocol_seal                (CpProtocol            *self);
void             cp_protocol_lock                (CpProtocol            *self,
                                                  const char            *reason);
void             cp_protocol_unseal              (CpProtocol            *self);
const CpLock    *cp_protocol_get_lock            (CpProtocol            *self);
gboolean         cp_protocol_has_left_lock       (CpProtocol            *self);

/* Recalibrating on validation. */
void             cp_protocol_set_recalibration   (CpProtocol            *self,
                                                  CpRecalibrationKind    kind);
CpRecalibrationKind
                 cp_protocol_get_recalibration_kind (CpProtocol         *self);
CpRecalibration *cp_protocol_get_recalibration   (CpProtocol            *self);
const char      *cp_protocol_get_recalibration_error (CpProtocol        *self);

/* In words. */
char            *cp_protocol_describe_threshold  (CpProtocol            *self);
char            *cp_rule_to_words                (const CpThresholdRule *rule);
char            *cp_price_to_words               (CpConfusion            from,
                                                  CpConfusion            to);

G_END_DECLS
