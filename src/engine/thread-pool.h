/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpTask:
 * @task: which task, from 0
 * @worker: which worker runs it, below cp_thread_pool_get_threads(): the index of its scratch memory
 * @data: what was given to cp_thread_pool_run()
 */
typedef void (*CpTask) (guint    task,
                        guint    worker,
                        gpointer data);

/**
 * CpThreadPool:
 *
 * Threads that stay alive between the short parallel loops of a training step.
 */
typedef struct _CpThreadPool CpThreadPool;

CpThreadPool *cp_thread_pool_new            (guint         n_threads);
CpThreadPool *cp_thread_pool_new_background (guint         n_threads);
void          cp_thread_pool_free           (CpThreadPool *self);
guint         cp_thread_pool_get_threads    (CpThreadPool *self);
void          cp_thread_pool_run            (CpThreadPool *self,
                                             guint         n_tasks,
                                             CpTask        function,
                                             gpointer      data);
void          cp_thread_give_way            (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpThreadPool, cp_thread_pool_free)

G_END_DECLS
