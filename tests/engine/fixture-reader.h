/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

/* What PyTorch has written: raw numbers, one array after the other. */

const char *fixture_take              (const char      **at,
                                       gsize             bytes);
double      fixture_double            (const char       *at,
                                       guint             index);
double      fixture_difference        (const float      *found,
                                       const char       *expected,
                                       gsize             n);
GPtrArray  *fixture_sorted_parameters (const CpNetwork  *network,
                                       gboolean          all,
                                       CpParameterKind   kind);
void        fixture_fill              (CpNetwork        *network,
                                       guint32           seed);
