/* SPDX-License-Identifier: MIT */
#include "protocol-private.h"

typedef struct
{
  CpRecalibrationKind kind;
  CpPredictions *predictions;
} Fit;

static void
fit_free (Fit *fit)
{
  cp_predictions_unref (fit->predictions);
  g_free (fit);
}

/* A quarter of a second with a million predictions: not for the main thread. */
static void
fit_in_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const Fit *fit = task_data;
  g_autoptr (GError) error = NULL;
  CpRecalibration *recalibration = cp_recalibration_fit (fit->kind, fit->predictions, &error);

  if (recalibration != NULL)
    g_task_return_pointer (task, recalibration, (GDestroyNotify) cp_recalibration_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_fitted (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  CpProtocol *self = CP_PROTOCOL (source);
  g_autoptr (GError) error = NULL;
  CpRecalibration *recalibration = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->fitting);
  self->recalibration = recalibration;
  if (error != NULL)
    self->recalibration_error = g_strdup (error->message);
  cp_protocol_changed (self);
}

void
cp_protocol_stop_recalibrating (CpProtocol *self)
{
  g_cancellable_cancel (self->fitting);
  g_clear_object (&self->fitting);
  g_clear_pointer (&self->recalibration, cp_recalibration_unref);
  g_clear_pointer (&self->recalibration_error, g_free);
}

/* Begins to fit on the newest validation scores. */
void
cp_protocol_recalibrate (CpProtocol *self)
{
  CpPredictions *predictions = cp_review_get_predictions_of (self->review, CP_SPLIT_VALIDATION);
  g_autoptr (GTask) task = NULL;
  Fit *fit;

  cp_protocol_stop_recalibrating (self);
  if (self->kind == CP_RECALIBRATION_NONE || predictions == NULL)
    return;

  self->fitting = g_cancellable_new ();
  fit = g_new (Fit, 1);
  *fit = (Fit){ self->kind, cp_predictions_ref (predictions) };
  task = g_task_new (self, self->fitting, on_fitted, NULL);
  g_task_set_task_data (task, fit, (GDestroyNotify) fit_free);
  g_task_run_in_thread (task, fit_in_thread);
}

/**
 * cp_protocol_set_recalibration:
 * @self: a protocol
 * @kind: how to recalibrate
 *
 * Begins to fit on validation, in a thread; ::changed tells when it is done.
 * Thresholds stay on the model's own scale, so that no image changes its decision.
 */
void
cp_protocol_set_recalibration (CpProtocol          *self,
                               CpRecalibrationKind  kind)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));
  g_return_if_fail ((guint) kind < CP_N_RECALIBRATION_KINDS);

  if (self->kind == kind)
    return;
  self->kind = kind;
  cp_protocol_recalibrate (self);
  cp_protocol_changed (self);
}

/**
 * cp_protocol_get_recalibration_kind:
 * @self: a protocol
 *
 * Returns: the kind that was asked for
 */
CpRecalibrationKind
cp_protocol_get_recalibration_kind (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), CP_RECALIBRATION_NONE);

  return self->kind;
}

/**
 * cp_protocol_get_recalibration:
 * @self: a protocol
 *
 * Returns: (nullable) (transfer none): the map from the model's probabilities
 *   to recalibrated ones; %NULL where none was asked for, while it is fitted, or where
 *   it cannot be
 */
CpRecalibration *
cp_protocol_get_recalibration (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), NULL);

  return self->recalibration;
}

/**
 * cp_protocol_get_recalibration_error:
 * @self: a protocol
 *
 * Returns: (nullable): why nothing could be fitted
 */
const char *
cp_protocol_get_recalibration_error (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), NULL);

  return self->recalibration_error;
}
