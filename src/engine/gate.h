/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpGate:
 *
 * Where long work asks whether it may go on: closed while paused, open again
 * when resumed, and telling everybody to leave once cancelled.
 */
typedef struct
{
  GMutex mutex;
  GCond changed;
  gint state; /* atomic, so that an open gate costs one load */
  gint64 closed_at;
  gint64 closed_for;
} CpGate;

void     cp_gate_init           (CpGate *self);
void     cp_gate_clear          (CpGate *self);
void     cp_gate_pause          (CpGate *self);
void     cp_gate_resume         (CpGate *self);
void     cp_gate_cancel         (CpGate *self);
gboolean cp_gate_pass           (CpGate *self);
gboolean cp_gate_is_cancelled   (CpGate *self);
double   cp_gate_get_closed_for (CpGate *self);

G_END_DECLS
