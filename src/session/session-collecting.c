/* SPDX-License-Identifier: MIT */
#include "session-private.h"

#include "protocol-private.h"
#include "review-private.h"

#include <math.h>

static void
event_clear (GPtrArray *events)
{
  g_autoptr (CpSessionContent) owner = cp_session_content_new ();

  g_ptr_array_extend_and_steal (owner->log, g_ptr_array_ref (events));
  g_ptr_array_set_size (events, 0);
}

void
cp_session_forget_changes (CpSession *self)
{
  self->all = self->data = self->facts = self->scores = FALSE;
  g_hash_table_remove_all (self->runs);
  g_hash_table_remove_all (self->removed);
  g_hash_table_remove_all (self->verdicts);
  g_hash_table_remove_all (self->checkpoints);
  event_clear (self->log);
  event_clear (self->thresholds);
}

gboolean
cp_session_is_dirty (CpSession *self)
{
  return self->all || self->data || self->facts || self->scores || g_hash_table_size (self->runs) > 0
         || g_hash_table_size (self->removed) > 0 || g_hash_table_size (self->verdicts) > 0 || self->log->len > 0
         || self->thresholds->len > 0;
}

/* A data set and a threshold alone are nothing that anybody would miss. */
gboolean
cp_session_is_worth_it (CpSession *self)
{
  return self->watched->len > 0 || !cp_verdicts_is_empty (cp_workspace_get_verdicts (self->workspace));
}

static CpRunState
state_of (CpSession  *self,
          CpRunEntry *entry)
{
  CpTrainingRun *run = cp_run_entry_get_run (entry);

  if (run == NULL)
    return CP_RUN_FINISHED;

  return entry == self->interrupted ? CP_RUN_RUNNING : cp_training_run_get_state (run);
}

static void
collect_history (CpKeptRun     *kept,
                 CpLossHistory *history)
{
  GListModel *epochs = cp_loss_history_get_epochs (history);
  guint n;
  const float *losses = cp_loss_history_get_batches (history, &n);

  kept->batches = cp_loss_history_get_plan (history)->batches;
  if ((kept->parts & CP_RUN_PART_HISTORY) == 0)
    return;
  g_array_append_vals (kept->losses, losses, n);
  g_array_append_vals (kept->rates, cp_loss_history_get_rates (history), n);
  for (guint i = 0; i < g_list_model_get_n_items (epochs); i++)
    g_ptr_array_add (kept->epochs, g_list_model_get_item (epochs, i));
}

static CpKeptRun *
collect_run (CpSession  *self,
             CpRunEntry *entry,
             CpRunParts  parts)
{
  CpKeptRun *kept = cp_kept_run_new (cp_run_entry_get_number (entry));
  CpModel *model = cp_run_entry_get_model (entry);
  GBytes *checkpoint = g_hash_table_lookup (self->checkpoints, GUINT_TO_POINTER (kept->number));

  kept->parts = parts;
  kept->title = g_strdup (cp_run_entry_get_title (entry));
  kept->summary = g_strdup (cp_run_entry_get_summary (entry));
  kept->file = g_strdup (cp_run_entry_get_file (entry));
  kept->state = state_of (self, entry);
  kept->current = cp_run_entry_get_current (entry);
  kept->shown = cp_run_entry_get_shown (entry);
  kept->look = cp_run_entry_get_look (entry);
  kept->model = model != NULL ? cp_model_ref (model) : NULL;
  kept->checkpoint = checkpoint != NULL ? g_bytes_ref (checkpoint) : NULL;
  if (cp_run_entry_get_run (entry) != NULL)
    {
      kept->recipe = *cp_training_run_get_recipe (cp_run_entry_get_run (entry));
      collect_history (kept, cp_run_entry_get_history (entry));
    }

  return kept;
}

static void
collect_runs (CpSession        *self,
              CpSessionContent *content)
{
  GHashTableIter iter;
  gpointer number;

  for (guint i = 0; i < self->watched->len; i++)
    {
      CpRunEntry *entry = self->watched->pdata[i];
      gpointer parts = g_hash_table_lookup (self->runs, GUINT_TO_POINTER (cp_run_entry_get_number (entry)));

      if (self->all)
        parts = GUINT_TO_POINTER (CP_RUN_PARTS_ALL);
      if (parts != NULL)
        g_ptr_array_add (content->runs, collect_run (self, entry, GPOINTER_TO_UINT (parts)));
    }
  g_hash_table_iter_init (&iter, self->removed);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    {
      const guint n = GPOINTER_TO_UINT (number);

      g_array_append_val (content->removed, n);
    }
}

/* Only what the current run's model, as it is kept, has said. */
static void
collect_scores (CpSession        *self,
                CpSessionContent *content)
{
  CpReview *review = cp_workspace_get_review (self->workspace);
  CpRunEntry *current = cp_workspace_get_current (self->workspace);
  CpModel *model = cp_workspace_get_model (self->workspace);

  content->has_scores = TRUE;
  if (current == NULL || model == NULL || cp_run_entry_get_model (current) != model)
    return;
  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      const CpReviewScores *scores = &review->scores[split];
      const gsize n = cp_dataset_get_split (review->dataset, split)->n;

      if (scores->probabilities == NULL)
        return;
      content->scores[split].probabilities = g_bytes_new (scores->probabilities, n * sizeof (double));
      if (scores->deviations != NULL)
        content->scores[split].deviations = g_bytes_new (scores->deviations, n * sizeof (double));
    }
  content->scored = cp_run_entry_get_number (current);
}

static void
add_verdict (CpSplit                split,
             guint                  index,
             const CpVerdictRecord *record,
             gpointer               user_data)
{
  CpSessionContent *content = user_data;
  CpKeptVerdict kept = { split, index, *record };

  kept.record.note = g_strdup (record->note);
  g_array_append_val (content->verdicts, kept);
}

static void
get_record (CpSession       *self,
            gpointer         key,
            CpSplit         *split,
            guint           *index,
            CpVerdictRecord *record)
{
  *split = (CpSplit) (GPOINTER_TO_SIZE (key) % CP_N_SPLITS);
  *index = (guint) (GPOINTER_TO_SIZE (key) / CP_N_SPLITS);
  if (!cp_verdicts_get (cp_workspace_get_verdicts (self->workspace), *split, *index, record))
    *record = (CpVerdictRecord) { .verdict = CP_VERDICT_NONE, .probability = NAN, .threshold = NAN };
}

/* The log tells that an image was judged, not what was written about it. */
static void
log_verdict (CpSessionContent      *content,
             CpSplit                split,
             guint                  index,
             const CpVerdictRecord *record)
{
  g_autofree char *detail = g_strdup_printf ("%s %u · %s%s", cp_split_get_name (split), index,
                                             cp_verdict_get_name (record->verdict),
                                             record->note != NULL ? " · note" : "");

  g_ptr_array_add (content->log, cp_kept_event_new ("verdict", detail, NULL, NAN));
}

static void
collect_verdicts (CpSession        *self,
                  CpSessionContent *content)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->verdicts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CpVerdictRecord record;
      CpSplit split;
      guint index;

      get_record (self, key, &split, &index, &record);
      log_verdict (content, split, index, &record);
      if (!self->all)
        add_verdict (split, index, &record, content);
    }
  if (self->all)
    cp_verdicts_foreach (cp_workspace_get_verdicts (self->workspace), add_verdict, content);
}

static void
note_threshold (CpSession  *self,
                const char *kind,
                double      value,
                const char *words)
{
  static const char *const provenances[] = { "preset", "chosen", "by-hand", "on-test" };
  CpProtocol *protocol = cp_workspace_get_protocol (self->workspace);
  g_autofree char *number = isnan (value) ? g_strdup ("none") : g_strdup_printf ("%.6f", value);
  g_autofree char *detail = g_strdup_printf ("%s · %s", number, words);

  g_ptr_array_add (self->thresholds, cp_kept_event_new (kind, words, provenances[cp_protocol_get_provenance (protocol)],
                                                        value));
  g_ptr_array_add (self->log, cp_kept_event_new (kind, detail, NULL, NAN));
}

static gboolean
is_other (double a,
          double b)
{
  return a != b && !(isnan (a) && isnan (b));
}

/* A threshold that is being dragged is noted when it rests. */
static gboolean
note_rest (CpSession *self,
           gboolean   last)
{
  CpProtocol *protocol = cp_workspace_get_protocol (self->workspace);
  CpReview *review = cp_workspace_get_review (self->workspace);
  const double threshold = cp_review_get_threshold (review), pinned = cp_review_get_pinned (review);
  const gboolean rests = last || !is_other (threshold, self->last_threshold);
  g_autofree char *words = cp_protocol_describe_threshold (protocol);

  self->last_threshold = threshold;
  if (is_other (pinned, self->noted_pinned))
    note_threshold (self, "pinned", self->noted_pinned = pinned, words);
  if (cp_protocol_get_seal (protocol) != self->noted_seal)
    {
      static const char *const seals[] = { "revealed", "sealed", "locked" };

      self->noted_seal = cp_protocol_get_seal (protocol);
      note_threshold (self, seals[self->noted_seal], threshold, words);
    }
  if (!is_other (threshold, self->noted_threshold) || !rests)
    return rests;
  note_threshold (self, "threshold", self->noted_threshold = threshold, words);

  return TRUE;
}

/* What is there now is nothing new. */
void
cp_session_settle (CpSession *self)
{
  CpReview *review = cp_workspace_get_review (self->workspace);

  self->noted_threshold = self->last_threshold = cp_review_get_threshold (review);
  self->noted_pinned = cp_review_get_pinned (review);
  self->noted_seal = cp_protocol_get_seal (cp_workspace_get_protocol (self->workspace));
}

/* Returns: (transfer full): what has changed since the last time; @last: there will be no other time */
CpSessionContent *
cp_session_collect (CpSession *self,
                    gboolean   last)
{
  CpSessionContent *content = cp_session_content_new ();
  CpDataset *dataset = cp_workspace_get_dataset (self->workspace);
  gboolean rests = TRUE;

  content->whole = self->all;
  if ((self->all || self->data) && dataset != NULL)
    content->data = cp_kept_data_new (dataset);
  if (self->all || self->facts)
    {
      rests = note_rest (self, last);
      cp_protocol_keep (cp_workspace_get_protocol (self->workspace), content->facts);
    }
  collect_runs (self, content);
  if (self->all || self->scores)
    collect_scores (self, content);
  g_ptr_array_extend_and_steal (content->log, g_ptr_array_ref (self->log));
  g_ptr_array_extend_and_steal (content->thresholds, g_ptr_array_ref (self->thresholds));
  collect_verdicts (self, content);

  self->all = self->data = self->scores = FALSE;
  self->facts = !rests;
  g_hash_table_remove_all (self->runs);
  g_hash_table_remove_all (self->removed);
  g_hash_table_remove_all (self->verdicts);

  return content;
}

static void
prepend (GPtrArray *to,
         GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_insert (to, (int) i, from->pdata[i]);
  g_ptr_array_set_free_func (from, NULL);
  g_ptr_array_set_size (from, 0);
}

/* It was not written: what cannot be gathered again is kept, and next time all is written. */
void
cp_session_take_back (CpSession        *self,
                      CpSessionContent *content)
{
  prepend (self->log, content->log);
  prepend (self->thresholds, content->thresholds);
  self->all = TRUE;
}
