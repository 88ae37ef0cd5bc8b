/* SPDX-License-Identifier: MIT */
#include "session-content-private.h"

#include "checkpoint-private.h"

static const char *
state_name (CpKeptRun *run)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (CP_TYPE_RUN_STATE);

  return g_enum_get_value (states, (int) run->state)->value_nick;
}

static gboolean
write_row (CpKeptRun  *run,
           CpStore    *store,
           GError    **error)
{
  g_autofree char *recipe = run->file == NULL ? cp_checkpoint_recipe_write (&run->recipe) : NULL;

  return cp_store_execute (store, error,
                           "INSERT INTO run (number, title, summary, state, file, recipe, batches, current, shown, look) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET "
                           "title = excluded.title, summary = excluded.summary, state = excluded.state, "
                           "file = excluded.file, recipe = excluded.recipe, batches = excluded.batches, "
                           "current = excluded.current, shown = excluded.shown, look = excluded.look",
                           "ittttt" "iiii", (gint64) run->number, run->title, run->summary, state_name (run), run->file,
                           recipe, (gint64) run->batches, (gint64) run->current, (gint64) run->shown,
                           (gint64) run->look);
}

static gboolean
write_epoch (CpKeptRun      *run,
             CpEpochRecord  *e,
             CpStore        *store,
             GError        **error)
{
  const CpConfusion c = cp_epoch_record_get_validation (e);

  return cp_store_execute (store, error, "INSERT INTO epoch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiiddiiiid",
                           (gint64) run->number, (gint64) cp_epoch_record_get_member (e),
                           (gint64) cp_epoch_record_get_epoch (e), (gint64) cp_epoch_record_get_last_batch (e),
                           cp_epoch_record_get_train_loss (e), cp_epoch_record_get_val_loss (e), (gint64) c.tp,
                           (gint64) c.fp, (gint64) c.fn, (gint64) c.tn, cp_epoch_record_get_seconds (e));
}

static GBytes *
to_bytes (GArray *floats)
{
  return g_bytes_new (floats->data, floats->len * sizeof (float));
}

static gboolean
write_history (CpKeptRun  *run,
               CpStore    *store,
               GError    **error)
{
  g_autoptr (GBytes) losses = to_bytes (run->losses);
  g_autoptr (GBytes) rates = to_bytes (run->rates);

  if (!cp_store_execute (store, error, "DELETE FROM epoch WHERE run = ?", "i", (gint64) run->number))
    return FALSE;
  for (guint i = 0; i < run->epochs->len; i++)
    if (!write_epoch (run, run->epochs->pdata[i], store, error))
      return FALSE;

  return cp_store_execute (store, error, "INSERT OR REPLACE INTO loss VALUES (?, ?, ?)", "ibb", (gint64) run->number,
                           losses, rates);
}

static gboolean
write_run (CpKeptRun  *run,
           CpStore    *store,
           GError    **error)
{
  g_autoptr (GBytes) model = NULL;

  if (!write_row (run, store, error))
    return FALSE;
  if ((run->parts & CP_RUN_PART_HISTORY) != 0 && !write_history (run, store, error))
    return FALSE;
  if ((run->parts & CP_RUN_PART_CHECKPOINT) != 0
      && !cp_store_execute (store, error, "UPDATE run SET checkpoint = ? WHERE number = ?", "bi", run->checkpoint,
                            (gint64) run->number))
    return FALSE;
  if ((run->parts & CP_RUN_PART_MODEL) == 0)
    return TRUE;
  model = run->model != NULL ? cp_model_to_bytes (run->model) : NULL;

  return cp_store_execute (store, error, "UPDATE run SET model = ? WHERE number = ?", "bi", model,
                           (gint64) run->number);
}

static gboolean
write_runs (CpSessionContent  *self,
            CpStore           *store,
            GError           **error)
{
  for (guint i = 0; i < self->removed->len; i++)
    if (!cp_store_execute (store, error, "DELETE FROM run WHERE number = ?", "i",
                           (gint64) g_array_index (self->removed, guint, i)))
      return FALSE;
  for (guint i = 0; i < self->runs->len; i++)
    if (!write_run (self->runs->pdata[i], store, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_facts (CpSessionContent  *self,
             CpStore           *store,
             GError           **error)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->facts);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!cp_store_execute (store, error, "INSERT OR REPLACE INTO fact VALUES (?, ?)", "tt", name, value))
      return FALSE;

  return TRUE;
}

static gboolean
write_scores (CpSessionContent  *self,
              CpStore           *store,
              GError           **error)
{
  if (!self->has_scores)
    return TRUE;
  if (!cp_store_execute (store, error, "DELETE FROM prediction", ""))
    return FALSE;
  for (guint split = 0; self->scored > 0 && split < CP_N_SPLITS; split++)
    if (!cp_store_execute (store, error, "INSERT INTO prediction VALUES (?, ?, ?, ?)", "tibb", cp_split_get_name (split),
                           (gint64) self->scored, self->scores[split].probabilities, self->scores[split].deviations))
      return FALSE;

  return TRUE;
}

static gboolean
write_verdict (CpKeptVerdict  *verdict,
               CpStore        *store,
               GError        **error)
{
  const CpVerdictRecord *r = &verdict->record;
  const char *split = cp_split_get_name (verdict->split);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (r->time);
  g_autofree char *time = when != NULL ? g_date_time_format_iso8601 (when) : g_strdup ("");

  if (r->verdict == CP_VERDICT_NONE && (r->note == NULL || *r->note == '\0'))
    return cp_store_execute (store, error, "DELETE FROM verdict WHERE split = ? AND image = ?", "ti", split,
                             (gint64) verdict->index);

  return cp_store_execute (store, error, "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "tiittddt",
                           split, (gint64) verdict->index, (gint64) r->blind, cp_verdict_get_name (r->verdict),
                           r->note != NULL ? r->note : "", r->probability, r->threshold, time);
}

static gboolean
write_verdicts (CpSessionContent  *self,
                CpStore           *store,
                GError           **error)
{
  for (guint i = 0; i < self->verdicts->len; i++)
    if (!write_verdict (&g_array_index (self->verdicts, CpKeptVerdict, i), store, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_events (CpSessionContent  *self,
              CpStore           *store,
              GError           **error)
{
  for (guint i = 0; i < self->thresholds->len; i++)
    {
      const CpKeptEvent *e = self->thresholds->pdata[i];

      if (!cp_store_execute (store, error,
                             "INSERT INTO threshold (time, kind, value, provenance, words) VALUES (?, ?, ?, ?, ?)",
                             "ttdtt", e->time, e->kind, e->value, e->provenance, e->words))
        return FALSE;
    }
  for (guint i = 0; i < self->log->len; i++)
    {
      const CpKeptEvent *e = self->log->pdata[i];

      if (!cp_store_log_at (store, e->time, e->kind, e->words, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_data (CpSessionContent  *self,
            CpStore           *store,
            GError           **error)
{
  const CpKeptData *data = self->data;

  return data == NULL || cp_store_execute (store, error, "INSERT OR REPLACE INTO data VALUES (1, ?, ?, ?, ?)", "ttit",
                                           data->location, data->name, (gint64) data->size, data->fingerprint);
}

static gboolean
clear_all (CpSessionContent  *self,
           CpStore           *store,
           GError           **error)
{
  static const char *const statements[] = {
    "DELETE FROM prediction", "DELETE FROM run", "DELETE FROM fact", "DELETE FROM data", "DELETE FROM verdict",
  };

  for (guint i = 0; self->whole && i < G_N_ELEMENTS (statements); i++)
    if (!cp_store_execute (store, error, statements[i], ""))
      return FALSE;

  return TRUE;
}

/* In one transaction: all of it, or nothing. */
gboolean
cp_session_content_write (CpSessionContent  *self,
                          CpStore           *store,
                          GError           **error)
{
  if (!cp_store_begin (store, error))
    return FALSE;
  if (clear_all (self, store, error) && write_data (self, store, error) && write_runs (self, store, error)
      && write_facts (self, store, error) && write_scores (self, store, error)
      && write_verdicts (self, store, error) && write_events (self, store, error))
    return cp_store_commit (store, error);
  cp_store_rollback (store);

  return FALSE;
}
