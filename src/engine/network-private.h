/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

G_BEGIN_DECLS

struct _CpNetwork
{
  const char *preset; /* interned */
  guint size;
  GArray *nodes;      /* CpNode */
  GArray *parameters; /* CpParameter */
  gsize n_values;
  gsize n_trained; /* the first so many of them are the optimiser's */
  float *values;   /* every parameter, one after the other; NULL until finished */
};

G_END_DECLS
