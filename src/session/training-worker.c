/* SPDX-License-Identifier: MIT */
#include "training-worker-private.h"

struct _CpTrainingWorker
{
  gatomicrefcount references;
  CpTraining *training;

  GMutex mutex;
  CpTrainingNews news; /* not yet taken */
  double epoch_total;  /* of the running epoch's batch losses */
  gint64 kept_at;      /* when the last checkpoint was made; the worker's alone */
};

/* Checkpoints are no closer than this, in microseconds: small networks end an epoch in no time. */
#define CHECKPOINT_EVERY (2 * G_USEC_PER_SEC)

static void
clear_finished_epoch (gpointer data)
{
  cp_model_unref (((CpFinishedEpoch *) data)->model);
}

static void
news_init (CpTrainingNews *news)
{
  *news = (CpTrainingNews) {
    .losses = g_array_new (FALSE, FALSE, sizeof (float)),
    .rates = g_array_new (FALSE, FALSE, sizeof (float)),
    .epochs = g_array_new (FALSE, FALSE, sizeof (CpFinishedEpoch)),
  };
  g_array_set_clear_func (news->epochs, clear_finished_epoch);
}

/* Empties what cp_training_worker_take() has filled. */
void
cp_training_news_clear (CpTrainingNews *news)
{
  g_array_unref (news->losses);
  g_array_unref (news->rates);
  g_array_unref (news->epochs);
  g_clear_pointer (&news->checkpoint, g_bytes_unref);
  g_clear_error (&news->error);
}

/*
 * cp_training_worker_new:
 * @training: (transfer full): a training that was not run yet
 *
 * Returns: (transfer full): a worker that has not started
 */
CpTrainingWorker *
cp_training_worker_new (CpTraining *training)
{
  CpTrainingWorker *self = g_new0 (CpTrainingWorker, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  self->training = training;
  news_init (&self->news);

  return self;
}

/* @self: (transfer full) */
void
cp_training_worker_unref (CpTrainingWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  cp_training_free (self->training);
  cp_training_news_clear (&self->news);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Returns: (transfer none): to pause, resume and cancel from any thread */
CpTraining *
cp_training_worker_get_training (CpTrainingWorker *self)
{
  return self->training;
}

static void
on_batch (const CpTrainingBatch *batch,
          gpointer               user_data)
{
  CpTrainingWorker *self = user_data;
  const float rate = (float) batch->rate;

  g_mutex_lock (&self->mutex);
  if (batch->batch == 1)
    self->epoch_total = 0;
  self->epoch_total += (double) batch->loss;
  self->news.newest = *batch;
  self->news.loss = self->epoch_total / batch->batch;
  g_array_append_val (self->news.losses, batch->loss);
  g_array_append_val (self->news.rates, rate);
  g_mutex_unlock (&self->mutex);
}

/* Returns: (transfer full) (nullable): NULL where the last one is new enough */
static GBytes *
make_checkpoint (CpTrainingWorker *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->kept_at != 0 && now - self->kept_at < CHECKPOINT_EVERY)
    return NULL;
  self->kept_at = now;

  return cp_training_checkpoint_to_bytes (self->training);
}

static void
on_epoch (const CpTrainingEpoch *epoch,
          CpModel               *model,
          gpointer               user_data)
{
  CpTrainingWorker *self = user_data;
  const CpFinishedEpoch finished = { *epoch, cp_model_ref (model) };
  g_autoptr (GBytes) checkpoint = make_checkpoint (self);

  g_mutex_lock (&self->mutex);
  g_array_append_val (self->news.epochs, finished);
  if (checkpoint != NULL)
    {
      g_clear_pointer (&self->news.checkpoint, g_bytes_unref);
      self->news.checkpoint = g_steal_pointer (&checkpoint);
    }
  g_mutex_unlock (&self->mutex);
}

static gpointer
work (gpointer data)
{
  static const CpTrainingCallbacks callbacks = { .batch = on_batch, .epoch = on_epoch };
  CpTrainingWorker *self = data;
  g_autoptr (GError) error = NULL;
  gboolean cancelled;
  g_autoptr (CpModel) model = cp_training_run (self->training, &callbacks, self, &cancelled, &error);

  g_mutex_lock (&self->mutex);
  self->news.ended = TRUE;
  self->news.cancelled = cancelled;
  self->news.error = g_steal_pointer (&error);
  g_mutex_unlock (&self->mutex);
  cp_training_worker_unref (self);

  return NULL;
}

/*
 * cp_training_worker_start:
 * @self: a worker that has not started
 *
 * Trains in a thread that keeps a reference of its own.
 */
void
cp_training_worker_start (CpTrainingWorker *self)
{
  g_atomic_ref_count_inc (&self->references);
  /* Linux takes no name longer than 15 bytes */
  g_thread_unref (g_thread_new ("cutpoint-train", work, self));
}

/*
 * cp_training_worker_take:
 * @self: a worker
 * @news: (out caller-allocates): clear with cp_training_news_clear()
 *
 * Takes over everything since the last time. The newest batch and how the
 * training stands stay known.
 */
void
cp_training_worker_take (CpTrainingWorker *self,
                         CpTrainingNews   *news)
{
  CpTrainingNews empty;

  news_init (&empty);
  g_mutex_lock (&self->mutex);
  *news = self->news;
  empty.newest = news->newest;
  empty.loss = news->loss;
  empty.ended = news->ended;
  empty.cancelled = news->cancelled;
  self->news = empty;
  g_mutex_unlock (&self->mutex);
}
