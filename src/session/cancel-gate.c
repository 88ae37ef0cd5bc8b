/* SPDX-License-Identifier: MIT */
#include "cancel-gate-private.h"

static void
on_cancelled (GCancellable *cancellable,
              CpCancelGate *self)
{
  cp_gate_cancel (&self->gate);
}

/* @cancellable: (nullable): must outlive @self */
void
cp_cancel_gate_init (CpCancelGate *self,
                     GCancellable *cancellable)
{
  cp_gate_init (&self->gate);
  self->cancellable = cancellable;
  self->handler = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL) : 0;
}

void
cp_cancel_gate_clear (CpCancelGate *self)
{
  g_cancellable_disconnect (self->cancellable, self->handler);
  cp_gate_clear (&self->gate);
}
