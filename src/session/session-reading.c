/* SPDX-License-Identifier: MIT */
#include "session-content-private.h"

#include "checkpoint-private.h"

#include <string.h>

/* Nothing in a session's file is trusted: whoever sent it may have written anything. */
#define MAX_RUNS 10000
#define MAX_IMAGES 4000000

/* What rows are read into, and from where, for the names in errors. */
typedef struct
{
  CpSessionContent *content;
  CpStore *store;
} Reading;

static gboolean
refuse (GError     **error,
        const char  *what,
        const char  *expected)
{
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "%s: expected %s", what, expected);

  return FALSE;
}

static gboolean
get_present (CpStoreRow  *row,
             guint        column,
             const char  *what,
             char       **text,
             GError     **error)
{
  return cp_store_row_get_text (row, column, text, error) && (*text != NULL || refuse (error, what, "a text"));
}

static gboolean
get_guint (CpStoreRow  *row,
           guint        column,
           gint64       most,
           guint       *value,
           GError     **error)
{
  gint64 whole;

  if (!cp_store_row_get_int (row, column, 0, most, &whole, error))
    return FALSE;
  *value = (guint) whole;

  return TRUE;
}

static gboolean
read_data (CpStoreRow  *row,
           gpointer     user_data,
           GError     **error)
{
  Reading *reading = user_data;
  CpKeptData *data = reading->content->data = g_new0 (CpKeptData, 1);

  return get_present (row, 0, "location", &data->location, error) && get_present (row, 1, "name", &data->name, error)
         && get_guint (row, 2, G_MAXINT, &data->size, error)
         && get_present (row, 3, "fingerprint", &data->fingerprint, error);
}

static gboolean
read_fact (CpStoreRow  *row,
           gpointer     user_data,
           GError     **error)
{
  Reading *reading = user_data;
  char *name = NULL, *value = NULL;

  if (!get_present (row, 0, "fact", &name, error) || !cp_store_row_get_text (row, 1, &value, error))
    {
      g_free (name);
      return FALSE;
    }
  g_hash_table_insert (reading->content->facts, name, value);

  return TRUE;
}

static gboolean
read_state (const char  *name,
            CpRunState  *state,
            GError     **error)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (CP_TYPE_RUN_STATE);
  const GEnumValue *value = g_enum_get_value_by_nick (states, name);

  if (value == NULL)
    return refuse (error, "state", "one of a training");
  *state = (CpRunState) value->value;

  return TRUE;
}

static gboolean
read_recipe (CpStoreRow  *row,
             CpKeptRun   *run,
             GError     **error)
{
  g_autofree char *recipe = NULL;

  if (!cp_store_row_get_text (row, 5, &recipe, error))
    return FALSE;
  if (run->file != NULL)
    return recipe == NULL || refuse (error, "recipe", "none of an opened model");

  return recipe == NULL ? refuse (error, "recipe", "a text") : cp_checkpoint_recipe_read (&run->recipe, recipe, error);
}

static gboolean
read_blobs (CpStoreRow  *row,
            CpKeptRun   *run,
            CpStore     *store,
            GError     **error)
{
  g_autoptr (GBytes) model = NULL;
  g_autofree char *name = g_strdup_printf ("%s: run %u", cp_store_get_path (store), run->number);

  if (!cp_store_row_get_bytes (row, 10, &model, error) || !cp_store_row_get_bytes (row, 11, &run->checkpoint, error))
    return FALSE;
  if (model == NULL)
    return run->file == NULL || refuse (error, "model", "one that was opened");
  run->model = cp_model_from_bytes (model, name, error);

  return run->model != NULL;
}

static gboolean
read_run (CpStoreRow  *row,
          gpointer     user_data,
          GError     **error)
{
  Reading *reading = user_data;
  CpKeptRun *run;
  g_autofree char *state = NULL;
  guint number, current, shown;

  if (!get_guint (row, 0, G_MAXINT, &number, error))
    return FALSE;
  if (reading->content->runs->len >= MAX_RUNS)
    return refuse (error, "run", "fewer of them");
  run = cp_kept_run_new (number);
  g_ptr_array_add (reading->content->runs, run);
  if (!get_present (row, 1, "title", &run->title, error) || !get_present (row, 2, "summary", &run->summary, error)
      || !get_present (row, 3, "state", &state, error) || !cp_store_row_get_text (row, 4, &run->file, error)
      || !read_state (state, &run->state, error) || !read_recipe (row, run, error)
      || !get_guint (row, 6, G_MAXINT, &run->batches, error) || !get_guint (row, 7, 1, &current, error)
      || !get_guint (row, 8, 1, &shown, error) || !get_guint (row, 9, MAX_RUNS, &run->look, error)
      || !read_blobs (row, run, reading->store, error))
    return FALSE;
  run->current = current != 0;
  run->shown = shown != 0;

  return TRUE;
}

static gboolean
read_epoch (CpStoreRow  *row,
            gpointer     user_data,
            GError     **error)
{
  CpKeptRun *run = user_data;
  guint n[7];
  double train, val, seconds;
  static const guint columns[] = { 0, 1, 2, 5, 6, 7, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!get_guint (row, columns[i], G_MAXINT, &n[i], error))
      return FALSE;
  if (!cp_store_row_get_double (row, 3, &train, error) || !cp_store_row_get_double (row, 4, &val, error)
      || !cp_store_row_get_double (row, 9, &seconds, error))
    return FALSE;
  if (n[0] < 1 || n[0] > run->recipe.members || n[1] < 1 || n[1] > run->recipe.epochs || n[2] > run->losses->len)
    return refuse (error, "epoch", "one of its run");
  g_ptr_array_add (run->epochs, cp_epoch_record_new (n[0], n[1], n[2], train, val,
                                                     (CpConfusion) { .tp = n[3], .fp = n[4], .fn = n[5], .tn = n[6] },
                                                     seconds));

  return TRUE;
}

static void
append_floats (GArray *array,
               GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  g_array_append_vals (array, data, (guint) (size / sizeof (float)));
}

static gboolean
read_losses (CpStoreRow  *row,
             gpointer     user_data,
             GError     **error)
{
  CpKeptRun *run = user_data;
  g_autoptr (GBytes) losses = NULL;
  g_autoptr (GBytes) rates = NULL;

  if (!cp_store_row_get_bytes (row, 0, &losses, error) || !cp_store_row_get_bytes (row, 1, &rates, error))
    return FALSE;
  if (losses == NULL || rates == NULL || g_bytes_get_size (losses) != g_bytes_get_size (rates)
      || g_bytes_get_size (losses) % sizeof (float) != 0)
    return refuse (error, "loss", "as many rates as losses");
  append_floats (run->losses, losses);
  append_floats (run->rates, rates);

  return TRUE;
}

static gboolean
read_histories (Reading  *reading,
                GError  **error)
{
  for (guint i = 0; i < reading->content->runs->len; i++)
    {
      CpKeptRun *run = reading->content->runs->pdata[i];

      if (run->file != NULL)
        continue;
      if (!cp_store_query (reading->store, read_losses, run, error, "SELECT losses, rates FROM loss WHERE run = ?", "i",
                           (gint64) run->number)
          || !cp_store_query (reading->store, read_epoch, run, error,
                              "SELECT member, epoch, last_batch, train_loss, val_loss, tp, fp, fn, tn, seconds "
                              "FROM epoch WHERE run = ? ORDER BY member, epoch", "i", (gint64) run->number))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_scores (CpStoreRow  *row,
             gpointer     user_data,
             GError     **error)
{
  CpSessionContent *content = ((Reading *) user_data)->content;
  g_autofree char *name = NULL;
  CpSplit split;

  if (!get_present (row, 0, "split", &name, error) || !get_guint (row, 1, G_MAXINT, &content->scored, error))
    return FALSE;
  if (!cp_split_from_name (name, &split) || content->scores[split].probabilities != NULL)
    return refuse (error, "split", "train, val and test");
  content->has_scores = TRUE;

  return cp_store_row_get_bytes (row, 2, &content->scores[split].probabilities, error)
         && cp_store_row_get_bytes (row, 3, &content->scores[split].deviations, error);
}

static gboolean
read_time (const char  *text,
           gint64      *time,
           GError     **error)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (text, NULL);

  if (when == NULL)
    return refuse (error, "time", "ISO 8601");
  *time = g_date_time_to_unix (when);

  return TRUE;
}

static gboolean
read_verdict (CpStoreRow  *row,
              gpointer     user_data,
              GError     **error)
{
  CpSessionContent *content = ((Reading *) user_data)->content;
  g_autofree char *split = NULL, *verdict = NULL, *note = NULL, *time = NULL;
  CpKeptVerdict kept = { 0 };
  guint blind;

  if (!get_present (row, 0, "split", &split, error) || !get_guint (row, 1, MAX_IMAGES, &kept.index, error)
      || !get_guint (row, 2, 1, &blind, error) || !get_present (row, 3, "verdict", &verdict, error)
      || !get_present (row, 4, "note", &note, error)
      || !cp_store_row_get_double (row, 5, &kept.record.probability, error)
      || !cp_store_row_get_double (row, 6, &kept.record.threshold, error)
      || !get_present (row, 7, "time", &time, error) || !read_time (time, &kept.record.time, error))
    return FALSE;
  if (!cp_split_from_name (split, &kept.split) || !cp_verdict_from_name (verdict, &kept.record.verdict))
    return refuse (error, "verdict", "a known one of a known split");
  kept.record.blind = blind != 0;
  kept.record.note = *note != '\0' ? g_steal_pointer (&note) : NULL;
  g_array_append_val (content->verdicts, kept);

  return TRUE;
}

static gboolean
read_count (CpStoreRow  *row,
            gpointer     user_data,
            GError     **error)
{
  return get_guint (row, 0, G_MAXINT, user_data, error);
}

static gboolean
read_all (Reading  *reading,
          GError  **error)
{
  CpStore *store = reading->store;

  return cp_store_query (store, read_data, reading, error, "SELECT location, name, size, fingerprint FROM data", "")
         && cp_store_query (store, read_fact, reading, error, "SELECT name, value FROM fact", "")
         && cp_store_query (store, read_run, reading, error,
                            "SELECT number, title, summary, state, file, recipe, batches, current, shown, look, model, "
                            "checkpoint FROM run ORDER BY number", "")
         && read_histories (reading, error)
         && cp_store_query (store, read_scores, reading, error,
                            "SELECT split, run, probabilities, deviations FROM prediction", "")
         && cp_store_query (store, read_verdict, reading, error,
                            "SELECT split, image, blind, verdict, note, probability, threshold, time FROM verdict", "")
         && cp_store_query (store, read_count, &reading->content->n_log, error, "SELECT count (*) FROM log", "")
         && cp_store_check_log (store, &reading->content->first_wrong, error);
}

/* Returns: (transfer full) (nullable): all that is in the file; NULL with CP_SESSION_ERROR_FORMAT
 * where something makes no sense */
CpSessionContent *
cp_session_content_read (CpStore  *store,
                         GError  **error)
{
  g_autoptr (CpSessionContent) content = cp_session_content_new ();
  Reading reading = { content, store };

  return read_all (&reading, error) ? g_steal_pointer (&content) : NULL;
}
