/* SPDX-License-Identifier: MIT */
#include "thread-pool.h"

/* A step has a handful of loops a few hundred microseconds apart: looking for
 * the next one for about this many turns is cheaper than sleeping and waking. */
#define SPIN_TURNS 4000

typedef struct
{
  CpThreadPool *pool;
  guint index;
  GThread *thread;
} Worker;

struct _CpThreadPool
{
  guint n_threads;
  Worker *workers; /* n_threads − 1: the caller is worker 0 */

  GMutex mutex;
  GCond wake;
  gint generation; /* atomic: counts the loops */
  gint busy;       /* atomic: workers still in this loop */
  gboolean quit;

  guint n_tasks;
  gint next_task; /* atomic */
  CpTask function;
  gpointer data;
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#else
  g_thread_yield ();
#endif
}

static void
take_tasks (CpThreadPool *self,
            guint         worker)
{
  guint task;

  while ((task = (guint) g_atomic_int_add (&self->next_task, 1)) < self->n_tasks)
    self->function (task, worker, self->data);
}

static gint
wait_for_loop (CpThreadPool *self,
               gint          seen)
{
  for (guint i = 0; i < SPIN_TURNS; i++)
    {
      if (g_atomic_int_get (&self->generation) != seen)
        return seen + 1;
      relax ();
    }

  g_mutex_lock (&self->mutex);
  while (g_atomic_int_get (&self->generation) == seen)
    g_cond_wait (&self->wake, &self->mutex);
  g_mutex_unlock (&self->mutex);

  return seen + 1;
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  CpThreadPool *self = worker->pool;
  gint generation = 0;

  while (TRUE)
    {
      generation = wait_for_loop (self, generation);
      if (self->quit)
        return NULL;
      take_tasks (self, worker->index);
      g_atomic_int_dec_and_test (&self->busy);
    }
}

static void
begin_loop (CpThreadPool *self)
{
  g_atomic_int_set (&self->busy, (gint) self->n_threads - 1);
  g_mutex_lock (&self->mutex);
  g_atomic_int_inc (&self->generation);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->mutex);
}

static void
wait_for_workers (CpThreadPool *self)
{
  for (guint turns = 0; g_atomic_int_get (&self->busy) > 0; turns++)
    {
      if (turns < SPIN_TURNS)
        relax ();
      else
        g_thread_yield ();
    }
}

/**
 * cp_thread_pool_new:
 * @n_threads: how many threads work, the caller included; 0 for one a processor
 *
 * Returns: (transfer full): a pool; with one thread it runs everything inline
 */
CpThreadPool *
cp_thread_pool_new (guint n_threads)
{
  CpThreadPool *self = g_new0 (CpThreadPool, 1);

  self->n_threads = n_threads > 0 ? n_threads : g_get_num_processors ();
  self->workers = g_new0 (Worker, self->n_threads - 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);

  for (guint i = 0; i + 1 < self->n_threads; i++)
    {
      self->workers[i].pool = self;
      self->workers[i].index = i + 1;
      self->workers[i].thread = g_thread_new ("cutpoint-engine", work, &self->workers[i]);
    }

  return self;
}

/**
 * cp_thread_pool_free:
 * @self: (transfer full): a pool that runs nothing
 *
 * Ends its threads.
 */
void
cp_thread_pool_free (CpThreadPool *self)
{
  self->quit = TRUE;
  begin_loop (self);
  for (guint i = 0; i + 1 < self->n_threads; i++)
    g_thread_join (self->workers[i].thread);

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_free (self->workers);
  g_free (self);
}

/**
 * cp_thread_pool_get_threads:
 * @self: a pool
 *
 * Returns: how many workers there are, the caller included
 */
guint
cp_thread_pool_get_threads (CpThreadPool *self)
{
  return self->n_threads;
}

/**
 * cp_thread_pool_run:
 * @self: a pool; only one thread may call this at a time
 * @n_tasks: how many tasks
 * @function: called once for each task
 * @data: given to @function
 *
 * Does what `for (i = 0; i < n_tasks; i++) function (i, worker, data)` does,
 * in any order and on several threads, and returns when all is done.
 */
void
cp_thread_pool_run (CpThreadPool *self,
                    guint         n_tasks,
                    CpTask        function,
                    gpointer      data)
{
  self->n_tasks = n_tasks;
  self->function = function;
  self->data = data;
  g_atomic_int_set (&self->next_task, 0);

  if (self->n_threads > 1)
    begin_loop (self);
  take_tasks (self, 0);
  if (self->n_threads > 1)
    wait_for_workers (self);
}
