/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/* Log-likelihood of intercept a and slope b, its gradient and its information matrix. */
typedef struct
{
  double likelihood;
  double g_a, g_b;
  double i_aa, i_ab, i_bb;
} CpLogistic;

/* A fitted line on the logit scale. */
typedef struct
{
  double intercept;
  double slope;
  double slope_error; /* standard error of the slope */
} CpLogisticFit;

double     cp_logit        (double               p);
double     cp_expit        (double               x);
double    *cp_logits_of    (const CpPredictions *predictions);
CpLogistic cp_logistic_at  (const double        *x,
                            const guint8        *y,
                            gsize                n,
                            double               a,
                            double               b);
gboolean   cp_logistic_fit (const CpPredictions *predictions,
                            CpLogisticFit       *fit);

G_END_DECLS
