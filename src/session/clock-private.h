/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64     cp_clock_get_time (void);
GDateTime *cp_clock_get_utc  (void);

/* For tests: whose time it is instead; %NULL for the system's. */
void       cp_clock_replace  (gint64 (*get_time) (void));

G_END_DECLS
