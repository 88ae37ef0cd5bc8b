/* SPDX-License-Identifier: MIT */
#include "thread-pool.h"

#ifdef __linux__
#include <sys/resource.h>
#endif
#include <string.h>

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

/* Short loops, short and long breaks, more threads than processors: whoever
 * sleeps is woken, and no loop ends before its tasks. */
static void
test_sleep_and_wake (gconstpointer data)
{
  const guint n_threads = GPOINTER_TO_UINT (data);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (n_threads);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  Count count = { .n_threads = n_threads };

  for (gint loop = 1; loop <= 300; loop++)
    {
      const guint n_tasks = (guint) g_rand_int_range (random, 1, 6);

      memset (count.done, 0, sizeof count.done);
      cp_thread_pool_run (pool, n_tasks, count_task, &count);
      for (guint i = 0; i < 6; i++)
        g_assert_cmpint (count.done[i], ==, i < n_tasks);
      if (loop % 3 == 0)
        g_usleep ((gulong) g_rand_int_range (random, 1, 1000));
    }
}

#ifdef __linux__

#define MEETING 4

typedef struct
{
  gint arrived; /* atomic */
  int nice[MEETING];
} Meeting;

/* Returns when all workers have come, so that each has one task. */
static void
meet (guint    task,
      guint    worker,
      gpointer data)
{
  Meeting *meeting = data;

  meeting->nice[worker] = getpriority (PRIO_PROCESS, 0);
  g_atomic_int_inc (&meeting->arrived);
  while (g_atomic_int_get (&meeting->arrived) < MEETING)
    g_thread_yield ();
}

static gpointer
meet_in_background (gpointer data)
{
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new_background (MEETING);

  cp_thread_give_way ();
  cp_thread_pool_run (pool, MEETING, meet, data);
  return NULL;
}

/* The workers give way, the thread that asked for them does not. */
static void
test_background (void)
{
  const int usual = getpriority (PRIO_PROCESS, 0);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (MEETING);
  Meeting meeting = { 0 };

  cp_thread_pool_run (pool, MEETING, meet, &meeting);
  for (guint i = 0; i < MEETING; i++)
    g_assert_cmpint (meeting.nice[i], ==, usual);

  meeting.arrived = 0;
  g_thread_join (g_thread_new ("background", meet_in_background, &meeting));
  for (guint i = 0; i < MEETING; i++)
    g_assert_cmpint (meeting.nice[i], ==, MAX (usual, 10));
  g_assert_cmpint (getpriority (PRIO_PROCESS, 0), ==, usual);
}

#endif

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
  g_test_add_data_func ("/thread-pool/sleep-and-wake/2", GUINT_TO_POINTER (2), test_sleep_and_wake);
  g_test_add_data_func ("/thread-pool/sleep-and-wake/7", GUINT_TO_POINTER (7), test_sleep_and_wake);
#ifdef __linux__
  g_test_add_func ("/thread-pool/background", test_background);
#endif
  g_test_add_func ("/thread-pool/all-processors", test_all_processors);

  return g_test_run ();
}
