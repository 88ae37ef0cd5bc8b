/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpReportFact:
 * @name: what it is, such as “Training”; translated
 * @value: what is known of it
 *
 * A line of a report's first block.
 */
typedef struct
{
  const char *name;
  const char *value;
} CpReportFact;

/**
 * CpReportFacts:
 * @title: (nullable): what stands above all; a plain one if %NULL
 * @predictions: what is analysed
 * @source: (nullable): the file the predictions come from
 * @digest: (nullable): that file's SHA-256
 * @data: (nullable): the data set, with its split
 * @fingerprint: (nullable): of the data
 * @model: (nullable): what made the predictions
 * @seed: (nullable): it was trained with
 * @version: (nullable): the program's
 * @date: (nullable): of the report
 * @facts: (array length=n_facts) (nullable): what else is known
 * @n_facts: how many
 * @threshold: the decision threshold
 * @threshold_origin: (nullable): the rule by which it was chosen and on which data
 * @exploratory: whether it was chosen with a look at these very predictions
 * @prevalence: for which counts and predictive values are given too; NaN: the predictions' own
 * @recalibrated: (nullable): the same predictions recalibrated
 * @recalibration: (nullable): how
 *
 * What a report is made of. What is %NULL is left out or said to be unknown.
 */
typedef struct
{
  const char *title;
  const CpPredictions *predictions;
  const char *source;
  const char *digest;
  const char *data;
  const char *fingerprint;
  const char *model;
  const char *seed;
  const char *version;
  const char *date;
  const CpReportFact *facts;
  guint n_facts;
  double threshold;
  const char *threshold_origin;
  gboolean exploratory;
  double prevalence;
  const CpPredictions *recalibrated;
  const char *recalibration;
} CpReportFacts;

gboolean cp_report_check_path (const char           *path,
                               GError              **error);
gboolean cp_report_save       (const CpReportFacts  *facts,
                               const char           *path,
                               GError              **error);

G_END_DECLS
