/* SPDX-License-Identifier: MIT */
#include "workspace.h"

#include "session-error.h"
#include "split-scores-private.h"

struct _CpWorkspace
{
  GObject parent_instance;

  CpReview *review;
  CpDataset *dataset;
  CpTrainingRun *run;
  CpModel *model;

  guint jobs;           /* loading or scoring */
  GCancellable *scoring; /* the newest scoring's: older ones are dropped */
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (CpWorkspace, cp_workspace, G_TYPE_OBJECT)

enum
{
  PROP_DATASET = 1,
  PROP_RUN,
  PROP_MODEL,
  PROP_BUSY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
fail (CpWorkspace  *self,
      const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
add_job (CpWorkspace *self)
{
  if (self->jobs++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
remove_job (CpWorkspace *self)
{
  if (--self->jobs == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* A new cancellable in @slot; what ran under the old one is dropped. */
static GCancellable *
supersede (GCancellable **slot)
{
  g_cancellable_cancel (*slot);
  g_clear_object (slot);
  *slot = g_cancellable_new ();

  return *slot;
}

/* Tasks that run in a worker thread have no source object: the thread may drop
 * the task's last reference, and the workspace must not end there. */

/* Scoring: every split of the data set, in a worker thread */

/* A model to score with: at hand, or still in a file. */
typedef struct
{
  CpModel *model;
  char *path;
  CpDataset *dataset;
} Scoring;

static void
scoring_free (gpointer data)
{
  Scoring *scoring = data;

  g_clear_pointer (&scoring->model, cp_model_unref);
  cp_dataset_unref (scoring->dataset);
  g_free (scoring->path);
  g_free (scoring);
}

static gboolean
take_scores (CpWorkspace    *self,
             CpSplitScores  *scores,
             GError        **error)
{
  for (guint split = 0; split < CP_N_SPLITS; split++)
    if (!cp_review_set_scores (self->review, split, scores->scores[split]->probabilities,
                               scores->scores[split]->n, error))
      return FALSE;

  return TRUE;
}

static void
set_model (CpWorkspace *self,
           CpModel     *model)
{
  if (self->model == model)
    return;
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
score_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  const Scoring *scoring = task_data;
  GError *error = NULL;
  CpSplitScores *scores;

  if (scoring->path != NULL)
    scores = cp_split_scores_load (scoring->path, scoring->dataset, cancellable, &error);
  else
    scores = cp_split_scores_new (scoring->model, scoring->dataset, cancellable, &error);

  if (scores != NULL)
    g_task_return_pointer (task, scores, (GDestroyNotify) cp_split_scores_free);
  else
    g_task_return_error (task, error);
}

static void
on_scored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpWorkspace *self = g_task_get_source_object (outer);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpSplitScores) scores = g_task_propagate_pointer (G_TASK (result), &error);

  remove_job (self);
  if (scores != NULL && take_scores (self, scores, &error))
    {
      set_model (self, scores->model);
      g_task_return_boolean (outer, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, error);
  g_task_return_error (outer, g_steal_pointer (&error));
}

/* @model or @path: the one is NULL; @outer: (transfer full): returns whether it worked */
static void
score (CpWorkspace *self,
       CpModel     *model,
       const char  *path,
       GTask       *outer)
{
  g_autoptr (GTask) task = g_task_new (NULL, supersede (&self->scoring), on_scored, outer);
  Scoring *scoring = g_new0 (Scoring, 1);

  scoring->model = model != NULL ? cp_model_ref (model) : NULL;
  scoring->path = g_strdup (path);
  scoring->dataset = cp_dataset_ref (self->dataset);
  g_task_set_task_data (task, scoring, scoring_free);
  add_job (self);
  g_task_run_in_thread (task, score_thread);
}

/* The run */

static void
on_run_model (CpTrainingRun *run,
              CpModel       *model,
              CpWorkspace   *self)
{
  score (self, model, NULL, g_task_new (self, NULL, NULL, NULL));
}

static void
on_run_state (CpTrainingRun *run,
              GParamSpec    *pspec,
              CpWorkspace   *self)
{
  if (cp_training_run_get_state (run) == CP_RUN_FAILED)
    fail (self, cp_training_run_get_error (run));
}

static void
set_run (CpWorkspace   *self,
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN]);
}

static gboolean
is_training (CpWorkspace *self)
{
  CpRunState state = self->run != NULL ? cp_training_run_get_state (self->run) : CP_RUN_READY;

  return state == CP_RUN_RUNNING || state == CP_RUN_PAUSED || state == CP_RUN_STOPPING;
}

/* GObject */

static void
cp_workspace_dispose (GObject *object)
{
  CpWorkspace *self = CP_WORKSPACE (object);

  g_cancellable_cancel (self->scoring);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->scoring);
  g_clear_object (&self->loading);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->review);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->dataset, cp_dataset_unref);

  G_OBJECT_CLASS (cp_workspace_parent_class)->dispose (object);
}

static void
cp_workspace_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CpWorkspace *self = CP_WORKSPACE (object);

  switch (id)
    {
    case PROP_DATASET:
      g_value_set_pointer (value, self->dataset);
      break;
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;
    case PROP_MODEL:
      g_value_set_pointer (value, self->model);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->jobs > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_workspace_class_init (CpWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cp_workspace_dispose;
  object_class->get_property = cp_workspace_get_property;

  /**
   * CpWorkspace:dataset:
   *
   * The #CpDataset that is open, or %NULL.
   */
  properties[PROP_DATASET] = g_param_spec_pointer ("dataset", NULL, NULL, flags);
  /**
   * CpWorkspace:run:
   *
   * The newest training run, or %NULL.
   */
  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, CP_TYPE_TRAINING_RUN, flags);
  /**
   * CpWorkspace:model:
   *
   * The #CpModel whose probabilities the review shows, or %NULL.
   */
  properties[PROP_MODEL] = g_param_spec_pointer ("model", NULL, NULL, flags);
  /**
   * CpWorkspace:busy:
   *
   * Whether something is being loaded or scored.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * CpWorkspace::failed:
   * @self: the workspace
   * @message: one line for a person
   *
   * Something could not be loaded, scored or trained; what was there is kept.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CP_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cp_workspace_init (CpWorkspace *self)
{
  self->review = cp_review_new ();
}

/**
 * cp_workspace_new:
 *
 * Returns: (transfer full): a workspace with nothing open
 */
CpWorkspace *
cp_workspace_new (void)
{
  return g_object_new (CP_TYPE_WORKSPACE, NULL);
}

/**
 * cp_workspace_get_review:
 * @self: a workspace
 *
 * Returns: (transfer none): the images under a threshold; the same object for ever
 */
CpReview *
cp_workspace_get_review (CpWorkspace *self)
{
  return self->review;
}

/**
 * cp_workspace_get_dataset:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): what is open
 */
CpDataset *
cp_workspace_get_dataset (CpWorkspace *self)
{
  return self->dataset;
}

/**
 * cp_workspace_get_run:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): the newest run
 */
CpTrainingRun *
cp_workspace_get_run (CpWorkspace *self)
{
  return self->run;
}

/**
 * cp_workspace_get_model:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): the model whose probabilities are shown
 */
CpModel *
cp_workspace_get_model (CpWorkspace *self)
{
  return self->model;
}

/**
 * cp_workspace_get_busy:
 * @self: a workspace
 *
 * Returns: whether something is being loaded or scored
 */
gboolean
cp_workspace_get_busy (CpWorkspace *self)
{
  return self->jobs > 0;
}

/* Loading a data set */

static void
load_dataset_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  GError *error = NULL;
  CpDataset *dataset = cp_dataset_load (task_data, &error);

  if (dataset == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* both take a moment; here, so that the main thread need not wait for them */
  cp_dataset_get_fingerprint (dataset);
  cp_dataset_get_duplicates (dataset);
  g_task_return_pointer (task, dataset, (GDestroyNotify) cp_dataset_unref);
}

static void
open_dataset (CpWorkspace *self,
              CpDataset   *dataset)
{
  g_cancellable_cancel (self->scoring);
  set_run (self, NULL);
  set_model (self, NULL);
  cp_review_set_dataset (self->review, dataset);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->dataset = cp_dataset_ref (dataset);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATASET]);
}

static void
on_dataset_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpWorkspace *self = g_task_get_source_object (outer);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);

  remove_job (self);
  if (dataset != NULL)
    {
      open_dataset (self, dataset);
      g_task_return_boolean (outer, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, error);
  g_task_return_error (outer, g_steal_pointer (&error));
}

/**
 * cp_workspace_load_dataset:
 * @self: a workspace
 * @location: a file, or "phantom"
 * @callback: (nullable): called when done
 * @user_data: given to @callback
 *
 * Opens a data set in a worker thread. Once it is there, run, model and
 * probabilities are forgotten; where it cannot be opened, all is kept.
 */
void
cp_workspace_load_dataset (CpWorkspace         *self,
                           const char          *location,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = g_task_new (NULL, supersede (&self->loading), on_dataset_loaded, outer);

  g_task_set_task_data (task, g_strdup (location), g_free);
  add_job (self);
  g_task_run_in_thread (task, load_dataset_thread);
}

/**
 * cp_workspace_load_dataset_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the data set was opened
 */
gboolean
cp_workspace_load_dataset_finish (CpWorkspace   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Loading a model */

static gboolean
can_load_model (CpWorkspace  *self,
                GError      **error)
{
  if (self->dataset == NULL)
    g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                         "a model needs images to score: open a data set first");
  else if (is_training (self))
    g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                         "a model is being trained: stop the training first");
  else
    return TRUE;

  return FALSE;
}

/**
 * cp_workspace_load_model:
 * @self: a workspace with a data set
 * @path: a safetensors file
 * @callback: (nullable): called when done
 * @user_data: given to @callback
 *
 * Opens a model and scores the data set with it, in a worker thread. Where that
 * fails, all is kept.
 */
void
cp_workspace_load_model (CpWorkspace         *self,
                         const char          *path,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GError) error = NULL;

  if (can_load_model (self, &error))
    {
      score (self, NULL, path, outer);
      return;
    }
  fail (self, error);
  g_task_return_error (outer, g_steal_pointer (&error));
  g_object_unref (outer);
}

/**
 * cp_workspace_load_model_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the model was opened
 */
gboolean
cp_workspace_load_model_finish (CpWorkspace   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cp_workspace_save_model:
 * @self: a workspace
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * Returns: %FALSE where there is no model or it could not be written
 */
gboolean
cp_workspace_save_model (CpWorkspace  *self,
                         const char   *path,
                         GError      **error)
{
  if (self->model == NULL)
    {
      g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                           "there is no model to save: train one or open one first");
      return FALSE;
    }

  return cp_model_save (self->model, path, error);
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
  if (is_training (self))
    {
      g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                           "a model is being trained already: stop that training first");
      return FALSE;
    }

  run = cp_training_run_new (recipe, self->dataset, error);
  if (run == NULL)
    return FALSE;
  set_run (self, run);
  cp_training_run_start (run);

  return TRUE;
}
