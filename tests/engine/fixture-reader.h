/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* What PyTorch has written: raw numbers, one array after the other. */

const char *fixture_take       (const char  **at,
                                gsize         bytes);
double      fixture_double     (const char   *at,
                                guint         index);
double      fixture_difference (const float  *found,
                                const char   *expected,
                                gsize         n);
