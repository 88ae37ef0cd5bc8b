/* SPDX-License-Identifier: MIT */
#include "threshold-choice.h"

#include "predictions-private.h"
#include "rates.h"

#include <math.h>

static const char *const names[CP_N_RULES] = {
  [CP_RULE_RECALL] = "recall",
  [CP_RULE_GUARDED_RECALL] = "guarded-recall",
  [CP_RULE_YOUDEN] = "youden",
  [CP_RULE_F1] = "f1",
  [CP_RULE_COST] = "cost",
};

/**
 * cp_rule_get_name:
 * @rule: a rule
 *
 * Returns: its name on the command line, such as "guarded-recall"
 */
const char *
cp_rule_get_name (CpRule rule)
{
  g_return_val_if_fail ((guint) rule < CP_N_RULES, NULL);

  return names[rule];
}

/**
 * cp_rule_from_name:
 * @name: a name
 * @rule: (out): the rule of that name; untouched where there is none
 *
 * Returns: whether there is one
 */
gboolean
cp_rule_from_name (const char *name,
                   CpRule     *rule)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (CpRule i = 0; i < CP_N_RULES; i++)
    if (g_str_equal (names[i], name))
      {
        *rule = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
obeys (const CpThresholdRule *rule,
       CpConfusion            confusion)
{
  switch (rule->rule)
    {
    case CP_RULE_RECALL:
      return cp_rate_recall (confusion).value >= rule->target;
    case CP_RULE_GUARDED_RECALL:
      return cp_rate_recall (confusion).low >= rule->target;
    case CP_RULE_YOUDEN:
      return confusion.tp + confusion.fn > 0 && confusion.tn + confusion.fp > 0;
    case CP_RULE_F1:
      return confusion.tp + confusion.fn > 0;
    case CP_RULE_COST:
      return rule->cost_missed > 0.0 && rule->cost_false_alarm > 0.0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* n₁ n₀ (J + 1), a whole number. */
static guint64
youden (CpConfusion confusion)
{
  guint64 positives = confusion.tp + confusion.fn, negatives = confusion.tn + confusion.fp;

  return confusion.tp * negatives + confusion.tn * positives;
}

/* Of F1 as a fraction, 2 TP / (TP + FP + n₁), times the other's denominator. */
static guint64
f1_against (CpConfusion confusion,
            CpConfusion other)
{
  return (guint64) confusion.tp * (2 * other.tp + other.fp + other.fn);
}

static double
cost (const CpThresholdRule *rule,
      CpConfusion            confusion)
{
  return confusion.fn * rule->cost_missed + confusion.fp * rule->cost_false_alarm;
}

/* Whether @candidate, which has the higher threshold, is at least as good as @best. In whole numbers where possible. */
static gboolean
is_as_good (const CpThresholdRule *rule,
            CpConfusion            candidate,
            CpConfusion            best)
{
  switch (rule->rule)
    {
    case CP_RULE_YOUDEN:
      return youden (candidate) >= youden (best);
    case CP_RULE_F1:
      return f1_against (candidate, best) >= f1_against (best, candidate);
    case CP_RULE_COST:
      return cost (rule, candidate) <= cost (rule, best);
    case CP_RULE_RECALL:
    case CP_RULE_GUARDED_RECALL:
    default:
      return TRUE;
    }
}

static void
consider (const CpPredictions   *predictions,
          const CpThresholdRule *rule,
          double                 threshold,
          gsize                  below,
          CpChoice              *choice)
{
  gsize fn = predictions->positives_below[below];
  CpConfusion confusion = {
    .tp = cp_predictions_get_positives (predictions) - fn,
    .fp = cp_predictions_get_negatives (predictions) - (below - fn),
    .fn = fn,
    .tn = below - fn,
  };

  if (!obeys (rule, confusion) || (choice->attainable && !is_as_good (rule, confusion, choice->confusion)))
    return;
  *choice = (CpChoice){ TRUE, threshold, confusion };
}

/**
 * cp_choose_threshold:
 * @predictions: predictions of the split to choose on, never the test images
 * @rule: what to look for
 *
 * Looks at every threshold from 0 to 1 that differs in its decisions: each
 * probability that occurs, and 1. Each stands for all thresholds that decide
 * alike and is the highest of them. Of thresholds equally good by @rule the
 * higher one is taken, which raises fewer false alarms.
 *
 * - recall: the highest threshold whose recall is at least the target.
 * - guarded recall: the same for the lower bound of Wilson's interval. Even
 *   with recall 1 that bound is n/(n + z²), so that a target above it cannot be
 *   attained with n pneumonias.
 * - Youden: greatest recall + specificity − 1 (Youden, Cancer 1950; 3:32), and
 * - F1: greatest F1, both compared as whole numbers, so that a tie is one.
 * - cost: least FN · cost_missed + FP · cost_false_alarm.
 *
 * O(n).
 *
 * Returns: the choice; not attainable where the target is not, where a class
 *   the rule needs is absent (pneumonia for recall and F1, both for Youden), or
 *   with a cost that is not above 0
 */
CpChoice
cp_choose_threshold (const CpPredictions   *predictions,
                     const CpThresholdRule *rule)
{
  CpChoice choice = { .threshold = NAN };
  CpTie tie = { 0 };

  g_return_val_if_fail (predictions != NULL, choice);
  g_return_val_if_fail (rule != NULL, choice);

  while (cp_predictions_next_tie (predictions, &tie))
    consider (predictions, rule, predictions->probabilities[tie.start], tie.start, &choice);
  if (predictions->probabilities[predictions->n - 1] < 1.0)
    consider (predictions, rule, 1.0, predictions->n, &choice);
  return choice;
}

/* Place of the first prediction, of the first pneumonia if @positives_only, from @below on; n if there is none. */
static gsize
place_above (const CpPredictions *predictions,
             gsize                below,
             gboolean             positives_only)
{
  gsize low = below, high = predictions->n;

  if (!positives_only)
    return below;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (predictions->positives_below[middle + 1] > predictions->positives_below[below])
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* Place after the last prediction, after the last pneumonia if @positives_only, before @below; 0 if there is none. */
static gsize
place_below (const CpPredictions *predictions,
             gsize                below,
             gboolean             positives_only)
{
  gsize low = 0, high = below;

  if (!positives_only)
    return below;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (predictions->positives_below[middle] == predictions->positives_below[below])
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * cp_threshold_next:
 * @predictions: predictions
 * @threshold: where to start
 * @direction: above 0 for higher thresholds, below 0 for lower ones
 * @positives_only: only look at pneumonia
 * @next: (out): the threshold found; untouched where there is none
 *
 * The nearest threshold from 0 to 1 at which a decision differs from that at
 * @threshold; with @positives_only, at which a pneumonia is saved (downwards)
 * or missed (upwards). Downwards that is the probability of an image, which is
 * thereby called pneumonia; upwards it is the next number above one. Steps
 * there and back visit the same decisions. O(log n).
 *
 * Returns: whether there is one
 */
gboolean
cp_threshold_next (const CpPredictions *predictions,
                   double               threshold,
                   int                  direction,
                   gboolean             positives_only,
                   double              *next)
{
  gsize below, place;

  g_return_val_if_fail (predictions != NULL, FALSE);
  g_return_val_if_fail (direction != 0, FALSE);

  below = cp_predictions_count_below (predictions, threshold);
  if (direction < 0)
    {
      place = place_below (predictions, below, positives_only);
      if (place == 0)
        return FALSE;
      *next = predictions->probabilities[place - 1];
      return TRUE;
    }
  place = place_above (predictions, below, positives_only);
  if (place == predictions->n || predictions->probabilities[place] == 1.0)
    return FALSE;
  *next = nextafter (predictions->probabilities[place], 1.0);
  return TRUE;
}
