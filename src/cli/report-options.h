/* SPDX-License-Identifier: MIT */
#pragma once

#include "table-input.h"

G_BEGIN_DECLS

/**
 * CpReportOptions:
 * @path: what `--report` says; %NULL for none
 * @title: what `--title` says, or %NULL
 * @model: what `--model` says, or %NULL
 * @chosen: what `--chosen` says, or %NULL
 *
 * The options of a report.
 */
typedef struct
{
  char *path;
  char *title;
  char *model;
  char *chosen;
} CpReportOptions;

void     cp_report_options_clear (CpReportOptions        *self);
gboolean cp_report_options_check (const CpReportOptions  *self,
                                  GError                **error);
gboolean cp_report_options_write (const CpReportOptions  *self,
                                  const CpTableInput     *input,
                                  double                  threshold,
                                  double                  prevalence,
                                  GError                **error);

G_END_DECLS
