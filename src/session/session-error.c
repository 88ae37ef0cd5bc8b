/* SPDX-License-Identifier: MIT */
#include "session-error.h"

G_DEFINE_QUARK (cp-session-error-quark, cp_session_error)
