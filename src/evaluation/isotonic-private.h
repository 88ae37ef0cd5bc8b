/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/* A line that never falls, through knots joined straight and level beyond the ends. */
typedef struct
{
  gsize n;
  double *x; /* (n) ascending, no two equal */
  double *y; /* (n) never descending */
} CpIsotonic;

void   cp_isotonic_fit   (CpIsotonic          *self,
                          const CpPredictions *predictions);
double cp_isotonic_apply (const CpIsotonic    *self,
                          double               x);
void   cp_isotonic_clear (CpIsotonic          *self);

G_END_DECLS
