/* SPDX-License-Identifier: MIT */
#include "run-words-private.h"
#include "training-worker-private.h"

/* How often the main loop takes over what the worker has queued. */
#define FRAME_MS 33

struct _CpTrainingRun
{
  GObject parent_instance;

  CpRecipe recipe;
  CpRunState state;
  char *summary;
  double fraction;
  guint batches;
  CpRunProgress progress;
  GError *error;
  CpLossHistory *history;
  CpModel *model;

  CpTrainingWorker *worker;
  guint source;
};

G_DEFINE_FINAL_TYPE (CpTrainingRun, cp_training_run, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_SUMMARY,
  PROP_FRACTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SIGNAL_MODEL,
  SIGNAL_CHECKPOINT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

GType
cp_run_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CP_RUN_READY, "CP_RUN_READY", "ready" },
        { CP_RUN_RUNNING, "CP_RUN_RUNNING", "running" },
        { CP_RUN_PAUSED, "CP_RUN_PAUSED", "paused" },
        { CP_RUN_STOPPING, "CP_RUN_STOPPING", "stopping" },
        { CP_RUN_FINISHED, "CP_RUN_FINISHED", "finished" },
        { CP_RUN_STOPPED, "CP_RUN_STOPPED", "stopped" },
        { CP_RUN_FAILED, "CP_RUN_FAILED", "failed" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("CpRunState", values));
    }

  return type;
}

static void
update_summary (CpTrainingRun *self)
{
  g_autofree char *summary = cp_run_describe (&self->recipe, self->state, &self->progress);

  if (g_strcmp0 (summary, self->summary) == 0)
    return;
  g_free (self->summary);
  self->summary = g_steal_pointer (&summary);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
set_state (CpTrainingRun *self,
           CpRunState     state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  update_summary (self);
}

/* While an ensemble's later networks are trained, it stays the same model. */
static void
take_model (CpTrainingRun *self,
            CpModel       *model)
{
  if (self->model == model)
    return;
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = cp_model_ref (model);
  g_signal_emit (self, signals[SIGNAL_MODEL], 0, model);
}

static void
count_epoch (CpTrainingRun *self,
             guint          member,
             guint          epoch)
{
  self->progress.finished_epochs = epoch;
  if (epoch == self->recipe.epochs)
    self->progress.finished_members = member;
}

static void
take_epoch (CpTrainingRun         *self,
            const CpTrainingEpoch *e)
{
  g_autoptr (CpEpochRecord) record = cp_epoch_record_new (e->member, e->epoch, e->last_batch, e->train_loss,
                                                          e->val_loss, e->validation, e->seconds);

  cp_loss_history_append_epoch (self->history, record);
  count_epoch (self, e->member, e->epoch);
}

static void
take_epochs (CpTrainingRun *self,
             GArray        *epochs)
{
  for (guint i = 0; i < epochs->len; i++)
    take_epoch (self, &g_array_index (epochs, CpFinishedEpoch, i).epoch);
  if (epochs->len > 0)
    take_model (self, g_array_index (epochs, CpFinishedEpoch, epochs->len - 1).model);
}

static void
take_progress (CpTrainingRun *self)
{
  guint n;

  cp_loss_history_get_batches (self->history, &n);
  if (self->batches > 0 && self->fraction < (double) n / self->batches)
    {
      self->fraction = (double) n / self->batches;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    }
  update_summary (self);
}

/* Everything the worker has queued since the last frame. */
static gboolean
on_frame (gpointer user_data)
{
  g_autoptr (CpTrainingRun) self = g_object_ref (user_data);
  g_auto (CpTrainingNews) news = { 0 };

  cp_training_worker_take (self->worker, &news);
  self->progress.newest = news.newest;
  self->progress.loss = news.loss;
  if (news.losses->len > 0)
    cp_loss_history_append_batches (self->history, (const float *) (gpointer) news.losses->data,
                                    (const float *) (gpointer) news.rates->data, news.losses->len);
  take_epochs (self, news.epochs);
  take_progress (self);
  if (news.checkpoint != NULL)
    g_signal_emit (self, signals[SIGNAL_CHECKPOINT], 0, news.checkpoint);
  if (!news.ended)
    return G_SOURCE_CONTINUE;

  self->source = 0;
  self->error = g_steal_pointer (&news.error);
  set_state (self, self->error != NULL ? CP_RUN_FAILED : news.cancelled ? CP_RUN_STOPPED : CP_RUN_FINISHED);
  return G_SOURCE_REMOVE;
}

static void
cp_training_run_dispose (GObject *object)
{
  CpTrainingRun *self = CP_TRAINING_RUN (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->worker != NULL)
    cp_training_cancel (cp_training_worker_get_training (self->worker));
  g_clear_pointer (&self->worker, cp_training_worker_unref);

  G_OBJECT_CLASS (cp_training_run_parent_class)->dispose (object);
}

static void
cp_training_run_finalize (GObject *object)
{
  CpTrainingRun *self = CP_TRAINING_RUN (object);

  g_free (self->summary);
  g_clear_error (&self->error);
  g_clear_object (&self->history);
  g_clear_pointer (&self->model, cp_model_unref);

  G_OBJECT_CLASS (cp_training_run_parent_class)->finalize (object);
}

static void
cp_training_run_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  CpTrainingRun *self = CP_TRAINING_RUN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_training_run_class_init (CpTrainingRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cp_training_run_dispose;
  object_class->finalize = cp_training_run_finalize;
  object_class->get_property = cp_training_run_get_property;

  /**
   * CpTrainingRun:state:
   *
   * Where the run is.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CP_TYPE_RUN_STATE, CP_RUN_READY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CpTrainingRun:summary:
   *
   * The same in words, such as “Epoch 3 of 5 · loss 0.168”. The loss is the
   * mean over the running epoch so far.
   */
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CpTrainingRun:fraction:
   *
   * Share of all batches that is done.
   */
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * CpTrainingRun::model:
   * @self: the run
   * @model: (type gpointer): a #CpModel, borrowed
   *
   * An epoch has ended and left a newer model.
   */
  signals[SIGNAL_MODEL] = g_signal_new ("model", CP_TYPE_TRAINING_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * CpTrainingRun::checkpoint:
   * @self: the run
   * @checkpoint: what cp_checkpoint_from_bytes() takes
   *
   * An epoch has ended, the last such is two seconds ago, and from here the
   * training can be continued.
   */
  signals[SIGNAL_CHECKPOINT] = g_signal_new ("checkpoint", CP_TYPE_TRAINING_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
}

static void
cp_training_run_init (CpTrainingRun *self)
{
}

/* @training: (transfer full) */
static CpTrainingRun *
new_for_training (const CpRecipe *recipe,
                  CpTraining     *training)
{
  CpTrainingRun *self = g_object_new (CP_TYPE_TRAINING_RUN, NULL);

  self->recipe = *recipe;
  self->worker = cp_training_worker_new (training);
  self->batches = cp_training_get_batches (training);
  self->history = cp_loss_history_new (&(CpLossPlan) { self->batches, recipe->members, recipe->learning_rate });
  self->summary = cp_run_describe (recipe, CP_RUN_READY, &self->progress);

  return self;
}

/**
 * cp_training_run_new:
 * @recipe: the settings
 * @dataset: what to train on
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a run that has not started; %NULL where
 *   the recipe is out of range or does not fit the images
 */
CpTrainingRun *
cp_training_run_new (const CpRecipe  *recipe,
                     CpDataset       *dataset,
                     GError         **error)
{
  CpRecipe background = *recipe;
  CpTraining *training;

  background.background = TRUE; /* the main loop comes first */
  training = cp_training_new (&background, dataset, error);
  if (training == NULL)
    return NULL;

  return new_for_training (recipe, training);
}

/**
 * cp_training_run_new_continued:
 * @checkpoint: where a training stood
 * @dataset: the images it was on
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a run that has not started, with the history so far, that ends with the
 *   same bits as if the training had never stopped; %NULL where the images are others
 */
CpTrainingRun *
cp_training_run_new_continued (CpCheckpoint  *checkpoint,
                               CpDataset     *dataset,
                               GError       **error)
{
  CpTraining *training = cp_training_continue (checkpoint, 0, TRUE, dataset, error);
  const CpTrainingEpoch *epochs;
  const float *losses, *rates;
  CpTrainingRun *self;
  guint n_epochs, n;

  if (training == NULL)
    return NULL;

  self = new_for_training (cp_checkpoint_get_recipe (checkpoint), training);
  losses = cp_checkpoint_get_losses (checkpoint, &rates, &n);
  cp_loss_history_append_batches (self->history, losses, rates, n);
  epochs = cp_checkpoint_get_epochs (checkpoint, &n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    take_epoch (self, &epochs[i]);
  if (cp_training_get_model (training) != NULL)
    take_model (self, cp_training_get_model (training));
  take_progress (self);

  return self;
}

/**
 * cp_training_run_new_ended:
 * @recipe: the settings it had
 * @state: finished, stopped or failed
 * @history: (transfer none): what it has shown
 * @model: (nullable) (transfer none): what it has left
 *
 * Returns: (transfer full): a run of the past, which cannot be started
 */
CpTrainingRun *
cp_training_run_new_ended (const CpRecipe *recipe,
                           CpRunState      state,
                           CpLossHistory  *history,
                           CpModel        *model)
{
  CpTrainingRun *self = g_object_new (CP_TYPE_TRAINING_RUN, NULL);
  GListModel *epochs = cp_loss_history_get_epochs (history);

  self->recipe = *recipe;
  self->state = state;
  self->history = g_object_ref (history);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
  self->batches = cp_loss_history_get_plan (history)->batches;
  for (guint i = 0; i < g_list_model_get_n_items (epochs); i++)
    {
      g_autoptr (CpEpochRecord) record = g_list_model_get_item (epochs, i);

      count_epoch (self, cp_epoch_record_get_member (record), cp_epoch_record_get_epoch (record));
    }
  take_progress (self);

  return self;
}

/**
 * cp_training_run_start:
 * @self: a run that has not started
 *
 * Starts training in a worker thread.
 */
void
cp_training_run_start (CpTrainingRun *self)
{
  g_return_if_fail (CP_IS_TRAINING_RUN (self));
  g_return_if_fail (self->state == CP_RUN_READY);

  cp_training_worker_start (self->worker);
  self->source = g_timeout_add (FRAME_MS, on_frame, self);
  set_state (self, CP_RUN_RUNNING);
}

/**
 * cp_training_run_pause:
 * @self: a run
 *
 * Pauses it, where it is running.
 */
void
cp_training_run_pause (CpTrainingRun *self)
{
  g_return_if_fail (CP_IS_TRAINING_RUN (self));

  if (self->state != CP_RUN_RUNNING)
    return;
  cp_training_pause (cp_training_worker_get_training (self->worker));
  set_state (self, CP_RUN_PAUSED);
}

/**
 * cp_training_run_resume:
 * @self: a run
 *
 * Lets it go on, where it is paused.
 */
void
cp_training_run_resume (CpTrainingRun *self)
{
  g_return_if_fail (CP_IS_TRAINING_RUN (self));

  if (self->state != CP_RUN_PAUSED)
    return;
  cp_training_resume (cp_training_worker_get_training (self->worker));
  set_state (self, CP_RUN_RUNNING);
}

/**
 * cp_training_run_stop:
 * @self: a run
 *
 * Asks it to end, where it is running or paused; the finished epochs are kept.
 */
void
cp_training_run_stop (CpTrainingRun *self)
{
  g_return_if_fail (CP_IS_TRAINING_RUN (self));

  if (self->state != CP_RUN_RUNNING && self->state != CP_RUN_PAUSED)
    return;
  cp_training_cancel (cp_training_worker_get_training (self->worker));
  set_state (self, CP_RUN_STOPPING);
}

/**
 * cp_training_run_get_state:
 * @self: a run
 *
 * Returns: where it is
 */
CpRunState
cp_training_run_get_state (CpTrainingRun *self)
{
  return self->state;
}

/**
 * cp_training_run_get_summary:
 * @self: a run
 *
 * Returns: (transfer none): where it is, in words
 */
const char *
cp_training_run_get_summary (CpTrainingRun *self)
{
  return self->summary;
}

/**
 * cp_training_run_get_fraction:
 * @self: a run
 *
 * Returns: share of all batches that is done
 */
double
cp_training_run_get_fraction (CpTrainingRun *self)
{
  return self->fraction;
}

/**
 * cp_training_run_get_error:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): why it failed
 */
const GError *
cp_training_run_get_error (CpTrainingRun *self)
{
  return self->error;
}

/**
 * cp_training_run_get_history:
 * @self: a run
 *
 * Returns: (transfer none): its losses and epochs
 */
CpLossHistory *
cp_training_run_get_history (CpTrainingRun *self)
{
  return self->history;
}

/**
 * cp_training_run_get_model:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): the newest finished epoch's model
 */
CpModel *
cp_training_run_get_model (CpTrainingRun *self)
{
  return self->model;
}

/**
 * cp_training_run_get_recipe:
 * @self: a run
 *
 * Returns: (transfer none): its settings
 */
const CpRecipe *
cp_training_run_get_recipe (CpTrainingRun *self)
{
  return &self->recipe;
}
