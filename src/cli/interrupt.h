/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpInterrupt:
 *
 * Ctrl-C and termination, turned into one call; the second one ends the program.
 */
typedef struct _CpInterrupt CpInterrupt;

typedef void (*CpInterruptFunc) (gpointer data);

void         cp_interrupt_block (void);
CpInterrupt *cp_interrupt_watch (CpInterruptFunc  func,
                                 gpointer         data);
void         cp_interrupt_free  (CpInterrupt     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpInterrupt, cp_interrupt_free)

G_END_DECLS
