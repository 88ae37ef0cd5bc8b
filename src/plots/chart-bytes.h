/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart.h"

G_BEGIN_DECLS

cairo_status_t cp_chart_stream_write (void                *bytes,
                                      const unsigned char *data,
                                      unsigned int         length);
GBytes        *cp_chart_finish       (cairo_surface_t     *surface,
                                      GByteArray          *bytes,
                                      const char          *path,
                                      GError             **error);
GBytes        *cp_chart_to_svg       (const CpChart       *chart,
                                      double               width,
                                      double               height,
                                      const CpChartStyle  *style,
                                      const char          *path,
                                      GError             **error);

G_END_DECLS
