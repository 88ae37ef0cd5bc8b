/* SPDX-License-Identifier: MIT */
/* Neighbours in worker threads. The tasks have no source object: see workspace-scoring.c. */
#include "neighbours.h"

typedef struct
{
  CpModel *model;
  CpDataset *dataset;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  cp_model_unref (making->model);
  cp_dataset_unref (making->dataset);
  g_free (making);
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Making *making = task_data;
  GError *error = NULL;
  CpNeighbours *neighbours = cp_neighbours_new (making->model, making->dataset, cancellable, &error);

  if (neighbours != NULL)
    g_task_return_pointer (task, neighbours, (GDestroyNotify) cp_neighbours_unref);
  else
    g_task_return_error (task, error);
}

/**
 * cp_neighbours_new_async:
 * @model: a model
 * @dataset: images of its size
 * @cancellable: (nullable): to cancel
 * @callback: called in the main loop
 * @user_data: for @callback
 *
 * Does cp_neighbours_new() in a worker thread.
 */
void
cp_neighbours_new_async (CpModel             *model,
                         CpDataset           *dataset,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Making *making = g_new0 (Making, 1);

  making->model = cp_model_ref (model);
  making->dataset = cp_dataset_ref (dataset);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_thread);
}

/**
 * cp_neighbours_new_finish:
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the index
 */
CpNeighbours *
cp_neighbours_new_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  CpNeighbours *neighbours;
  GBytes *pixels;
  guint size;
  guint k;
  gsize except;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  cp_neighbours_unref (search->neighbours);
  g_bytes_unref (search->pixels);
  g_free (search);
}

static void
search_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const Search *s = task_data;
  GError *error = NULL;
  GArray *found = cp_neighbours_find (s->neighbours, g_bytes_get_data (s->pixels, NULL), s->size, s->k, s->except,
                                      &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * cp_neighbours_find_async:
 * @self: an index
 * @pixels: the bytes of an image, @size × @size of them
 * @size: its side
 * @k: how many training images to find
 * @except: index of a training image to leave out, or CP_NEIGHBOUR_NONE
 * @cancellable: (nullable): to cancel
 * @callback: called in the main loop
 * @user_data: for @callback
 *
 * Does cp_neighbours_find() in a worker thread.
 */
void
cp_neighbours_find_async (CpNeighbours        *self,
                          GBytes              *pixels,
                          guint                size,
                          guint                k,
                          gsize                except,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_return_if_fail (g_bytes_get_size (pixels) == (gsize) size * size);

  *search = (Search) { cp_neighbours_ref (self), g_bytes_ref (pixels), size, k, except };
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_thread);
}

/**
 * cp_neighbours_find_finish:
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type CpNeighbour): the nearest first
 */
GArray *
cp_neighbours_find_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
