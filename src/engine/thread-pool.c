/* SPDX-License-Identifier: MIT */
#include "thread-pool.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

#define BACKGROUND_NICE 10

/* A step has a handful of loops a few hundred microseconds apart: looking for
 * the next one for about this many turns is cheaper than sleeping and waking,
 * as long as every thread has a processor. */
#define SPIN_TURNS 40000

typedef struct
{
  CpThreadPool *pool;
  guint index;
  GThread *thread;
} Worker;

/* A loop is a door: workers go in while it is open and are counted, the caller
 * shuts it when no task is left and waits for those inside alone. A worker that
 * wakes too late for a loop, as on a busy machine, is not waited for. */
#define SHUT (1u << 16)

struct _CpThreadPool
{
  guint n_threads;
  gboolean background;
  guint spin_turns;
  Worker *workers; /* n_threads − 1: the caller is worker 0 */

  guint door;      /* atomic: workers inside, and SHUT */
  gint generation; /* atomic: counts the loops */
  gint sleepers;   /* atomic: workers that wait for wake */
  gint waiting;    /* atomic: the caller waits for left */
  gint quit;       /* atomic */

  GMutex mutex;
  GCond wake;
  GCond left;

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

/**
 * cp_thread_give_way:
 *
 * Makes the calling thread give way to all others of usual priority, for good:
 * on Linux, priority is each thread's own. Does nothing elsewhere.
 */
void
cp_thread_give_way (void)
{
#ifdef __linux__
  if (getpriority (PRIO_PROCESS, 0) < BACKGROUND_NICE)
    setpriority (PRIO_PROCESS, 0, BACKGROUND_NICE);
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

/* Whoever goes to sleep says so before looking a last time, and whoever might
 * have to wake it looks for sleepers after its change: one sees the other. */
static gint
wait_for_loop (CpThreadPool *self,
               gint          seen)
{
  gint generation;

  for (guint i = 0; i < self->spin_turns; i++)
    {
      if ((generation = g_atomic_int_get (&self->generation)) != seen)
        return generation;
      relax ();
    }

  g_mutex_lock (&self->mutex);
  g_atomic_int_inc (&self->sleepers);
  while ((generation = g_atomic_int_get (&self->generation)) == seen)
    g_cond_wait (&self->wake, &self->mutex);
  g_atomic_int_add (&self->sleepers, -1);
  g_mutex_unlock (&self->mutex);

  return generation;
}

static gboolean
go_in (CpThreadPool *self)
{
  guint inside;

  do
    {
      inside = (guint) g_atomic_int_get (&self->door);
      if (inside & SHUT)
        return FALSE;
    }
  while (!g_atomic_int_compare_and_exchange (&self->door, inside, inside + 1));

  return TRUE;
}

static void
wake_all (CpThreadPool *self,
          gint         *sleepers,
          GCond        *cond)
{
  if (g_atomic_int_get (sleepers) == 0)
    return;
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (cond);
  g_mutex_unlock (&self->mutex);
}

static void
go_out (CpThreadPool *self)
{
  if (g_atomic_int_add (&self->door, -1) == SHUT + 1)
    wake_all (self, &self->waiting, &self->left);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  CpThreadPool *self = worker->pool;
  gint generation = 0;

  if (self->background)
    cp_thread_give_way ();

  while (TRUE)
    {
      generation = wait_for_loop (self, generation);
      if (g_atomic_int_get (&self->quit))
        return NULL;
      if (!go_in (self))
        continue;
      take_tasks (self, worker->index);
      go_out (self);
    }
}

static void
begin_loop (CpThreadPool *self)
{
  g_atomic_int_set (&self->door, 0);
  g_atomic_int_inc (&self->generation);
  wake_all (self, &self->sleepers, &self->wake);
}

static void
end_loop (CpThreadPool *self)
{
  g_atomic_int_or (&self->door, SHUT);
  for (guint i = 0; i < self->spin_turns; i++)
    {
      if (g_atomic_int_get (&self->door) == SHUT)
        return;
      relax ();
    }

  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->waiting, 1);
  while (g_atomic_int_get (&self->door) != SHUT)
    g_cond_wait (&self->left, &self->mutex);
  g_atomic_int_set (&self->waiting, 0);
  g_mutex_unlock (&self->mutex);
}

static CpThreadPool *
create (guint    n_threads,
        gboolean background)
{
  CpThreadPool *self = g_new0 (CpThreadPool, 1);
  const guint n_processors = g_get_num_processors ();

  self->n_threads = n_threads > 0 ? n_threads : n_processors;
  self->background = background;
  self->spin_turns = self->n_threads <= n_processors ? SPIN_TURNS : 0;
  self->workers = g_new0 (Worker, self->n_threads - 1);
  self->door = SHUT;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  g_cond_init (&self->left);

  for (guint i = 0; i + 1 < self->n_threads; i++)
    {
      self->workers[i].pool = self;
      self->workers[i].index = i + 1;
      self->workers[i].thread = g_thread_new ("cutpoint-engine", work, &self->workers[i]);
    }

  return self;
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
  return create (n_threads, FALSE);
}

/**
 * cp_thread_pool_new_background:
 * @n_threads: how many threads work, the caller included; 0 for one a processor
 *
 * Makes a pool whose threads give way to all others; for the caller, which is
 * one of the workers, cp_thread_give_way() does the same.
 *
 * Returns: (transfer full): a pool
 */
CpThreadPool *
cp_thread_pool_new_background (guint n_threads)
{
  return create (n_threads, TRUE);
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
  g_atomic_int_set (&self->quit, TRUE);
  g_atomic_int_inc (&self->generation);
  wake_all (self, &self->sleepers, &self->wake);
  for (guint i = 0; i + 1 < self->n_threads; i++)
    g_thread_join (self->workers[i].thread);

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->left);
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
    end_loop (self);
}
