/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "predictions-private.h"

#include <float.h>
#include <math.h>

#define N_BINS 15
#define ITERATIONS_MAX 100

/**
 * cp_calibration_error:
 * @predictions: predictions
 *
 * The expected calibration error over 15 equal bins of the probability of
 * pneumonia: the mean, weighted by the bins' counts, of |mean p − share of
 * pneumonia| (Naeini, Cooper & Hauskrecht, AAAI 2015). A probability on an
 * edge belongs to the bin above, 1 to the last.
 *
 * Returns: the error, from 0 to 1
 */
CpEstimate
cp_calibration_error (const CpPredictions *predictions)
{
  gsize start = 0;
  double sum = 0.0;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  for (guint bin = 1; bin <= N_BINS; bin++)
    {
      gsize end = bin == N_BINS ? predictions->n : cp_predictions_count_below (predictions, (double) bin / N_BINS);
      double gap = 0.0;

      for (gsize i = start; i < end; i++)
        gap += predictions->probabilities[i] - predictions->labels[i];
      sum += fabs (gap);
      start = end;
    }
  return cp_estimate_of (sum / predictions->n);
}

/* ln (p / (1 − p)), p clipped as in cp_log_loss(): 0 and 1 become −36.04 and 36.04. */
static double
logit (double p)
{
  p = CLAMP (p, DBL_EPSILON, 1.0 - DBL_EPSILON);
  return log (p) - log1p (-p);
}

static double *
all_logits (const CpPredictions *predictions)
{
  double *logits = g_new (double, predictions->n);

  for (gsize i = 0; i < predictions->n; i++)
    logits[i] = logit (predictions->probabilities[i]);
  return logits;
}

/*
 * With one regressor the likelihood has a maximum just where the classes
 * overlap in it, ends not counted (Albert & Anderson, Biometrika 1984; 71:1).
 */
static gboolean
classes_overlap (const double *logits,
                 const guint8 *labels,
                 gsize         n)
{
  double low[2] = { INFINITY, INFINITY };
  double high[2] = { -INFINITY, -INFINITY };

  for (gsize i = 0; i < n; i++)
    {
      low[labels[i]] = MIN (low[labels[i]], logits[i]);
      high[labels[i]] = MAX (high[labels[i]], logits[i]);
    }
  return low[0] < high[1] && low[1] < high[0];
}

/* Log-likelihood of intercept a and slope b, its gradient and its information matrix. */
typedef struct
{
  double likelihood;
  double g_a, g_b;
  double i_aa, i_ab, i_bb;
} Logistic;

static Logistic
logistic_at (const double *x,
             const guint8 *y,
             gsize         n,
             double        a,
             double        b)
{
  Logistic at = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      double eta = a + b * x[i];
      double e = exp (-fabs (eta));
      double mu = (eta >= 0.0 ? 1.0 : e) / (1.0 + e);
      double weight = e / (1.0 + e) / (1.0 + e);
      gboolean agrees = (eta >= 0.0) == (y[i] != 0);

      /* ln μ or ln (1 − μ), without overflow */
      at.likelihood -= log1p (e) + (agrees ? 0.0 : fabs (eta));
      at.g_a += y[i] - mu;
      at.g_b += (y[i] - mu) * x[i];
      at.i_aa += weight;
      at.i_ab += weight * x[i];
      at.i_bb += weight * x[i] * x[i];
    }
  return at;
}

/* Centres x and scales it to unit spread, so that Newton's matrix is well conditioned. Returns the scale. */
static double
standardise (double *x,
             gsize   n)
{
  double mean = 0.0, square = 0.0, scale;

  for (gsize i = 0; i < n; i++)
    mean += x[i] / n;
  for (gsize i = 0; i < n; i++)
    square += (x[i] - mean) * (x[i] - mean) / n;
  scale = sqrt (square);
  for (gsize i = 0; i < n; i++)
    x[i] = (x[i] - mean) / scale;
  return scale;
}

/*
 * One Newton step, halved until the likelihood does not fall by more than its
 * rounding error. Returns FALSE when it no longer moves.
 */
static gboolean
newton_step (const double *x,
             const guint8 *y,
             gsize         n,
             double       *a,
             double       *b,
             Logistic     *at)
{
  double determinant = at->i_aa * at->i_bb - at->i_ab * at->i_ab;
  double step_a = (at->i_bb * at->g_a - at->i_ab * at->g_b) / determinant;
  double step_b = (at->i_aa * at->g_b - at->i_ab * at->g_a) / determinant;
  double enough = at->likelihood - 1e-12 * (1.0 + fabs (at->likelihood));

  for (double factor = 1.0; factor > 1e-10; factor /= 2.0)
    {
      Logistic next = logistic_at (x, y, n, *a + factor * step_a, *b + factor * step_b);

      if (next.likelihood >= enough)
        {
          gboolean moved = fabs (step_a) > 1e-12 * (1.0 + fabs (*a)) || fabs (step_b) > 1e-12 * (1.0 + fabs (*b));

          *a += factor * step_a;
          *b += factor * step_b;
          *at = next;
          return moved;
        }
    }
  return FALSE;
}

/* Fits y on x; *@slope and its standard error come out in units of x. */
static void
fit_slope (const double *x,
           const guint8 *y,
           gsize         n,
           double       *slope,
           double       *standard_error)
{
  double a = 0.0, b = 0.0;
  Logistic at = logistic_at (x, y, n, a, b);

  for (guint i = 0; i < ITERATIONS_MAX; i++)
    if (!newton_step (x, y, n, &a, &b, &at))
      break;
  *slope = b;
  *standard_error = sqrt (at.i_aa / (at.i_aa * at.i_bb - at.i_ab * at.i_ab));
}

/**
 * cp_calibration_slope:
 * @predictions: predictions
 *
 * The slope of a logistic regression of the labels on the logits of the
 * probabilities (Cox, Biometrika 1958; 45:562), by Newton's method, with a Wald
 * interval. 1 is ideal; below 1 the probabilities are too extreme.
 * Probabilities are clipped as in cp_log_loss().
 *
 * Returns: the slope, undefined where it is not finite: with one class only,
 *   equal probabilities, or classes that do not overlap
 */
CpEstimate
cp_calibration_slope (const CpPredictions *predictions)
{
  double scale, slope, standard_error;
  g_autofree double *logits = NULL;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  logits = all_logits (predictions);
  if (!classes_overlap (logits, predictions->labels, predictions->n))
    return cp_estimate_undefined ();

  scale = standardise (logits, predictions->n);
  fit_slope (logits, predictions->labels, predictions->n, &slope, &standard_error);
  return cp_estimate_wald (slope / scale, standard_error / scale);
}

/* Root of Σ y − σ(a + x), which falls with a: Newton kept inside a shrinking bracket. */
static double
solve_intercept (const double *logits,
                 const guint8 *labels,
                 gsize         n,
                 double        low,
                 double        high,
                 double       *information)
{
  double a = CLAMP (0.0, low, high);

  for (guint i = 0; i < ITERATIONS_MAX; i++)
    {
      Logistic at = logistic_at (logits, labels, n, a, 1.0);
      double next = a + at.g_a / at.i_aa;

      *information = at.i_aa;
      if (at.g_a > 0.0)
        low = a;
      else
        high = a;
      if (!(next >= low && next <= high))
        next = (low + high) / 2.0;
      if (fabs (next - a) <= 1e-13 * (1.0 + fabs (a)))
        break;
      a = next;
    }
  return a;
}

/**
 * cp_calibration_intercept:
 * @predictions: predictions
 *
 * Calibration in the large: the intercept of a logistic regression of the
 * labels with the logits of the probabilities as offset, with a Wald interval
 * (Steyerberg, Clinical Prediction Models, 2009). 0 is ideal; above 0 there is
 * more pneumonia than the probabilities say. They are clipped as in cp_log_loss().
 *
 * Returns: the intercept, undefined with one class only
 */
CpEstimate
cp_calibration_intercept (const CpPredictions *predictions)
{
  gsize n, positives, negatives;
  double prevalence, a, information;
  g_autofree double *logits = NULL;

  g_return_val_if_fail (predictions != NULL, cp_estimate_undefined ());

  n = predictions->n;
  positives = cp_predictions_get_positives (predictions);
  negatives = cp_predictions_get_negatives (predictions);
  if (positives == 0 || negatives == 0)
    return cp_estimate_undefined ();

  /* Were every logit the highest, or the lowest, the root would be here. */
  logits = all_logits (predictions);
  prevalence = log ((double) positives / negatives);
  a = solve_intercept (logits, predictions->labels, n,
                       prevalence - logits[n - 1], prevalence - logits[0], &information);
  return cp_estimate_wald (a, 1.0 / sqrt (information));
}
