/* SPDX-License-Identifier: MIT */
#include "analysis.h"

#include "rates.h"

#include <math.h>

struct _CpAnalysis
{
  GObject parent_instance;

  CpWorkspace *workspace;
  CpReview *review;
  CpProtocol *protocol;
  gboolean active;   /* somebody looks */
  double prevalence; /* NaN: that of the images */

  GCancellable *computing;         /* curves and recalibrated figures */
  GCancellable *computing_figures; /* of the model itself */
  CpPredictions *wanted;           /* (nullable): the newest that curves were asked for */
  CpRecalibration *wanted_map;     /* (nullable): the same */
  CpPredictions *wanted_figures;   /* (nullable): the newest that figures were asked for */
  CpAnalysisCurves *curves;        /* (nullable) */
  CpEstimate *figures;             /* (nullable) */
  CpEstimate *recalibrated;        /* (nullable) */
};

enum
{
  CURVES_CHANGED,
  FIGURES_CHANGED,
  OPERATING_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpAnalysis, cp_analysis, G_TYPE_OBJECT)

static void
emit (CpAnalysis *self,
      guint       signal)
{
  g_signal_emit (self, signals[signal], 0);
}

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
on_recalibrated (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CpAnalysis) self = user_data;
  CpEstimate *figures = cp_analysis_figures_finish (result, NULL);

  if (figures == NULL)
    return;

  g_free (self->recalibrated);
  self->recalibrated = figures;
  emit (self, FIGURES_CHANGED);
}

static void
on_figures (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CpAnalysis) self = user_data;
  CpEstimate *figures = cp_analysis_figures_finish (result, NULL);

  if (figures == NULL)
    return;

  g_free (self->figures);
  self->figures = figures;
  emit (self, FIGURES_CHANGED);
}

static void
on_curves (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CpAnalysis) self = user_data;
  CpAnalysisCurves *curves = cp_analysis_curves_finish (result, NULL);

  if (curves == NULL)
    return;

  g_clear_pointer (&self->curves, cp_analysis_curves_free);
  self->curves = curves;
  if (curves->recalibrated != NULL)
    cp_analysis_figures_async (curves->recalibrated, TRUE, self->computing, on_recalibrated, g_object_ref (self));
  emit (self, CURVES_CHANGED);
}

static void
ask_for_curves (CpAnalysis      *self,
                CpPredictions   *predictions,
                CpRecalibration *recalibration)
{
  if (self->wanted == predictions && self->wanted_map == recalibration)
    return;

  cancel (&self->computing);
  g_clear_pointer (&self->wanted, cp_predictions_unref);
  g_clear_pointer (&self->wanted_map, cp_recalibration_unref);
  g_clear_pointer (&self->recalibrated, g_free);
  self->wanted = cp_predictions_ref (predictions);
  self->wanted_map = recalibration != NULL ? cp_recalibration_ref (recalibration) : NULL;
  self->computing = g_cancellable_new ();
  cp_analysis_curves_async (predictions, recalibration, self->computing, on_curves, g_object_ref (self));
}

static void
ask_for_figures (CpAnalysis    *self,
                 CpPredictions *predictions)
{
  if (self->wanted_figures == predictions)
    return;

  cancel (&self->computing_figures);
  g_clear_pointer (&self->wanted_figures, cp_predictions_unref);
  g_clear_pointer (&self->figures, g_free);
  self->wanted_figures = cp_predictions_ref (predictions);
  self->computing_figures = g_cancellable_new ();
  cp_analysis_figures_async (predictions, FALSE, self->computing_figures, on_figures, g_object_ref (self));
  emit (self, FIGURES_CHANGED);
}

static void
forget (CpAnalysis *self)
{
  cancel (&self->computing);
  cancel (&self->computing_figures);
  g_clear_pointer (&self->wanted, cp_predictions_unref);
  g_clear_pointer (&self->wanted_map, cp_recalibration_unref);
  g_clear_pointer (&self->wanted_figures, cp_predictions_unref);
  g_clear_pointer (&self->curves, cp_analysis_curves_free);
  g_clear_pointer (&self->figures, g_free);
  g_clear_pointer (&self->recalibrated, g_free);
}

/* The curves that are shown stay until newer ones are there. */
static void
update (CpAnalysis *self)
{
  CpPredictions *predictions = cp_review_get_predictions (self->review);

  if (predictions == NULL)
    {
      forget (self);
      emit (self, CURVES_CHANGED);
      return;
    }
  if (!self->active)
    return;

  ask_for_curves (self, predictions, cp_protocol_get_recalibration (self->protocol));
  ask_for_figures (self, predictions);
}

static void
on_operating (CpAnalysis *self)
{
  emit (self, OPERATING_CHANGED);
}

static void
on_scores_changed (CpAnalysis *self)
{
  update (self);
  emit (self, OPERATING_CHANGED);
}

static void
cp_analysis_dispose (GObject *object)
{
  CpAnalysis *self = CP_ANALYSIS (object);

  forget (self);
  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  if (self->protocol != NULL)
    g_signal_handlers_disconnect_by_data (self->protocol, self);
  g_clear_object (&self->review);
  g_clear_object (&self->protocol);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (cp_analysis_parent_class)->dispose (object);
}

static void
cp_analysis_class_init (CpAnalysisClass *klass)
{
  static const char *const names[] = {
    [CURVES_CHANGED] = "curves-changed",
    [FIGURES_CHANGED] = "figures-changed",
    [OPERATING_CHANGED] = "operating-changed",
  };

  G_OBJECT_CLASS (klass)->dispose = cp_analysis_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], CP_TYPE_ANALYSIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_analysis_init (CpAnalysis *self)
{
  self->prevalence = NAN;
}

/**
 * cp_analysis_new:
 * @workspace: what to analyse
 *
 * Returns: (transfer full): an analysis that computes nothing until it is active
 */
CpAnalysis *
cp_analysis_new (CpWorkspace *workspace)
{
  CpAnalysis *self = g_object_new (CP_TYPE_ANALYSIS, NULL);

  self->workspace = g_object_ref (workspace);
  self->review = g_object_ref (cp_workspace_get_review (workspace));
  self->protocol = g_object_ref (cp_workspace_get_protocol (workspace));
  g_signal_connect_swapped (self->review, "scores-changed", G_CALLBACK (on_scores_changed), self);
  g_signal_connect_swapped (self->review, "notify::threshold", G_CALLBACK (on_operating), self);
  g_signal_connect_swapped (self->protocol, "changed", G_CALLBACK (update), self);

  return self;
}

/**
 * cp_analysis_get_workspace:
 * @self: an analysis
 *
 * Returns: (transfer none): whose
 */
CpWorkspace *
cp_analysis_get_workspace (CpAnalysis *self)
{
  return self->workspace;
}

/**
 * cp_analysis_get_review:
 * @self: an analysis
 *
 * Returns: (transfer none): whose
 */
CpReview *
cp_analysis_get_review (CpAnalysis *self)
{
  return self->review;
}

/**
 * cp_analysis_get_protocol:
 * @self: an analysis
 *
 * Returns: (transfer none): whose
 */
CpProtocol *
cp_analysis_get_protocol (CpAnalysis *self)
{
  return self->protocol;
}

/**
 * cp_analysis_set_active:
 * @self: an analysis
 * @active: whether somebody looks
 *
 * While nobody looks, nothing is computed.
 */
void
cp_analysis_set_active (CpAnalysis *self,
                        gboolean    active)
{
  g_return_if_fail (CP_IS_ANALYSIS (self));

  self->active = active;
  if (active)
    update (self);
}

/**
 * cp_analysis_get_curves:
 * @self: an analysis
 *
 * Returns: (nullable) (transfer none): the newest curves; those of the scores
 *   before until newer ones are computed
 */
const CpAnalysisCurves *
cp_analysis_get_curves (CpAnalysis *self)
{
  g_return_val_if_fail (CP_IS_ANALYSIS (self), NULL);

  return self->curves;
}

/**
 * cp_analysis_get_figure:
 * @self: an analysis
 * @metric: a figure
 * @figure: (out): the figure, undefined where it is not known
 *
 * The net benefit is that at the odds of the recalibrated threshold, where there is one.
 *
 * Returns: %FALSE while it is being computed
 */
gboolean
cp_analysis_get_figure (CpAnalysis *self,
                        CpMetric    metric,
                        CpEstimate *figure)
{
  g_return_val_if_fail (CP_IS_ANALYSIS (self), FALSE);

  *figure = cp_estimate_undefined ();
  if (!cp_review_has_scores (self->review))
    return TRUE;
  if (metric == CP_METRIC_NET_BENEFIT)
    *figure = cp_rate_net_benefit (cp_review_get_confusion (self->review), cp_analysis_get_mapped_threshold (self));
  else if (cp_metric_uses_threshold (metric))
    *figure = cp_review_get_metric (self->review, metric);
  else if (self->figures == NULL)
    return FALSE;
  else
    *figure = self->figures[metric];

  return TRUE;
}

/**
 * cp_analysis_get_recalibrated:
 * @self: an analysis
 * @metric: one of cp_analysis_is_calibration()
 * @figure: (out): the figure after recalibration, undefined where it is not known
 *
 * Returns: %FALSE without recalibration and while it is being computed
 */
gboolean
cp_analysis_get_recalibrated (CpAnalysis *self,
                              CpMetric    metric,
                              CpEstimate *figure)
{
  g_return_val_if_fail (CP_IS_ANALYSIS (self), FALSE);

  *figure = self->recalibrated != NULL ? self->recalibrated[metric] : cp_estimate_undefined ();

  return self->recalibrated != NULL;
}

/**
 * cp_analysis_get_threshold:
 * @self: an analysis
 *
 * Returns: the threshold, on the model's own scale
 */
double
cp_analysis_get_threshold (CpAnalysis *self)
{
  g_return_val_if_fail (CP_IS_ANALYSIS (self), NAN);

  return cp_review_get_threshold (self->review);
}

/**
 * cp_analysis_get_mapped_threshold:
 * @self: an analysis
 *
 * Returns: the threshold on the recalibrated scale, or the model's where there is no other
 */
double
cp_analysis_get_mapped_threshold (CpAnalysis *self)
{
  CpRecalibration *map = cp_protocol_get_recalibration (self->protocol);
  double threshold = cp_analysis_get_threshold (self);

  return map != NULL ? cp_recalibration_apply (map, threshold) : threshold;
}

/**
 * cp_analysis_set_mapped_threshold:
 * @self: an analysis
 * @threshold: on the recalibrated scale, or the model's where there is no other
 *
 * Moves the threshold to where the same images are called pneumonia.
 */
void
cp_analysis_set_mapped_threshold (CpAnalysis *self,
                                  double      threshold)
{
  CpRecalibration *map;

  g_return_if_fail (CP_IS_ANALYSIS (self));

  map = cp_protocol_get_recalibration (self->protocol);
  if (map != NULL)
    threshold = cp_recalibration_invert (map, threshold);
  if (!isnan (threshold))
    cp_review_set_threshold (self->review, CLAMP (threshold, 0, 1));
}

/**
 * cp_analysis_get_own_prevalence:
 * @self: an analysis
 *
 * Returns: the share of pneumonia in the images shown; NaN where there are none
 */
double
cp_analysis_get_own_prevalence (CpAnalysis *self)
{
  CpPredictions *predictions;

  g_return_val_if_fail (CP_IS_ANALYSIS (self), NAN);

  predictions = cp_review_get_predictions (self->review);
  if (predictions == NULL)
    return NAN;

  return (double) cp_predictions_get_positives (predictions) / (double) cp_predictions_get_n (predictions);
}

/**
 * cp_analysis_get_prevalence:
 * @self: an analysis
 *
 * Returns: the prevalence that counts are given for; NaN where there is none
 */
double
cp_analysis_get_prevalence (CpAnalysis *self)
{
  g_return_val_if_fail (CP_IS_ANALYSIS (self), NAN);

  return isnan (self->prevalence) ? cp_analysis_get_own_prevalence (self) : self->prevalence;
}

/**
 * cp_analysis_has_own_prevalence:
 * @self: an analysis
 *
 * Returns: whether that is the one in the images
 */
gboolean
cp_analysis_has_own_prevalence (CpAnalysis *self)
{
  g_return_val_if_fail (CP_IS_ANALYSIS (self), FALSE);

  return isnan (self->prevalence);
}

/**
 * cp_analysis_set_prevalence:
 * @self: an analysis
 * @prevalence: 0 to 1, or NaN for the one in the images
 *
 * Says among whom the threshold would be used.
 */
void
cp_analysis_set_prevalence (CpAnalysis *self,
                            double      prevalence)
{
  g_return_if_fail (CP_IS_ANALYSIS (self));
  g_return_if_fail (isnan (prevalence) || (prevalence >= 0 && prevalence <= 1));

  if (self->prevalence == prevalence || (isnan (self->prevalence) && isnan (prevalence)))
    return;

  self->prevalence = prevalence;
  emit (self, OPERATING_CHANGED);
}
