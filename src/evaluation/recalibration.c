/* SPDX-License-Identifier: MIT */
#include "recalibration.h"

#include "evaluation-error.h"
#include "isotonic-private.h"
#include "logistic-private.h"
#include "predictions-private.h"

#include <math.h>
#include <string.h>

#define ITERATIONS_MAX 200

struct _CpRecalibration
{
  gatomicrefcount ref_count;
  CpRecalibrationKind kind;
  double intercept; /* temperature and Platt: logit q = intercept + slope · logit p */
  double slope;
  CpIsotonic isotonic;
};

static const char *const names[CP_N_RECALIBRATION_KINDS] = {
  [CP_RECALIBRATION_NONE] = "none",
  [CP_RECALIBRATION_TEMPERATURE] = "temperature",
  [CP_RECALIBRATION_PLATT] = "platt",
  [CP_RECALIBRATION_ISOTONIC] = "isotonic",
};

/**
 * cp_recalibration_kind_get_name:
 * @kind: a kind
 *
 * Returns: its name on the command line and in files, such as "platt"
 */
const char *
cp_recalibration_kind_get_name (CpRecalibrationKind kind)
{
  g_return_val_if_fail ((guint) kind < CP_N_RECALIBRATION_KINDS, NULL);

  return names[kind];
}

/**
 * cp_recalibration_kind_from_name:
 * @name: a name
 * @kind: (out): the kind of that name; untouched where there is none
 *
 * Returns: whether there is one
 */
gboolean
cp_recalibration_kind_from_name (const char          *name,
                                 CpRecalibrationKind *kind)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (CpRecalibrationKind i = 0; i < CP_N_RECALIBRATION_KINDS; i++)
    if (g_str_equal (names[i], name))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
refuse (CpRecalibrationKind   kind,
        const char           *found,
        GError              **error)
{
  g_set_error (error, CP_EVALUATION_ERROR, CP_EVALUATION_ERROR_NO_FIT,
               "cannot recalibrate by %s: %s", names[kind], found);
  return FALSE;
}

/* The likelihood of a slope alone has a maximum just where some logit is on the wrong side of 0. */
static gboolean
any_wrong (const double *logits,
           const guint8 *labels,
           gsize         n)
{
  for (gsize i = 0; i < n; i++)
    if (labels[i] ? logits[i] < 0.0 : logits[i] > 0.0)
      return TRUE;
  return FALSE;
}

/* Root of the likelihood's derivative by the slope, which falls: Newton kept inside a shrinking bracket. */
static double
solve_slope (const double *logits,
             const guint8 *labels,
             gsize         n)
{
  double low = 0.0, high = INFINITY, slope = 1.0;

  for (guint i = 0; i < ITERATIONS_MAX; i++)
    {
      CpLogistic at = cp_logistic_at (logits, labels, n, 0.0, slope);
      double next = slope + at.g_b / at.i_bb;

      if (at.g_b > 0.0)
        low = slope;
      else
        high = slope;
      if (!(next >= low && next <= high && next <= 4.0 * slope))
        next = isinf (high) ? 4.0 * slope : (low + high) / 2.0;
      if (fabs (next - slope) <= 1e-14 * slope)
        break;
      slope = next;
    }
  return slope;
}

static gboolean
fit_temperature (CpRecalibration      *self,
                 const CpPredictions  *predictions,
                 GError              **error)
{
  g_autofree double *logits = cp_logits_of (predictions);
  const guint8 *labels = predictions->labels;

  if (cp_logistic_at (logits, labels, predictions->n, 0.0, 0.0).g_b <= 0.0)
    return refuse (self->kind, "the probabilities do not rise with pneumonia", error);
  if (!any_wrong (logits, labels, predictions->n))
    return refuse (self->kind, "every probability is on the right side of 0.5, so that no temperature is best", error);
  self->intercept = 0.0;
  self->slope = solve_slope (logits, labels, predictions->n);
  return TRUE;
}

static gboolean
fit_platt (CpRecalibration      *self,
           const CpPredictions  *predictions,
           GError              **error)
{
  CpLogisticFit fit;

  if (!cp_logistic_fit (predictions, &fit))
    return refuse (self->kind, "the probabilities of the classes do not overlap, so that no line is best", error);
  if (!(fit.slope > 0.0))
    return refuse (self->kind, "the probabilities do not rise with pneumonia", error);
  self->intercept = fit.intercept;
  self->slope = fit.slope;
  return TRUE;
}

static gboolean
fit (CpRecalibration      *self,
     const CpPredictions  *predictions,
     GError              **error)
{
  if (self->kind == CP_RECALIBRATION_NONE)
    return TRUE;
  if (cp_predictions_get_positives (predictions) == 0 || cp_predictions_get_negatives (predictions) == 0)
    return refuse (self->kind, "expected both classes, found one", error);

  switch (self->kind)
    {
    case CP_RECALIBRATION_TEMPERATURE:
      return fit_temperature (self, predictions, error);
    case CP_RECALIBRATION_PLATT:
      return fit_platt (self, predictions, error);
    case CP_RECALIBRATION_ISOTONIC:
      cp_isotonic_fit (&self->isotonic, predictions);
      return TRUE;
    case CP_RECALIBRATION_NONE:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * cp_recalibration_fit:
 * @kind: how to recalibrate
 * @predictions: predictions of the validation split
 * @error: return location for a #GError
 *
 * Fits a map from the model's probabilities to ones that fit the labels:
 *
 * - temperature: logit q = logit p / T, by maximum likelihood (Guo et al., ICML
 *   2017). 0.5 stays where it is.
 * - Platt: logit q = a + b logit p, by maximum likelihood (Platt 1999). The
 *   labels stay 0 and 1: Platt's smoothed targets are not used, so that this is
 *   plain logistic recalibration (Cox 1958) and b cp_calibration_slope().
 * - isotonic: least squares among all maps that never fall (Zadrozny & Elkan,
 *   KDD 2002), straight between its knots and level beyond them, as
 *   scikit-learn's IsotonicRegression with out_of_bounds "clip"; but only equal
 *   probabilities are one tie, where scikit-learn takes those 10⁻¹⁵ apart for one.
 *
 * Where a logit is taken, in fitting as in applying, probabilities are clipped
 * to ε … 1 − ε as in cp_log_loss().
 *
 * Errors: #CP_EVALUATION_ERROR_NO_FIT with one class only; for temperature and
 * Platt also where no finite parameter is best or the map would fall.
 *
 * Returns: (transfer full) (nullable): the map, or %NULL with @error set
 */
CpRecalibration *
cp_recalibration_fit (CpRecalibrationKind   kind,
                      const CpPredictions  *predictions,
                      GError              **error)
{
  g_autoptr (CpRecalibration) self = NULL;

  g_return_val_if_fail ((guint) kind < CP_N_RECALIBRATION_KINDS, NULL);
  g_return_val_if_fail (predictions != NULL, NULL);

  self = g_new0 (CpRecalibration, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->slope = 1.0;
  return fit (self, predictions, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * cp_recalibration_ref:
 * @self: a map
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
CpRecalibration *
cp_recalibration_ref (CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * cp_recalibration_unref:
 * @self: (transfer full): a map
 *
 * Thread-safe; the last reference frees.
 */
void
cp_recalibration_unref (CpRecalibration *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  cp_isotonic_clear (&self->isotonic);
  g_free (self);
}

/**
 * cp_recalibration_get_kind:
 * @self: a map
 *
 * Returns: how it was fitted
 */
CpRecalibrationKind
cp_recalibration_get_kind (const CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, CP_RECALIBRATION_NONE);

  return self->kind;
}

/**
 * cp_recalibration_get_temperature:
 * @self: a map
 *
 * Returns: T, above 1 where the model was too sure of itself; NaN for other kinds than temperature
 */
double
cp_recalibration_get_temperature (const CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->kind == CP_RECALIBRATION_TEMPERATURE ? 1.0 / self->slope : NAN;
}

/**
 * cp_recalibration_get_slope:
 * @self: a map
 *
 * Returns: what logits are multiplied by; NaN for isotonic
 */
double
cp_recalibration_get_slope (const CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->kind == CP_RECALIBRATION_ISOTONIC ? NAN : self->slope;
}

/**
 * cp_recalibration_get_intercept:
 * @self: a map
 *
 * Returns: what is added to logits thereafter; NaN for isotonic
 */
double
cp_recalibration_get_intercept (const CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->kind == CP_RECALIBRATION_ISOTONIC ? NAN : self->intercept;
}

/**
 * cp_recalibration_get_n_knots:
 * @self: a map
 *
 * Returns: how many knots an isotonic map has; 0 for other kinds
 */
gsize
cp_recalibration_get_n_knots (const CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->isotonic.n;
}

/**
 * cp_recalibration_describe:
 * @self: a map
 *
 * Returns: (transfer full): kind and parameters in English, such as "temperature 1.523"
 */
char *
cp_recalibration_describe (const CpRecalibration *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind)
    {
    case CP_RECALIBRATION_TEMPERATURE:
      return g_strdup_printf ("temperature %.3f", 1.0 / self->slope);
    case CP_RECALIBRATION_PLATT:
      return g_strdup_printf ("Platt, intercept %.3f, slope %.3f", self->intercept, self->slope);
    case CP_RECALIBRATION_ISOTONIC:
      return g_strdup_printf ("isotonic, %" G_GSIZE_FORMAT " knots", self->isotonic.n);
    case CP_RECALIBRATION_NONE:
    default:
      return g_strdup ("none");
    }
}

/**
 * cp_recalibration_apply:
 * @self: a map
 * @p: the model's probability, from 0 to 1
 *
 * Never decreases with @p; different probabilities may become equal, though.
 *
 * Returns: the recalibrated probability; NaN for NaN
 */
double
cp_recalibration_apply (const CpRecalibration *self,
                        double                 p)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (isnan (p) || self->kind == CP_RECALIBRATION_NONE)
    return p;
  if (self->kind == CP_RECALIBRATION_ISOTONIC)
    return cp_isotonic_apply (&self->isotonic, p);
  return cp_expit (self->intercept + self->slope * cp_logit (p));
}

static double
double_of (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/**
 * cp_recalibration_invert:
 * @self: a map
 * @q: a threshold for recalibrated probabilities
 *
 * The smallest number p from 0 to 1 that @self takes to at least @q. So what is
 * at least p before is at least @q after, and no image changes its decision.
 * (The other way, a probability below a threshold t may be taken to the same as
 * t: a threshold is to be kept as it was before.) Found by halving the numbers
 * from 0 to 1, which are ordered as their bits are.
 *
 * Returns: the threshold; infinite where no probability is taken to @q, or @q is NaN
 */
double
cp_recalibration_invert (const CpRecalibration *self,
                         double                 q)
{
  const double one = 1.0;
  guint64 low = 0, high;

  g_return_val_if_fail (self != NULL, NAN);

  if (!(cp_recalibration_apply (self, one) >= q))
    return INFINITY;
  memcpy (&high, &one, sizeof high);
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (cp_recalibration_apply (self, double_of (middle)) >= q)
        high = middle;
      else
        low = middle + 1;
    }
  return double_of (low);
}

/**
 * cp_recalibration_map:
 * @self: a map
 * @predictions: what the model predicted
 *
 * Recalibrates every probability.
 *
 * Returns: (transfer full): the same labels with the probabilities mapped
 */
CpPredictions *
cp_recalibration_map (const CpRecalibration *self,
                      CpPredictions         *predictions)
{
  g_autofree double *probabilities = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (predictions != NULL, NULL);

  if (self->kind == CP_RECALIBRATION_NONE)
    return cp_predictions_ref (predictions);

  probabilities = g_new (double, predictions->n);
  for (gsize i = 0; i < predictions->n; i++)
    probabilities[i] = cp_recalibration_apply (self, predictions->probabilities[i]);

  return cp_predictions_new (probabilities, predictions->labels, predictions->n, NULL);
}
