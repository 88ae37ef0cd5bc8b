/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSessionError:
 * @CP_SESSION_ERROR_IO: a model or a result could not be read or written
 * @CP_SESSION_ERROR_FORMAT: a model file that is not one, or is damaged
 * @CP_SESSION_ERROR_MISMATCH: model and data do not fit together
 * @CP_SESSION_ERROR_INVALID: a setting out of its range
 *
 * What can go wrong where network, images and figures meet.
 */
typedef enum
{
  CP_SESSION_ERROR_IO,
  CP_SESSION_ERROR_FORMAT,
  CP_SESSION_ERROR_MISMATCH,
  CP_SESSION_ERROR_INVALID,
} CpSessionError;

#define CP_SESSION_ERROR (cp_session_error_quark ())
GQuark cp_session_error_quark (void);

G_END_DECLS
