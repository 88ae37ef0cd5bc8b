/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpTrace:
 *
 * A line of numbers that grows at its end and knows the least and greatest of
 * any stretch without looking at each: drawing it costs what the plot is wide,
 * however long it is.
 */
typedef struct _CpTrace CpTrace;

CpTrace     *cp_trace_new        (void);
void         cp_trace_free       (CpTrace       *self);
void         cp_trace_append     (CpTrace       *self,
                                  float          value);
guint        cp_trace_get_n      (const CpTrace *self);
const float *cp_trace_get_values (const CpTrace *self);
gboolean     cp_trace_get_range  (const CpTrace *self,
                                  guint          start,
                                  guint          end,
                                  float         *low,
                                  float         *high);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTrace, cp_trace_free)

G_END_DECLS
