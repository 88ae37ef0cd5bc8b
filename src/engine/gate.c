/* SPDX-License-Identifier: MIT */
#include "gate.h"

enum
{
  OPEN,
  PAUSED,
  CANCELLED,
};

/**
 * cp_gate_init:
 * @self: memory for a gate
 *
 * Makes an open gate.
 */
void
cp_gate_init (CpGate *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->state = OPEN;
  self->closed_at = 0;
  self->closed_for = 0;
}

/**
 * cp_gate_clear:
 * @self: a gate nobody waits at
 */
void
cp_gate_clear (CpGate *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
}

static void
change_state (CpGate *self,
              gint    from,
              gint    to)
{
  g_mutex_lock (&self->mutex);
  if (self->state == from)
    {
      gint64 now = g_get_monotonic_time ();

      if (to == PAUSED)
        self->closed_at = now;
      else if (from == PAUSED)
        self->closed_for += now - self->closed_at;
      g_atomic_int_set (&self->state, to);
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * cp_gate_pause:
 * @self: a gate
 *
 * Closes the gate; does nothing once cancelled. Any thread may call this.
 */
void
cp_gate_pause (CpGate *self)
{
  change_state (self, OPEN, PAUSED);
}

/**
 * cp_gate_resume:
 * @self: a gate
 *
 * Opens a paused gate. Any thread may call this.
 */
void
cp_gate_resume (CpGate *self)
{
  change_state (self, PAUSED, OPEN);
}

/**
 * cp_gate_cancel:
 * @self: a gate
 *
 * Tells everybody at the gate to leave, for good. Any thread may call this.
 */
void
cp_gate_cancel (CpGate *self)
{
  change_state (self, PAUSED, CANCELLED);
  change_state (self, OPEN, CANCELLED);
}

/**
 * cp_gate_pass:
 * @self: a gate
 *
 * Waits while the gate is paused.
 *
 * Returns: %TRUE to go on, %FALSE once cancelled
 */
gboolean
cp_gate_pass (CpGate *self)
{
  gint state = g_atomic_int_get (&self->state);

  if (G_LIKELY (state == OPEN))
    return TRUE;

  g_mutex_lock (&self->mutex);
  while (self->state == PAUSED)
    g_cond_wait (&self->changed, &self->mutex);
  state = self->state;
  g_mutex_unlock (&self->mutex);

  return state != CANCELLED;
}

/**
 * cp_gate_is_cancelled:
 * @self: a gate
 *
 * Returns: whether cp_gate_cancel() was called
 */
gboolean
cp_gate_is_cancelled (CpGate *self)
{
  return g_atomic_int_get (&self->state) == CANCELLED;
}

/**
 * cp_gate_get_closed_for:
 * @self: a gate
 *
 * Returns: seconds that it has been paused, up to the last resume
 */
double
cp_gate_get_closed_for (CpGate *self)
{
  gint64 closed_for;

  g_mutex_lock (&self->mutex);
  closed_for = self->closed_for;
  g_mutex_unlock (&self->mutex);

  return (double) closed_for / G_USEC_PER_SEC;
}
