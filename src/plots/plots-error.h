/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpPlotsError:
 * @CP_PLOTS_ERROR_FORMAT: a file name that says no format there is
 * @CP_PLOTS_ERROR_SIZE: a picture of no size, or too large
 * @CP_PLOTS_ERROR_FAILED: what cairo could not draw
 *
 * What can go wrong when a chart or a report becomes a file. That the file
 * cannot be written is a #CpDatasetError.
 */
typedef enum
{
  CP_PLOTS_ERROR_FORMAT,
  CP_PLOTS_ERROR_SIZE,
  CP_PLOTS_ERROR_FAILED,
} CpPlotsError;

#define CP_PLOTS_ERROR (cp_plots_error_quark ())
GQuark cp_plots_error_quark (void);

G_END_DECLS
