/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpEvaluationError:
 * @CP_EVALUATION_ERROR_INVALID: probabilities or labels that mean nothing
 * @CP_EVALUATION_ERROR_NO_FIT: predictions that nothing can be fitted to
 *
 * What can go wrong between probabilities and figures.
 */
typedef enum
{
  CP_EVALUATION_ERROR_INVALID,
  CP_EVALUATION_ERROR_NO_FIT,
} CpEvaluationError;

#define CP_EVALUATION_ERROR (cp_evaluation_error_quark ())
GQuark cp_evaluation_error_quark (void);

G_END_DECLS
