/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

struct _CpInterrupt
{
  pthread_t thread;
  gint finished; /* atomic */
  CpInterruptFunc func;
  gpointer data;
};

static void
interrupt_signals (sigset_t *set)
{
  sigemptyset (set);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGTERM);
}

/**
 * cp_interrupt_block:
 *
 * Keeps SIGINT and SIGTERM from ending the program. To be called before any
 * other thread starts, as threads inherit it.
 */
void
cp_interrupt_block (void)
{
  sigset_t set;

  interrupt_signals (&set);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
}

/* What the signal would have done, so that a shell sees why the program ended. */
static void
die (int number)
{
  sigset_t set;

  interrupt_signals (&set);
  signal (number, SIG_DFL);
  kill (getpid (), number);
  pthread_sigmask (SIG_UNBLOCK, &set, NULL);
}

static void *
watch (void *data)
{
  CpInterrupt *self = data;
  gboolean asked = FALSE;
  sigset_t set;
  int number;

  interrupt_signals (&set);
  while (sigwait (&set, &number) == 0 && !g_atomic_int_get (&self->finished))
    {
      if (asked)
        die (number);
      asked = TRUE;
      self->func (self->data);
    }

  return NULL;
}

/**
 * cp_interrupt_watch:
 * @func: called in a thread of its own at the first signal
 * @data: given to it
 *
 * Needs cp_interrupt_block(). A second signal ends the program at once.
 *
 * Returns: (transfer full): the watch
 */
CpInterrupt *
cp_interrupt_watch (CpInterruptFunc func,
                    gpointer        data)
{
  CpInterrupt *self = g_new0 (CpInterrupt, 1);

  self->func = func;
  self->data = data;
  if (pthread_create (&self->thread, NULL, watch, self) != 0)
    g_error ("cannot start a thread");

  return self;
}

/**
 * cp_interrupt_free:
 * @self: (transfer full): a watch
 *
 * Ends the watch; its function is not running any more.
 */
void
cp_interrupt_free (CpInterrupt *self)
{
  g_atomic_int_set (&self->finished, TRUE);
  pthread_kill (self->thread, SIGTERM);
  pthread_join (self->thread, NULL);
  g_free (self);
}
