/* SPDX-License-Identifier: MIT */
#include "session-private.h"

#include <math.h>

/* Every change is marked; session-collecting.c gathers what is marked a moment later. */

static gboolean
is_deaf (CpSession *self)
{
  return self->restoring || self->content != NULL;
}

static void
mark (CpSession *self,
      gboolean  *what)
{
  if (is_deaf (self))
    return;
  *what = TRUE;
  cp_session_schedule (self);
}

static void
mark_run (CpSession  *self,
          guint       number,
          CpRunParts  parts)
{
  const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->runs, GUINT_TO_POINTER (number)));

  if (is_deaf (self))
    return;
  g_hash_table_insert (self->runs, GUINT_TO_POINTER (number), GUINT_TO_POINTER (before | parts));
  cp_session_schedule (self);
}

/**
 * cp_session_log:
 * @self: a session
 * @action: what was done, a word or two
 * @detail: the particulars, one line
 *
 * Adds to the log of what was done.
 */
void
cp_session_log (CpSession  *self,
                const char *action,
                const char *detail)
{
  g_return_if_fail (CP_IS_SESSION (self));

  if (is_deaf (self))
    return;
  g_ptr_array_add (self->log, cp_kept_event_new (action, detail, NULL, NAN));
  cp_session_schedule (self);
}

static void
log_run (CpSession  *self,
         const char *action,
         CpRunEntry *entry)
{
  g_autofree char *detail = g_strdup_printf ("%u · %s · %s", cp_run_entry_get_number (entry),
                                             cp_run_entry_get_title (entry), cp_run_entry_get_summary (entry));

  cp_session_log (self, action, detail);
}

/* Runs */

static void
on_model (CpRunEntry *entry,
          GParamSpec *pspec,
          CpSession  *self)
{
  mark_run (self, cp_run_entry_get_number (entry), CP_RUN_PART_ROW | CP_RUN_PART_MODEL | CP_RUN_PART_HISTORY);
  mark (self, &self->scores);
}

static void
on_row (CpRunEntry *entry,
        GParamSpec *pspec,
        CpSession  *self)
{
  mark_run (self, cp_run_entry_get_number (entry), CP_RUN_PART_ROW);
}

static void
on_epoch (CpRunEntry *entry,
          GParamSpec *pspec,
          CpSession  *self)
{
  mark_run (self, cp_run_entry_get_number (entry), CP_RUN_PART_ROW | CP_RUN_PART_HISTORY);
}

static CpRunEntry *
find_entry (CpSession     *self,
            CpTrainingRun *run)
{
  for (guint i = 0; i < self->watched->len; i++)
    if (cp_run_entry_get_run (self->watched->pdata[i]) == run)
      return self->watched->pdata[i];

  return NULL;
}

/* The worker's, at the end of an epoch. */
static void
on_checkpoint (CpTrainingRun *run,
               GBytes        *checkpoint,
               CpSession     *self)
{
  CpRunEntry *entry = find_entry (self, run);
  const guint number = entry != NULL ? cp_run_entry_get_number (entry) : 0;

  if (entry == NULL || is_deaf (self))
    return;
  g_hash_table_insert (self->checkpoints, GUINT_TO_POINTER (number), g_bytes_ref (checkpoint));
  mark_run (self, number, CP_RUN_PART_ROW | CP_RUN_PART_HISTORY | CP_RUN_PART_CHECKPOINT);
}

static void
on_state (CpTrainingRun *run,
          GParamSpec    *pspec,
          CpSession     *self)
{
  CpRunEntry *entry = find_entry (self, run);

  if (entry == NULL || is_deaf (self))
    return;
  if (!cp_run_entry_is_training (entry))
    {
      g_hash_table_remove (self->checkpoints, GUINT_TO_POINTER (cp_run_entry_get_number (entry)));
      mark_run (self, cp_run_entry_get_number (entry), CP_RUN_PARTS_ALL);
      log_run (self, "training ended", entry);
    }
  else
    mark_run (self, cp_run_entry_get_number (entry), CP_RUN_PART_ROW);
}

static void
watch_entry (CpSession  *self,
             CpRunEntry *entry)
{
  CpTrainingRun *run = cp_run_entry_get_run (entry);

  g_signal_connect (entry, "notify::model", G_CALLBACK (on_model), self);
  g_signal_connect (entry, "notify::current", G_CALLBACK (on_row), self);
  g_signal_connect (entry, "notify::shown", G_CALLBACK (on_row), self);
  g_signal_connect (entry, "notify::last", G_CALLBACK (on_epoch), self);
  if (run != NULL)
    {
      g_signal_connect (run, "notify::state", G_CALLBACK (on_state), self);
      g_signal_connect (run, "checkpoint", G_CALLBACK (on_checkpoint), self);
    }
}

static void
unwatch_entry (CpSession  *self,
               CpRunEntry *entry)
{
  if (cp_run_entry_get_run (entry) != NULL)
    g_signal_handlers_disconnect_by_data (cp_run_entry_get_run (entry), self);
  g_signal_handlers_disconnect_by_data (entry, self);
}

static void
add_run (CpSession  *self,
         CpRunEntry *entry)
{
  const gpointer number = GUINT_TO_POINTER (cp_run_entry_get_number (entry));

  watch_entry (self, entry);
  if (is_deaf (self))
    return;
  g_hash_table_remove (self->removed, number);
  mark_run (self, cp_run_entry_get_number (entry), CP_RUN_PARTS_ALL);
  log_run (self, cp_run_entry_get_run (entry) != NULL ? "training" : "opened model", entry);
}

static void
remove_run (CpSession  *self,
            CpRunEntry *entry)
{
  const gpointer number = GUINT_TO_POINTER (cp_run_entry_get_number (entry));

  unwatch_entry (self, entry);
  if (self->interrupted == entry)
    g_clear_object (&self->interrupted);
  if (is_deaf (self))
    return;
  g_hash_table_remove (self->runs, number);
  g_hash_table_add (self->removed, number);
  log_run (self, "removed run", entry);
  mark (self, &self->scores);
}

static void
on_runs (GListModel *runs,
         guint       position,
         guint       removed,
         guint       added,
         CpSession  *self)
{
  for (guint i = 0; i < removed; i++)
    {
      g_autoptr (CpRunEntry) entry = g_object_ref (self->watched->pdata[position]);

      g_ptr_array_remove_index (self->watched, position);
      remove_run (self, entry);
    }
  for (guint i = position; i < position + added; i++)
    {
      CpRunEntry *entry = g_list_model_get_item (runs, i);

      g_ptr_array_insert (self->watched, (int) i, entry);
      add_run (self, entry);
    }
}

/* Review and protocol */

static void
on_facts (CpSession *self)
{
  mark (self, &self->facts);
}

static void
on_scored (CpSession *self)
{
  mark (self, &self->scores);
}

static void
on_verdict (CpVerdicts *verdicts,
            guint       split,
            guint       index,
            CpSession  *self)
{
  if (is_deaf (self))
    return;
  g_hash_table_add (self->verdicts, GSIZE_TO_POINTER ((gsize) index * CP_N_SPLITS + split));
  cp_session_schedule (self);
}

/* Another data set is being opened: what is there now is the old one's still. */
static void
on_closing (CpSession *self)
{
  if (!self->applying)
    cp_session_release (self);
}

static void
on_dataset (CpSession *self)
{
  CpDataset *dataset = cp_workspace_get_dataset (self->workspace);

  mark (self, &self->data);
  if (dataset != NULL)
    cp_session_log (self, "opened data", cp_dataset_get_name (dataset));
}

/* Follows everything from now on. */
void
cp_session_watch (CpSession *self)
{
  CpReview *review = cp_workspace_get_review (self->workspace);
  GListModel *runs = cp_workspace_get_runs (self->workspace);

  g_signal_connect (runs, "items-changed", G_CALLBACK (on_runs), self);
  g_signal_connect_swapped (self->workspace, "closing", G_CALLBACK (on_closing), self);
  g_signal_connect_swapped (self->workspace, "notify::dataset", G_CALLBACK (on_dataset), self);
  g_signal_connect_swapped (review, "notify::threshold", G_CALLBACK (on_facts), self);
  g_signal_connect_swapped (review, "notify::pinned", G_CALLBACK (on_facts), self);
  g_signal_connect_swapped (review, "scored", G_CALLBACK (on_scored), self);
  g_signal_connect_swapped (self->workspace, "notify::model", G_CALLBACK (on_scored), self);
  g_signal_connect_swapped (cp_workspace_get_protocol (self->workspace), "changed", G_CALLBACK (on_facts), self);
  g_signal_connect (cp_workspace_get_verdicts (self->workspace), "changed", G_CALLBACK (on_verdict), self);
  on_runs (runs, 0, 0, g_list_model_get_n_items (runs), self);
}

void
cp_session_unwatch (CpSession *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    unwatch_entry (self, self->watched->pdata[i]);
  g_ptr_array_set_size (self->watched, 0);
  g_signal_handlers_disconnect_by_data (cp_workspace_get_runs (self->workspace), self);
  g_signal_handlers_disconnect_by_data (cp_workspace_get_review (self->workspace), self);
  g_signal_handlers_disconnect_by_data (cp_workspace_get_protocol (self->workspace), self);
  g_signal_handlers_disconnect_by_data (cp_workspace_get_verdicts (self->workspace), self);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
}
