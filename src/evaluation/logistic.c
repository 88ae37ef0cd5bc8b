/* SPDX-License-Identifier: MIT */
#include "logistic-private.h"

#include "predictions-private.h"

#include <float.h>
#include <math.h>

#define ITERATIONS_MAX 100

/* ln (p / (1 − p)), p clipped as in cp_log_loss(): 0 and 1 become −36.04 and 36.04. */
double
cp_logit (double p)
{
  p = CLAMP (p, DBL_EPSILON, 1.0 - DBL_EPSILON);
  return log (p) - log1p (-p);
}

/* The inverse of cp_logit(); 0 and 1 at the infinities. Rounds without changing an order, unlike eˣ / (1 + eˣ). */
double
cp_expit (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

/* Of every prediction, ascending. */
double *
cp_logits_of (const CpPredictions *predictions)
{
  double *logits = g_new (double, predictions->n);

  for (gsize i = 0; i < predictions->n; i++)
    logits[i] = cp_logit (predictions->probabilities[i]);
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

CpLogistic
cp_logistic_at (const double *x,
                const guint8 *y,
                gsize         n,
                double        a,
                double        b)
{
  CpLogistic at = { 0 };

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

/* Centres x and scales it to unit spread, so that Newton's matrix is well conditioned. */
static void
standardise (double *x,
             gsize   n,
             double *mean,
             double *scale)
{
  double square = 0.0;

  *mean = 0.0;
  for (gsize i = 0; i < n; i++)
    *mean += x[i] / n;
  for (gsize i = 0; i < n; i++)
    square += (x[i] - *mean) * (x[i] - *mean) / n;
  *scale = sqrt (square);
  for (gsize i = 0; i < n; i++)
    x[i] = (x[i] - *mean) / *scale;
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
             CpLogistic   *at)
{
  double determinant = at->i_aa * at->i_bb - at->i_ab * at->i_ab;
  double step_a = (at->i_bb * at->g_a - at->i_ab * at->g_b) / determinant;
  double step_b = (at->i_aa * at->g_b - at->i_ab * at->g_a) / determinant;
  double enough = at->likelihood - 1e-12 * (1.0 + fabs (at->likelihood));

  for (double factor = 1.0; factor > 1e-10; factor /= 2.0)
    {
      CpLogistic next = cp_logistic_at (x, y, n, *a + factor * step_a, *b + factor * step_b);

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

/*
 * cp_logistic_fit:
 * @predictions: predictions
 * @fit: (out): the regression of the labels on the logits of the probabilities, of greatest likelihood
 *
 * Returns FALSE where there is none: with one class only, equal probabilities,
 * or classes that do not overlap.
 */
gboolean
cp_logistic_fit (const CpPredictions *predictions,
                 CpLogisticFit       *fit)
{
  g_autofree double *x = cp_logits_of (predictions);
  const guint8 *y = predictions->labels;
  gsize n = predictions->n;
  double mean, scale, a = 0.0, b = 0.0;
  CpLogistic at;

  if (!classes_overlap (x, y, n))
    return FALSE;

  standardise (x, n, &mean, &scale);
  at = cp_logistic_at (x, y, n, a, b);
  for (guint i = 0; i < ITERATIONS_MAX; i++)
    if (!newton_step (x, y, n, &a, &b, &at))
      break;
  fit->slope = b / scale;
  fit->intercept = a - b * mean / scale;
  fit->slope_error = sqrt (at.i_aa / (at.i_aa * at.i_bb - at.i_ab * at.i_ab)) / scale;
  return TRUE;
}
