/* SPDX-License-Identifier: MIT */
#pragma once

#include "session-error.h"

G_BEGIN_DECLS

/**
 * CpRunSummary:
 * @number: counts the runs of a session, from 1
 * @title: its network and seed
 * @summary: how far it came, in words
 * @current: whether its model is reviewed
 * @interrupted: whether it can be continued
 *
 * A run of a session.
 */
typedef struct
{
  guint number;
  char *title;
  char *summary;
  gboolean current;
  gboolean interrupted;
} CpRunSummary;

/**
 * CpSessionSummary:
 * @data_name: (nullable): the data set it is about
 * @data_location: (nullable): where its images were
 * @data_fingerprint: (nullable): what they were
 * @runs: (element-type CpRunSummary)
 * @threshold: the decision threshold; NaN where none is kept
 * @threshold_words: (nullable): where that comes from
 * @verdicts: images that were judged
 * @notes: images that something was written about
 * @log_entries: things that were done
 * @first_wrong: the first of them that was changed since; 0 for none
 *
 * What is in a session.
 */
typedef struct
{
  char *data_name;
  char *data_location;
  char *data_fingerprint;
  GPtrArray *runs;
  double threshold;
  char *threshold_words;
  guint verdicts;
  guint notes;
  guint log_entries;
  gint64 first_wrong;
} CpSessionSummary;

CpSessionSummary *cp_session_summary_load (const char        *path,
                                           GError           **error);
void              cp_session_summary_free (CpSessionSummary  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSessionSummary, cp_session_summary_free)

G_END_DECLS
