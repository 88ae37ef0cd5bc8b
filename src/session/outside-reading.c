/* SPDX-License-Identifier: MIT */
/* What images from outside have to be read and scored, and what becomes of it; main thread. */
#include "outside-private.h"

#define READ_AT_ONCE 8    /* files between two looks at the list */
#define SCORE_AT_ONCE 256 /* images whose pixels are at hand */

/* Failures */

static void
fail (CpOutside  *self,
      const char *message)
{
  if (self->failures == NULL)
    {
      self->failures = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->failures, NULL);
    }
  g_ptr_array_insert (self->failures, (int) self->failures->len - 1, g_strdup (message));
}

static void
drop_waiting (CpOutside *self)
{
  char *path;

  while ((path = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_hash_table_remove (self->known, path);
      g_free (path);
      self->done++;
    }
}

/* Once for everything that waits. */
static void
fail_full (CpOutside *self)
{
  g_autofree char *message = g_strdup_printf ("at most %d images of yours at a time: the others were left out",
                                              CP_OUTSIDE_MAX);

  if (!self->full)
    fail (self, message);
  self->full = TRUE;
  drop_waiting (self);
}

/* What the worker brings */

void
cp_outside_enqueue (CpOutside  *self,
                    const char *path)
{
  if (!g_hash_table_add (self->known, g_strdup (path)))
    return;
  g_queue_push_tail (&self->waiting, g_strdup (path));
  self->asked++;
}

static void
take_new (CpOutside      *self,
          CpOutsideWork  *done,
          CpOutsidePiece *piece)
{
  CpOutsideImage *image;

  if (self->images->len >= CP_OUTSIDE_MAX)
    {
      g_hash_table_remove (self->known, piece->path);
      fail_full (self);
      return;
    }
  image = cp_outside_image_new (piece, done->model, done->size);
  self->preview_bytes += cp_outside_preview_bytes (image);
  g_ptr_array_add (self->images, image);
}

static void
take_piece (CpOutside      *self,
            CpOutsideWork  *done,
            CpOutsidePiece *piece)
{
  if (piece->error != NULL)
    {
      fail (self, piece->error->message);
      if (piece->image != NULL)
        cp_outside_image_give_up (piece->image, done->model);
      else
        g_hash_table_remove (self->known, piece->path);
    }
  else if (piece->listed != NULL)
    {
      g_hash_table_remove (self->known, piece->path);
      for (guint i = 0; piece->listed[i] != NULL; i++)
        cp_outside_enqueue (self, piece->listed[i]);
    }
  else if (piece->image != NULL)
    cp_outside_image_take (piece->image, piece, done->model, done->size);
  else
    take_new (self, done, piece);
  if (piece->image == NULL)
    self->done++;
}

/* There is no model any more. */
void
cp_outside_forget_scores (CpOutside *self)
{
  for (guint i = 0; i < self->images->len; i++)
    cp_outside_image_forget (self->images->pdata[i]);
}

void
cp_outside_notify_progress (CpOutside *self)
{
  g_object_notify (G_OBJECT (self), "fraction");
  g_object_notify (G_OBJECT (self), "pending");
}

/* Images are freed where they are shown, not by the worker that may keep the task a moment longer. */
static void
take_pieces (CpOutside     *self,
             CpOutsideWork *done)
{
  for (guint i = 0; i < done->pieces->len; i++)
    take_piece (self, done, done->pieces->pdata[i]);
  g_ptr_array_set_size (done->pieces, 0);
}

static void
on_worked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CpOutside) self = user_data;
  CpOutsideWork *done = g_task_get_task_data (G_TASK (result));
  const guint before = self->images->len;
  const guint failures_before = self->failures != NULL ? self->failures->len : 0;

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      /* stopped, and whoever did so has seen to the rest */
      g_ptr_array_set_size (done->pieces, 0);
      return;
    }

  g_clear_object (&self->working);
  self->working_on = 0;
  take_pieces (self, done);
  if (self->model == NULL)
    cp_outside_forget_scores (self);
  if (self->images->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->images->len - before);
  if (self->failures != NULL && self->failures->len > failures_before)
    g_object_notify (G_OBJECT (self), "failures");
  cp_outside_work (self);
  cp_outside_notify_progress (self);
}

/* What the worker is given */

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  cp_outside_work_run (task_data, cancellable);
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_stale (CpOutside      *self,
          CpOutsideImage *image)
{
  return self->model != NULL && !cp_outside_image_is_of (image, self->model);
}

/* What is shown comes before what is not there yet. */
static void
add_stale (CpOutside     *self,
           CpOutsideWork *next)
{
  guint to_read = 0;

  for (guint i = 0; i < self->images->len && next->pieces->len < SCORE_AT_ONCE && to_read < READ_AT_ONCE; i++)
    {
      CpOutsideImage *image = self->images->pdata[i];

      if (is_stale (self, image))
        to_read += cp_outside_work_add (next, image, cp_outside_image_get_path (image))->pixels == NULL;
    }
}

static void
add_waiting (CpOutside     *self,
             CpOutsideWork *next)
{
  while (next->pieces->len < READ_AT_ONCE && !g_queue_is_empty (&self->waiting))
    {
      g_autofree char *path = g_queue_pop_head (&self->waiting);

      cp_outside_work_add (next, NULL, path);
    }
}

/* One thing after another, so that a newer model or a stop need not wait for long. */
void
cp_outside_work (CpOutside *self)
{
  const guint preview = self->preview_bytes < CP_OUTSIDE_BUDGET ? CP_OUTSIDE_PREVIEW : CP_OUTSIDE_SMALL_PREVIEW;
  g_autoptr (CpOutsideWork) next = NULL;
  g_autoptr (GTask) task = NULL;

  if (self->working != NULL)
    return;
  next = cp_outside_work_new (self->model, self->size, preview);
  add_stale (self, next);
  if (next->pieces->len == 0)
    add_waiting (self, next);
  if (next->pieces->len == 0)
    {
      self->asked = self->done = 0;
      self->full = FALSE;
      return;
    }
  self->working = g_cancellable_new ();
  self->working_on = next->pieces->len;
  task = g_task_new (NULL, self->working, on_worked, g_object_ref (self));
  g_task_set_task_data (task, g_steal_pointer (&next), (GDestroyNotify) cp_outside_work_free);
  g_task_run_in_thread (task, work_thread);
}

void
cp_outside_forget_work (CpOutside *self)
{
  g_cancellable_cancel (self->working);
  g_clear_object (&self->working);
  self->working_on = 0;
  drop_waiting (self);
  g_hash_table_remove_all (self->known);
  for (guint i = 0; i < self->images->len; i++)
    g_hash_table_add (self->known, g_strdup (cp_outside_image_get_path (self->images->pdata[i])));
}
