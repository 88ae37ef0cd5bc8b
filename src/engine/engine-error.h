/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpEngineError:
 * @CP_ENGINE_ERROR_INVALID: a setting or an architecture that cannot work
 * @CP_ENGINE_ERROR_MISMATCH: tensors that do not fit the network
 * @CP_ENGINE_ERROR_DIVERGED: the loss is no longer a finite number
 * @CP_ENGINE_ERROR_CANCELLED: stopped by cp_trainer_cancel()
 *
 * What can go wrong in the engine.
 */
typedef enum
{
  CP_ENGINE_ERROR_INVALID,
  CP_ENGINE_ERROR_MISMATCH,
  CP_ENGINE_ERROR_DIVERGED,
  CP_ENGINE_ERROR_CANCELLED,
} CpEngineError;

#define CP_ENGINE_ERROR (cp_engine_error_quark ())
GQuark cp_engine_error_quark (void);

G_END_DECLS
