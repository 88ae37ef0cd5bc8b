/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "session-error.h"

static void
on_run_model (CpTrainingRun *run,
              CpModel       *model,
              CpWorkspace   *self)
{
  cp_workspace_score (self, model, NULL, g_task_new (self, NULL, NULL, NULL));
}

static void
on_run_state (CpTrainingRun *run,
              GParamSpec    *pspec,
              CpWorkspace   *self)
{
  if (cp_training_run_get_state (run) == CP_RUN_FAILED)
    cp_workspace_fail (self, cp_training_run_get_error (run));
}

void
cp_workspace_set_run (CpWorkspace   *self,
                      CpTrainingRun *run)
{
  if (self->run != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->run, self);
      cp_training_run_stop (self->run);
    }
  g_set_object (&self->run, run);
  if (run != NULL)
    {
      g_signal_connect (run, "model", G_CALLBACK (on_run_model), self);
      g_signal_connect (run, "notify::state", G_CALLBACK (on_run_state), self);
    }
  g_object_notify (G_OBJECT (self), "run");
}

gboolean
cp_workspace_is_training (CpWorkspace *self)
{
  CpRunState state = self->run != NULL ? cp_training_run_get_state (self->run) : CP_RUN_READY;

  return state == CP_RUN_RUNNING || state == CP_RUN_PAUSED || state == CP_RUN_STOPPING;
}

/**
 * cp_workspace_train:
 * @self: a workspace with a data set
 * @recipe: the settings
 * @error: return location
 *
 * Starts a run. After each epoch the review gets the newest model's
 * probabilities; until then it keeps those it has.
 *
 * Returns: %FALSE where it cannot start: no data set, still training, settings
 *   out of range
 */
gboolean
cp_workspace_train (CpWorkspace     *self,
                    const CpRecipe  *recipe,
                    GError         **error)
{
  g_autoptr (CpTrainingRun) run = NULL;

  if (self->dataset == NULL)
    {
      g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                           "training needs images: open a data set first");
      return FALSE;
    }
  if (cp_workspace_is_training (self))
    {
      g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                           "a model is being trained already: stop that training first");
      return FALSE;
    }

  run = cp_training_run_new (recipe, self->dataset, error);
  if (run == NULL)
    return FALSE;
  cp_workspace_set_run (self, run);
  cp_training_run_start (run);

  return TRUE;
}
