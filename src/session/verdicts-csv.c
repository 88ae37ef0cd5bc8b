/* SPDX-License-Identifier: MIT */
#include "verdicts.h"

#include "csv-writer.h"
#include "file-bytes.h"
#include "review-image-private.h"

#include <math.h>

typedef struct
{
  GString *csv;
  CpDataset *dataset;
} Writing;

/* What the threshold made of the image when the reader judged it. */
static const char *
outcome_name (gboolean               pneumonia,
              const CpVerdictRecord *record)
{
  g_autoptr (GEnumClass) klass = NULL;
  CpOutcome outcome = cp_outcome_of (pneumonia, record->probability, record->threshold);

  if (outcome == CP_OUTCOME_NONE)
    return "";
  klass = g_type_class_ref (CP_TYPE_OUTCOME);
  return g_enum_get_value (klass, outcome)->value_nick;
}

static void
append_time (GString *csv,
             gint64   time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time);
  g_autofree char *text = moment != NULL ? g_date_time_format_iso8601 (moment) : NULL;

  g_string_append (csv, text != NULL ? text : "");
}

static void
append_record (CpSplit                split,
               guint                  index,
               const CpVerdictRecord *record,
               gpointer               user_data)
{
  Writing *writing = user_data;
  GString *csv = writing->csv;
  guint label = cp_dataset_get_split (writing->dataset, split)->labels[index];

  g_string_append_printf (csv, "%s,%u,%u,", cp_split_get_name (split), index, label);
  cp_csv_append_double (csv, record->probability);
  g_string_append_c (csv, ',');
  cp_csv_append_double (csv, record->threshold);
  g_string_append_printf (csv, ",%s,%s,%d,", outcome_name (label != 0, record),
                          record->verdict != CP_VERDICT_NONE ? cp_verdict_get_name (record->verdict) : "",
                          record->blind ? 1 : 0);
  cp_csv_append_text (csv, record->note != NULL ? record->note : "");
  g_string_append_c (csv, ',');
  append_time (csv, record->time);
  g_string_append_c (csv, '\n');
}

/**
 * cp_verdicts_to_csv:
 * @self: verdicts
 *
 * A table (RFC 4180) with a row an image that has a verdict or a note, by
 * split and index. `label` and `blind` are 0 or 1; `probability`, `threshold`
 * and `outcome` are those of the moment the verdict was given, `time` is that
 * moment (ISO 8601, UTC). What does not exist is empty.
 *
 * Returns: (transfer full): the table, UTF-8
 */
GString *
cp_verdicts_to_csv (CpVerdicts *self)
{
  Writing writing;

  g_return_val_if_fail (CP_IS_VERDICTS (self), NULL);

  writing.csv = g_string_new ("split,index,label,probability,threshold,outcome,verdict,blind,note,time\n");
  writing.dataset = cp_review_get_dataset (cp_verdicts_get_review (self));
  cp_verdicts_foreach (self, append_record, &writing);
  return writing.csv;
}

/**
 * cp_verdicts_save_csv:
 * @self: verdicts
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * Writes cp_verdicts_to_csv().
 *
 * Returns: %FALSE where it could not be written
 */
gboolean
cp_verdicts_save_csv (CpVerdicts  *self,
                      const char  *path,
                      GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (CP_IS_VERDICTS (self), FALSE);

  bytes = g_string_free_to_bytes (cp_verdicts_to_csv (self));
  return cp_file_replace (path, bytes, error);
}
