/* SPDX-License-Identifier: MIT */
#pragma once

#include "fixture.h"
#include "workspace.h"

G_BEGIN_DECLS

/* A workspace, and the last failure it told of. */
typedef struct
{
  CpWorkspace *workspace;
  char *failure;
} Context;

void     context_init       (Context    *context);
void     context_clear      (Context    *context);

/* For fixture_wait(): nothing is loaded, scored or trained. */
gboolean context_is_idle    (gpointer    data);
gboolean context_has_scores (gpointer    data);

/* Opens a data set, and waits for it. */
void     context_load       (Context    *context,
                             const char *location);

/* Starts a run. */
void     context_train      (Context    *context,
                             guint       epochs);

G_END_DECLS
