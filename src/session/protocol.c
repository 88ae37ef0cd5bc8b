/* SPDX-License-Identifier: MIT */
#include "protocol-private.h"

#include <math.h>

#define DEFAULT_RECALL 0.99

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpProtocol, cp_protocol, G_TYPE_OBJECT)

void
cp_protocol_changed (CpProtocol *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
move_threshold (CpProtocol   *self,
                double        threshold,
                CpProvenance  provenance)
{
  self->moving = TRUE;
  cp_review_set_threshold (self->review, threshold);
  self->moving = FALSE;
  self->provenance = provenance;
}

/* Whoever moves the threshold over test images has seen what it does there,
 * unless they are sealed. */
static CpProvenance
provenance_of_move (CpProtocol *self)
{
  if (cp_review_has_scores (self->review))
    return cp_review_get_split (self->review) == CP_SPLIT_TEST ? CP_PROVENANCE_ON_TEST : CP_PROVENANCE_BY_HAND;
  if (self->sealed && cp_review_get_predictions_of (self->review, CP_SPLIT_VALIDATION) != NULL)
    return CP_PROVENANCE_BY_HAND;
  return CP_PROVENANCE_PRESET;
}

static void
on_threshold_moved (CpProtocol *self)
{
  if (self->moving)
    return;

  self->provenance = provenance_of_move (self);
  cp_protocol_changed (self);
}

static void
update_choice (CpProtocol *self)
{
  self->has_choice = cp_protocol_try_rule (self, &self->rule, &self->choice);
}

/* A rule that is in force chooses again on the newer scores. */
static void
on_validation_scored (CpProtocol *self)
{
  const double chosen = cp_protocol_get_chosen (self);
  const gboolean follows = self->provenance == CP_PROVENANCE_CHOSEN && self->lock == NULL;

  update_choice (self);
  if (follows && cp_protocol_get_chosen (self) != chosen)
    cp_protocol_reset (self);
  cp_protocol_recalibrate (self);
}

/* Other images: nothing that was chosen or seen before is about them. */
static gboolean
forget_other_data (CpProtocol *self)
{
  CpDataset *dataset = cp_review_get_dataset (self->review);

  if (self->dataset == dataset)
    return FALSE;

  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->dataset = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
  self->provenance = CP_PROVENANCE_PRESET;
  self->recorded = NAN;
  self->seen = FALSE;
  cp_protocol_clear_lock (self);
  return TRUE;
}

static void
on_scored (CpProtocol *self,
           guint       split)
{
  forget_other_data (self);
  if (split == CP_SPLIT_VALIDATION)
    on_validation_scored (self);
  else if (split == CP_SPLIT_TEST)
    self->stale = self->lock != NULL;
  cp_protocol_watch_test (self);
  cp_protocol_changed (self);
}

static void
on_split_shown (CpProtocol *self)
{
  cp_protocol_watch_test (self);
  cp_protocol_changed (self);
}

static void
cp_protocol_dispose (GObject *object)
{
  CpProtocol *self = CP_PROTOCOL (object);

  cp_protocol_stop_recalibrating (self);
  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_clear_object (&self->review);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  cp_protocol_clear_lock (self);
  G_OBJECT_CLASS (cp_protocol_parent_class)->dispose (object);
}

static void
cp_protocol_finalize (GObject *object)
{
  g_free (CP_PROTOCOL (object)->recalibration_error);
  G_OBJECT_CLASS (cp_protocol_parent_class)->finalize (object);
}

static void
cp_protocol_class_init (CpProtocolClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_protocol_dispose;
  G_OBJECT_CLASS (klass)->finalize = cp_protocol_finalize;

  /**
   * CpProtocol::changed:
   *
   * Anything of the protocol may differ: the choice, where the threshold
   * comes from, whether it is exploratory, the seal or the recalibration.
   */
  signals[CHANGED] = g_signal_new ("changed", CP_TYPE_PROTOCOL, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_protocol_init (CpProtocol *self)
{
  self->rule = (CpThresholdRule){ CP_RULE_RECALL, DEFAULT_RECALL, 1, 1 };
  self->recorded = NAN;
}

/**
 * cp_protocol_new:
 * @review: whose threshold it is about
 *
 * Returns: (transfer full): a protocol whose rule is a recall of at least 0.99
 */
CpProtocol *
cp_protocol_new (CpReview *review)
{
  CpProtocol *self;

  g_return_val_if_fail (CP_IS_REVIEW (review), NULL);

  self = g_object_new (CP_TYPE_PROTOCOL, NULL);
  self->review = g_object_ref (review);
  forget_other_data (self);
  update_choice (self);
  g_signal_connect_swapped (review, "notify::threshold", G_CALLBACK (on_threshold_moved), self);
  g_signal_connect_swapped (review, "notify::split", G_CALLBACK (on_split_shown), self);
  g_signal_connect_swapped (review, "scored", G_CALLBACK (on_scored), self);
  cp_protocol_watch_test (self);
  return self;
}

/**
 * cp_protocol_get_review:
 * @self: a protocol
 *
 * Returns: (transfer none): the review it is about
 */
CpReview *
cp_protocol_get_review (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), NULL);

  return self->review;
}

/**
 * cp_protocol_set_recorded:
 * @self: a protocol
 * @threshold: that the model's file records as chosen on validation; NaN for none
 *
 * A recorded choice counts as the chosen threshold until a rule is asked for.
 */
void
cp_protocol_set_recorded (CpProtocol *self,
                          double      threshold)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));

  self->recorded = threshold;
  if (!isnan (threshold))
    self->ruled = FALSE;
  cp_protocol_changed (self);
}

/**
 * cp_protocol_get_rule:
 * @self: a protocol
 * @rule: (out): the rule that chooses the threshold
 *
 * Tells the rule, asked for or not.
 */
void
cp_protocol_get_rule (CpProtocol      *self,
                      CpThresholdRule *rule)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));

  *rule = self->rule;
}

/**
 * cp_protocol_try_rule:
 * @self: a protocol
 * @rule: a rule
 * @choice: (out): what it chooses on validation; of nothing, where it returns %FALSE
 *
 * O(n), changes nothing.
 *
 * Returns: whether a model has scored validation
 */
gboolean
cp_protocol_try_rule (CpProtocol            *self,
                      const CpThresholdRule *rule,
                      CpChoice              *choice)
{
  CpPredictions *predictions;

  g_return_val_if_fail (CP_IS_PROTOCOL (self), FALSE);

  predictions = cp_review_get_predictions_of (self->review, CP_SPLIT_VALIDATION);
  *choice = predictions != NULL ? cp_choose_threshold (predictions, rule) : (CpChoice){ FALSE, NAN, { 0 } };
  return predictions != NULL;
}

/**
 * cp_protocol_choose:
 * @self: a protocol
 * @rule: a rule
 *
 * Moves the threshold to what @rule chooses on validation; on newer scores
 * it is chosen anew. Where no threshold obeys the rule nothing changes.
 *
 * Returns: whether there was a threshold to choose
 */
gboolean
cp_protocol_choose (CpProtocol            *self,
                    const CpThresholdRule *rule)
{
  CpChoice choice;

  g_return_val_if_fail (CP_IS_PROTOCOL (self), FALSE);

  if (!cp_protocol_try_rule (self, rule, &choice) || !choice.attainable)
    return FALSE;

  self->rule = *rule;
  self->ruled = TRUE;
  self->has_choice = TRUE;
  self->choice = choice;
  return cp_protocol_reset (self);
}

/**
 * cp_protocol_get_chosen:
 * @self: a protocol
 *
 * Returns: the threshold chosen on validation; NaN where there is none
 */
double
cp_protocol_get_chosen (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), NAN);

  if (!self->ruled && !isnan (self->recorded))
    return self->recorded;
  return self->has_choice && self->choice.attainable ? self->choice.threshold : NAN;
}

/**
 * cp_protocol_get_choice:
 * @self: a protocol
 * @choice: (out): what the rule chooses on validation
 *
 * Returns: whether the chosen threshold is the rule's: there are validation
 *   scores, and no choice recorded elsewhere goes before it
 */
gboolean
cp_protocol_get_choice (CpProtocol *self,
                        CpChoice   *choice)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), FALSE);

  *choice = self->choice;
  return self->has_choice && (self->ruled || isnan (self->recorded));
}

/**
 * cp_protocol_reset:
 * @self: a protocol
 *
 * Moves the threshold back to the one chosen on validation.
 *
 * Returns: whether there is one
 */
gboolean
cp_protocol_reset (CpProtocol *self)
{
  double chosen;

  g_return_val_if_fail (CP_IS_PROTOCOL (self), FALSE);

  chosen = cp_protocol_get_chosen (self);
  if (isnan (chosen))
    return FALSE;
  move_threshold (self, chosen, CP_PROVENANCE_CHOSEN);
  cp_protocol_changed (self);
  return TRUE;
}

/**
 * cp_protocol_preset:
 * @self: a protocol
 * @threshold: 0 to 1
 *
 * Puts the threshold where somebody wanted it before looking: not a choice
 * made on the test images.
 */
void
cp_protocol_preset (CpProtocol *self,
                    double      threshold)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));

  move_threshold (self, threshold, CP_PROVENANCE_PRESET);
  cp_protocol_changed (self);
}

/**
 * cp_protocol_get_provenance:
 * @self: a protocol
 *
 * Returns: where the threshold comes from; the chosen one counts as chosen
 *   whichever way it was reached
 */
CpProvenance
cp_protocol_get_provenance (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), CP_PROVENANCE_PRESET);

  if (cp_review_get_threshold (self->review) == cp_protocol_get_chosen (self))
    return CP_PROVENANCE_CHOSEN;
  return self->provenance == CP_PROVENANCE_CHOSEN ? CP_PROVENANCE_PRESET : self->provenance;
}

/**
 * cp_protocol_get_exploratory:
 * @self: a protocol
 *
 * Returns: whether the figures shown come from tuning the threshold on the
 *   very images they are counted on, the test images, or were made after a
 *   lock that no longer holds
 */
gboolean
cp_protocol_get_exploratory (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), FALSE);

  if (!cp_review_has_scores (self->review))
    return FALSE;
  if (cp_protocol_get_seal (self) == CP_SEAL_LOCKED)
    return cp_protocol_lock_broken (self);
  return cp_protocol_get_provenance (self) == CP_PROVENANCE_ON_TEST &&
         cp_review_get_split (self->review) == CP_SPLIT_TEST;
}
