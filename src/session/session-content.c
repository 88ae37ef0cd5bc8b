/* SPDX-License-Identifier: MIT */
#include "session-content-private.h"

#include "clock-private.h"

#include <math.h>

/* @self: (transfer full) */
void
cp_kept_data_free (CpKeptData *self)
{
  g_free (self->location);
  g_free (self->name);
  g_free (self->fingerprint);
  g_free (self);
}

static void
run_free (gpointer data)
{
  CpKeptRun *self = data;

  g_free (self->title);
  g_free (self->summary);
  g_free (self->file);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->checkpoint, g_bytes_unref);
  g_ptr_array_unref (self->epochs);
  g_array_unref (self->losses);
  g_array_unref (self->rates);
  g_free (self);
}

static void
event_free (gpointer data)
{
  CpKeptEvent *self = data;

  g_free (self->time);
  g_free (self->kind);
  g_free (self->words);
  g_free (self->provenance);
  g_free (self);
}

static void
verdict_clear (gpointer data)
{
  g_free ((char *) ((CpKeptVerdict *) data)->record.note);
}

/* Returns: (transfer full): nothing at all */
CpSessionContent *
cp_session_content_new (void)
{
  CpSessionContent *self = g_new0 (CpSessionContent, 1);

  self->runs = g_ptr_array_new_with_free_func (run_free);
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint));
  self->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->verdicts = g_array_new (FALSE, FALSE, sizeof (CpKeptVerdict));
  g_array_set_clear_func (self->verdicts, verdict_clear);
  self->thresholds = g_ptr_array_new_with_free_func (event_free);
  self->log = g_ptr_array_new_with_free_func (event_free);

  return self;
}

/* @self: (transfer full) */
void
cp_session_content_free (CpSessionContent *self)
{
  g_clear_pointer (&self->data, cp_kept_data_free);
  g_ptr_array_unref (self->runs);
  g_array_unref (self->removed);
  g_hash_table_unref (self->facts);
  g_array_unref (self->verdicts);
  g_ptr_array_unref (self->thresholds);
  g_ptr_array_unref (self->log);
  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      g_clear_pointer (&self->scores[split].probabilities, g_bytes_unref);
      g_clear_pointer (&self->scores[split].deviations, g_bytes_unref);
    }
  g_free (self);
}

/* A file is found again from any folder. */
static char *
absolute_location (const char *location)
{
  if (g_str_equal (location, "phantom"))
    return g_strdup (location);

  return g_canonicalize_filename (location, NULL);
}

/* Returns: (transfer full): what is kept of @dataset: not its images */
CpKeptData *
cp_kept_data_new (CpDataset *dataset)
{
  CpKeptData *self = g_new0 (CpKeptData, 1);

  self->location = absolute_location (cp_dataset_get_location (dataset));
  self->name = g_strdup (cp_dataset_get_name (dataset));
  self->fingerprint = g_strdup (cp_dataset_get_fingerprint (dataset));
  self->size = cp_dataset_get_size (dataset);

  return self;
}

/* Returns: (transfer full) */
CpKeptRun *
cp_kept_run_new (guint number)
{
  CpKeptRun *self = g_new0 (CpKeptRun, 1);

  self->number = number;
  self->epochs = g_ptr_array_new_with_free_func (g_object_unref);
  self->losses = g_array_new (FALSE, FALSE, sizeof (float));
  self->rates = g_array_new (FALSE, FALSE, sizeof (float));

  return self;
}

/* Returns: (transfer full): something that has just happened */
CpKeptEvent *
cp_kept_event_new (const char *kind,
                   const char *words,
                   const char *provenance,
                   double      value)
{
  g_autoptr (GDateTime) now = cp_clock_get_utc ();
  CpKeptEvent *self = g_new0 (CpKeptEvent, 1);

  self->time = g_date_time_format_iso8601 (now);
  self->kind = g_strdup (kind);
  self->words = g_strdup (words);
  self->provenance = g_strdup (provenance);
  self->value = value;

  return self;
}

/* @value: (nullable): NULL for nothing */
void
cp_kept_facts_set (GHashTable *facts,
                   const char *name,
                   const char *value)
{
  g_hash_table_insert (facts, g_strdup (name), g_strdup (value));
}

/* NaN is nothing. */
void
cp_kept_facts_set_number (GHashTable *facts,
                          const char *name,
                          double      value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  cp_kept_facts_set (facts, name, isnan (value) ? NULL : g_ascii_dtostr (text, sizeof text, value));
}

/* @otherwise where there is no finite number of that name */
double
cp_kept_facts_get_number (GHashTable *facts,
                          const char *name,
                          double      otherwise)
{
  const char *text = g_hash_table_lookup (facts, name);
  char *end = NULL;
  const double value = text != NULL ? g_ascii_strtod (text, &end) : NAN;

  return text != NULL && end != text && *end == '\0' && isfinite (value) ? value : otherwise;
}

static CpRunEntry *
new_trained (CpKeptRun *self)
{
  const CpLossPlan plan = { self->batches, self->recipe.members, self->recipe.learning_rate };
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&plan);
  g_autoptr (CpTrainingRun) run = NULL;
  CpRunState state = self->state;

  cp_loss_history_append_batches (history, (const float *) (gpointer) self->losses->data,
                                  (const float *) (gpointer) self->rates->data, self->losses->len);
  for (guint i = 0; i < self->epochs->len; i++)
    cp_loss_history_append_epoch (history, self->epochs->pdata[i]);
  if (state != CP_RUN_FINISHED && state != CP_RUN_FAILED)
    state = CP_RUN_STOPPED; /* it runs no more */
  run = cp_training_run_new_ended (&self->recipe, state, history, self->model);

  return cp_run_entry_new_trained (self->number, run);
}

/* Returns: (transfer full): a row of the list, as it was */
CpRunEntry *
cp_kept_run_to_entry (CpKeptRun *self)
{
  CpRunEntry *entry = self->file != NULL ? cp_run_entry_new_opened (self->number, self->file, self->model)
                                         : new_trained (self);

  cp_run_entry_set_look (entry, self->look);
  cp_run_entry_set_shown (entry, self->shown);

  return entry;
}

/* Whether the program ended before the training did, which can be continued. */
gboolean
cp_kept_run_interrupted (CpKeptRun *self)
{
  return self->checkpoint != NULL
         && (self->state == CP_RUN_RUNNING || self->state == CP_RUN_PAUSED || self->state == CP_RUN_STOPPING);
}
