/* SPDX-License-Identifier: MIT */
#include "session-summary.h"

#include "session-content-private.h"

#include <math.h>

static void
run_summary_free (gpointer data)
{
  CpRunSummary *run = data;

  g_free (run->title);
  g_free (run->summary);
  g_free (run);
}

static void
add_runs (CpSessionSummary *self,
          CpSessionContent *content)
{
  for (guint i = 0; i < content->runs->len; i++)
    {
      CpKeptRun *kept = content->runs->pdata[i];
      CpRunSummary *run = g_new (CpRunSummary, 1);

      *run = (CpRunSummary) {
        .number = kept->number, .title = g_strdup (kept->title), .summary = g_strdup (kept->summary),
        .current = kept->current, .interrupted = cp_kept_run_interrupted (kept),
      };
      g_ptr_array_add (self->runs, run);
    }
}

static void
count_verdicts (CpSessionSummary *self,
                CpSessionContent *content)
{
  for (guint i = 0; i < content->verdicts->len; i++)
    {
      const CpVerdictRecord *record = &g_array_index (content->verdicts, CpKeptVerdict, i).record;

      self->verdicts += record->verdict != CP_VERDICT_NONE;
      self->notes += record->note != NULL;
    }
}

static CpSessionSummary *
summarise (CpSessionContent *content)
{
  CpSessionSummary *self = g_new0 (CpSessionSummary, 1);

  self->runs = g_ptr_array_new_with_free_func (run_summary_free);
  add_runs (self, content);
  count_verdicts (self, content);
  if (content->data != NULL)
    {
      self->data_name = g_strdup (content->data->name);
      self->data_location = g_strdup (content->data->location);
      self->data_fingerprint = g_strdup (content->data->fingerprint);
    }
  self->threshold = cp_kept_facts_get_number (content->facts, "threshold", NAN);
  self->threshold_words = g_strdup (g_hash_table_lookup (content->facts, "threshold-words"));
  self->log_entries = content->n_log;
  self->first_wrong = content->first_wrong;

  return self;
}

/**
 * cp_session_summary_load:
 * @path: a session's file, which no other program has open
 * @error: return location
 *
 * Reads and checks the whole file. Blocking.
 *
 * Returns: (transfer full) (nullable): what is in it; %NULL with a #CpSessionError
 */
CpSessionSummary *
cp_session_summary_load (const char  *path,
                         GError     **error)
{
  g_autoptr (CpStore) store = cp_store_open (path, FALSE, error);
  g_autoptr (CpSessionContent) content = NULL;

  if (store == NULL || !cp_store_check (store, error))
    return NULL;
  content = cp_session_content_read (store, error);

  return content != NULL ? summarise (content) : NULL;
}

/**
 * cp_session_summary_free:
 * @self: (transfer full): a summary
 */
void
cp_session_summary_free (CpSessionSummary *self)
{
  g_free (self->data_name);
  g_free (self->data_location);
  g_free (self->data_fingerprint);
  g_free (self->threshold_words);
  g_ptr_array_unref (self->runs);
  g_free (self);
}
