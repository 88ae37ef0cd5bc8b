/* SPDX-License-Identifier: MIT */
/* Included before every source of a build for ThreadSanitizer, and of no other
 * (see meson.build). The sanitizer sees neither GLib's locks, which are futexes
 * in a library it has not compiled, nor what GLib's threads, tasks and sources
 * hand over. So these say it: whatever comes before a release in one thread
 * happens before what follows an acquire of the same address in another. */
#pragma once

#ifdef __SANITIZE_THREAD__ /* not in what is built without any sanitizer */

#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* Locks */

static inline void
cp_tsan_mutex_lock (GMutex *mutex)
{
  g_mutex_lock (mutex);
  __tsan_acquire (mutex);
}

static inline void
cp_tsan_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  g_mutex_unlock (mutex);
}

static inline void
cp_tsan_cond_wait (GCond  *cond,
                   GMutex *mutex)
{
  __tsan_release (mutex);
  g_cond_wait (cond, mutex);
  __tsan_acquire (mutex);
}

/* References: from who gives one back to who frees */

static inline gboolean
cp_tsan_ref_count_dec (gatomicrefcount *count)
{
  gboolean last;

  __tsan_release (count);
  last = g_atomic_ref_count_dec (count);
  if (last)
    __tsan_acquire (count);

  return last;
}

/* Threads: from who starts one to its function, and from its end to who joins it */

typedef struct
{
  GThreadFunc function;
  gpointer data;
} CpTsanStart;

static inline gpointer
cp_tsan_thread_main (gpointer data)
{
  CpTsanStart *start = data;
  gpointer result;

  __tsan_acquire (start);
  result = start->function (start->data);
  __tsan_release (g_thread_self ());
  g_free (start);

  return result;
}

static inline GThread *
cp_tsan_thread_try_new (const char   *name,
                        GThreadFunc   function,
                        gpointer      data,
                        GError      **error)
{
  CpTsanStart *start = g_new (CpTsanStart, 1);
  GThread *thread;

  *start = (CpTsanStart) { function, data };
  __tsan_release (start);
  thread = g_thread_try_new (name, cp_tsan_thread_main, start, error);
  if (thread == NULL)
    g_free (start);

  return thread;
}

static inline GThread *
cp_tsan_thread_new (const char  *name,
                    GThreadFunc  function,
                    gpointer     data)
{
  GThread *thread = cp_tsan_thread_try_new (name, function, data, NULL);

  g_assert_nonnull (thread);
  return thread;
}

static inline gpointer
cp_tsan_thread_join (GThread *thread)
{
  gpointer address = thread, result = g_thread_join (thread);

  __tsan_acquire (address);
  return result;
}

/* Tasks: from who runs one to its function, and from its result to the callback */

static inline void
cp_tsan_task_main (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GTaskThreadFunc function = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), "cp-tsan-function");

  __tsan_acquire (task);
  function (task, source_object, task_data, cancellable);
  __tsan_release (task);
}

static inline void
cp_tsan_task_run_in_thread (GTask           *task,
                            GTaskThreadFunc  function)
{
  g_object_set_data (G_OBJECT (task), "cp-tsan-function", (gpointer) function);
  __tsan_release (task);
  g_task_run_in_thread (task, cp_tsan_task_main);
}

static inline void
cp_tsan_task_return_pointer (GTask          *task,
                             gpointer        result,
                             GDestroyNotify  destroy)
{
  __tsan_release (task);
  g_task_return_pointer (task, result, destroy);
}

static inline void
cp_tsan_task_return_error (GTask  *task,
                           GError *error)
{
  __tsan_release (task);
  g_task_return_error (task, error);
}

static inline gpointer
cp_tsan_task_propagate_pointer (GTask   *task,
                                GError **error)
{
  __tsan_acquire (task);
  return g_task_propagate_pointer (task, error);
}

static inline void
cp_tsan_task_return_boolean (GTask    *task,
                             gboolean  result)
{
  __tsan_release (task);
  g_task_return_boolean (task, result);
}

static inline gboolean
cp_tsan_task_propagate_boolean (GTask   *task,
                                GError **error)
{
  __tsan_acquire (task);
  return g_task_propagate_boolean (task, error);
}

/* Cancellables: from who connects to who cancels, and from there to who disconnects */

static inline gulong
cp_tsan_cancellable_connect (GCancellable   *cancellable,
                             GCallback       callback,
                             gpointer        data,
                             GDestroyNotify  destroy)
{
  __tsan_release (cancellable);
  return g_cancellable_connect (cancellable, callback, data, destroy);
}

static inline void
cp_tsan_cancellable_cancel (GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  __tsan_acquire (cancellable);
  g_cancellable_cancel (cancellable);
  __tsan_release (cancellable);
}

static inline void
cp_tsan_cancellable_disconnect (GCancellable *cancellable,
                                gulong        handler)
{
  if (cancellable == NULL)
    return;
  g_cancellable_disconnect (cancellable, handler);
  __tsan_acquire (cancellable);
}

/* Queues: from who puts something in to who takes it out */

static inline void
cp_tsan_async_queue_push (GAsyncQueue *queue,
                          gpointer     data)
{
  __tsan_release (data);
  g_async_queue_push (queue, data);
}

static inline gpointer
cp_tsan_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data = g_async_queue_pop (queue);

  __tsan_acquire (data);
  return data;
}

#define g_mutex_lock(mutex) cp_tsan_mutex_lock (mutex)
#define g_mutex_unlock(mutex) cp_tsan_mutex_unlock (mutex)
#define g_cond_wait(cond, mutex) cp_tsan_cond_wait (cond, mutex)
#define g_atomic_ref_count_dec(count) cp_tsan_ref_count_dec (count)
#define g_thread_try_new(name, function, data, error) cp_tsan_thread_try_new (name, function, data, error)
#define g_thread_new(name, function, data) cp_tsan_thread_new (name, function, data)
#define g_thread_join(thread) cp_tsan_thread_join (thread)
#define g_task_run_in_thread(task, function) cp_tsan_task_run_in_thread (task, function)
#define g_task_return_pointer(task, result, destroy) cp_tsan_task_return_pointer (task, result, destroy)
#define g_task_return_error(task, error) cp_tsan_task_return_error (task, error)
#define g_task_propagate_pointer(task, error) cp_tsan_task_propagate_pointer (task, error)
#define g_task_return_boolean(task, result) cp_tsan_task_return_boolean (task, result)
#define g_task_propagate_boolean(task, error) cp_tsan_task_propagate_boolean (task, error)
#define g_cancellable_connect(cancellable, callback, data, destroy) \
  cp_tsan_cancellable_connect (cancellable, callback, data, destroy)
#define g_cancellable_cancel(cancellable) cp_tsan_cancellable_cancel (cancellable)
#define g_cancellable_disconnect(cancellable, handler) cp_tsan_cancellable_disconnect (cancellable, handler)
#define g_async_queue_push(queue, data) cp_tsan_async_queue_push (queue, data)
#define g_async_queue_pop(queue) cp_tsan_async_queue_pop (queue)

#endif
