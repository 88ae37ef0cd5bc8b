/* SPDX-License-Identifier: MIT */
#include "thread-pool.h"

typedef struct
{
  gint done[1000];
  gint workers;
  guint n_threads;
} Count;

static void
count_task (guint    task,
            guint    worker,
            gpointer data)
{
  Count *count = data;

  g_assert_cmpuint (worker, <, count->n_threads);
  g_atomic_int_inc (&count->done[task]);
  g_atomic_int_or ((guint *) &count->workers, 1u << worker);
}

static void
test_every_task_once (gconstpointer data)
{
  const guint n_threads = GPOINTER_TO_UINT (data);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (n_threads);
  Count count = { .n_threads = n_threads };

  g_assert_cmpuint (cp_thread_pool_get_threads (pool), ==, n_threads);
  for (gint loop = 1; loop <= 200; loop++)
    {
      cp_thread_pool_run (pool, G_N_ELEMENTS (count.done), count_task, &count);
      for (guint i = 0; i < G_N_ELEMENTS (count.done); i++)
        g_assert_cmpint (count.done[i], ==, loop);
    }
}

static void
test_no_tasks (void)
{
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (3);
  Count count = { .n_threads = 3 };

  cp_thread_pool_run (pool, 0, count_task, &count);
  g_assert_cmpint (count.workers, ==, 0);
}

/* Longer apart than a worker looks for work: it sleeps and must wake. */
static void
test_wakes_up (void)
{
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (2);
  Count count = { .n_threads = 2 };

  for (gint loop = 1; loop <= 5; loop++)
    {
      g_usleep (20000);
      cp_thread_pool_run (pool, 10, count_task, &count);
      g_assert_cmpint (count.done[9], ==, loop);
    }
}

static void
test_all_processors (void)
{
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (0);

  g_assert_cmpuint (cp_thread_pool_get_threads (pool), ==, g_get_num_processors ());
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/thread-pool/every-task-once/1", GUINT_TO_POINTER (1), test_every_task_once);
  g_test_add_data_func ("/thread-pool/every-task-once/2", GUINT_TO_POINTER (2), test_every_task_once);
  g_test_add_data_func ("/thread-pool/every-task-once/5", GUINT_TO_POINTER (5), test_every_task_once);
  g_test_add_func ("/thread-pool/no-tasks", test_no_tasks);
  g_test_add_func ("/thread-pool/wakes-up", test_wakes_up);
  g_test_add_func ("/thread-pool/all-processors", test_all_processors);

  return g_test_run ();
}
