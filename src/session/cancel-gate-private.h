/* SPDX-License-Identifier: MIT */
#pragma once

#include "gate.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A gate of the engine that a GCancellable closes for good. */
typedef struct
{
  CpGate gate;
  GCancellable *cancellable; /* (nullable), borrowed */
  gulong handler;
} CpCancelGate;

void cp_cancel_gate_init  (CpCancelGate *self,
                           GCancellable *cancellable);
void cp_cancel_gate_clear (CpCancelGate *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpCancelGate, cp_cancel_gate_clear)

G_END_DECLS
