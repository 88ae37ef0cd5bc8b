/* SPDX-License-Identifier: MIT */
#include "analysis-work.h"

#include "auroc.h"

#define MOST_POINTS 600 /* of a curve: a plot is no wider */
#define FIRST_DECISION 0.005

/**
 * cp_analysis_curves_free:
 * @self: (transfer full): curves
 */
void
cp_analysis_curves_free (CpAnalysisCurves *self)
{
  g_clear_pointer (&self->predictions, cp_predictions_unref);
  g_clear_pointer (&self->recalibrated, cp_predictions_unref);
  g_clear_pointer (&self->recalibration, cp_recalibration_unref);
  g_clear_pointer (&self->roc, cp_curve_points_free);
  g_clear_pointer (&self->precision_recall, cp_curve_points_free);
  g_free (self);
}

static void
recalibrate (CpAnalysisCurves *self)
{
  if (self->recalibration == NULL)
    return;

  self->recalibrated = cp_recalibration_map (self->recalibration, self->predictions);
  cp_reliability (self->recalibrated, CP_ANALYSIS_BINS, self->recalibrated_bins);
}

static void
compute_curves (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const CpAnalysisCurves *wanted = task_data;
  CpAnalysisCurves *self = g_new0 (CpAnalysisCurves, 1);

  self->predictions = cp_predictions_ref (wanted->predictions);
  self->recalibration = wanted->recalibration != NULL ? cp_recalibration_ref (wanted->recalibration) : NULL;
  recalibrate (self);
  self->roc = cp_roc_curve (self->predictions, MOST_POINTS);
  self->precision_recall = cp_precision_recall_curve (self->predictions, MOST_POINTS);
  self->auroc = cp_auroc (self->predictions);
  cp_reliability (self->predictions, CP_ANALYSIS_BINS, self->bins);
  cp_decision_curve (self->recalibrated != NULL ? self->recalibrated : self->predictions, FIRST_DECISION,
                     1 - FIRST_DECISION, CP_ANALYSIS_DECISIONS, self->decisions);
  g_task_return_pointer (task, self, (GDestroyNotify) cp_analysis_curves_free);
}

/**
 * cp_analysis_curves_async:
 * @predictions: predictions
 * @recalibration: (nullable): how to recalibrate them
 * @cancellable: who no longer needs the answer cancels this
 * @callback: called with it
 * @user_data: for @callback
 *
 * Computes what the charts show, in a thread.
 */
void
cp_analysis_curves_async (CpPredictions       *predictions,
                          CpRecalibration     *recalibration,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  CpAnalysisCurves *wanted = g_new0 (CpAnalysisCurves, 1);

  wanted->predictions = cp_predictions_ref (predictions);
  wanted->recalibration = recalibration != NULL ? cp_recalibration_ref (recalibration) : NULL;
  g_task_set_task_data (task, wanted, (GDestroyNotify) cp_analysis_curves_free);
  g_task_run_in_thread (task, compute_curves);
}

/**
 * cp_analysis_curves_finish:
 * @result: the result
 * @error: return location: that it was cancelled
 *
 * Returns: (transfer full) (nullable): the curves
 */
CpAnalysisCurves *
cp_analysis_curves_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cp_analysis_is_calibration:
 * @metric: a figure
 *
 * Returns: whether recalibration is meant to change it
 */
gboolean
cp_analysis_is_calibration (CpMetric metric)
{
  return metric >= CP_METRIC_BRIER && metric <= CP_METRIC_CALIBRATION_INTERCEPT;
}

/**
 * cp_analysis_is_slow:
 * @metric: a figure
 *
 * Returns: whether it is one of those that cp_analysis_figures_async() computes
 */
gboolean
cp_analysis_is_slow (CpMetric metric)
{
  return !cp_metric_uses_threshold (metric);
}

typedef struct
{
  CpPredictions *predictions;
  gboolean calibration_only;
} Wanted;

static void
wanted_free (gpointer data)
{
  cp_predictions_unref (((Wanted *) data)->predictions);
  g_free (data);
}

static void
compute_figures (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const Wanted *wanted = task_data;
  CpEstimate *figures = g_new (CpEstimate, CP_N_METRICS);

  for (guint i = 0; i < CP_N_METRICS; i++)
    {
      const gboolean due = wanted->calibration_only ? cp_analysis_is_calibration (i) : cp_analysis_is_slow (i);

      figures[i] = due && !g_cancellable_is_cancelled (cancellable) ? cp_metric_compute (i, wanted->predictions, 0.5)
                                                                    : cp_estimate_undefined ();
    }
  g_task_return_pointer (task, figures, g_free);
}

/**
 * cp_analysis_figures_async:
 * @predictions: predictions
 * @calibration_only: leave out what recalibration does not change
 * @cancellable: who no longer needs the answer cancels this
 * @callback: called with it
 * @user_data: for @callback
 *
 * Computes every figure that does not depend on the threshold, in a thread: the
 * bootstrap and the regression among them take long.
 */
void
cp_analysis_figures_async (CpPredictions       *predictions,
                           gboolean             calibration_only,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted) { cp_predictions_ref (predictions), calibration_only };
  g_task_set_task_data (task, wanted, wanted_free);
  g_task_run_in_thread (task, compute_figures);
}

/**
 * cp_analysis_figures_finish:
 * @result: the result
 * @error: return location: that it was cancelled
 *
 * Returns: (transfer full) (nullable) (array): (CP_N_METRICS) figures, undefined where not asked for
 */
CpEstimate *
cp_analysis_figures_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
