/* SPDX-License-Identifier: MIT */
#pragma once

#include "charts.h"
#include "report.h"

G_BEGIN_DECLS

typedef enum
{
  CP_REPORT_ANALYSED,
  CP_REPORT_THRESHOLD,
  CP_REPORT_MATRIX,
  CP_REPORT_FIGURES,
  CP_REPORT_COUNTS,
  CP_REPORT_CURVES,
  CP_REPORT_LIMITS,
  CP_REPORT_REFERENCES,
} CpReportPart;

#define CP_N_REPORT_PARTS (CP_REPORT_REFERENCES + 1)

typedef enum
{
  CP_REPORT_ROC,
  CP_REPORT_PRECISION_RECALL,
  CP_REPORT_CALIBRATION,
  CP_REPORT_DECISION,
  CP_REPORT_HISTOGRAM,
  CP_REPORT_ICONS,
} CpReportChart;

#define CP_N_REPORT_CHARTS (CP_REPORT_ICONS + 1)

typedef struct
{
  char *name;
  char *value;
  char *interval; /* NULL: there is none */
} CpReportRow;

/* A block: rows of a table and then a text, either may be empty. */
typedef struct
{
  const char *heading;
  const char *items; /* of the reporting guidelines, that it helps to answer; NULL: none */
  GPtrArray *rows;   /* of CpReportRow */
  char *text;
} CpReportBlock;

/* All that a report says, before it has pages or tags. */
typedef struct
{
  char *title;
  char *subtitle;
  char *footer;
  CpConfusion confusion;
  CpReportBlock blocks[CP_N_REPORT_PARTS];
  CpChart *charts[CP_N_REPORT_CHARTS];
} CpReport;

CpReport *cp_report_new     (const CpReportFacts *facts);
void      cp_report_free    (CpReport            *self);
void      cp_report_add_row (CpReportBlock       *block,
                             const char          *name,
                             const char          *value,
                             const char          *interval);
void      cp_report_charts  (CpReport            *self,
                             const CpReportFacts *facts,
                             CpEstimate           auroc,
                             CpEstimate           average_precision);
GBytes   *cp_report_to_pdf  (const CpReport      *self,
                             const char          *path,
                             GError             **error);
GBytes   *cp_report_to_html (const CpReport      *self,
                             const char          *path,
                             GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpReport, cp_report_free)

G_END_DECLS
