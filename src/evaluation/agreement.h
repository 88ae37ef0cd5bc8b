/* SPDX-License-Identifier: MIT */
#pragma once

#include "estimate.h"

G_BEGIN_DECLS

/* The most categories two raters may choose from. */
#define CP_AGREEMENT_MAX_CATEGORIES 8

/**
 * CpAgreement:
 * @n: how many cases both raters judged
 * @percentage: the share they judged alike, from 0 to 1, with Wilson's interval
 * @kappa: Cohen's κ, with its asymptotic interval
 *
 * How far two raters agree.
 */
typedef struct
{
  gsize n;
  CpEstimate percentage;
  CpEstimate kappa;
} CpAgreement;

CpAgreement cp_agreement (const gsize *table,
                          guint        n_categories);

G_END_DECLS
