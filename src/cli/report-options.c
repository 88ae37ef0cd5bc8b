/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "report-options.h"

#include "digest.h"
#include "file-bytes.h"
#include "model.h"
#include "output.h"
#include "printable.h"
#include "report.h"

#include <glib/gi18n.h>

/* No model is longer than can be opened. */
#define MAX_MODEL ((gsize) 1 << 30)

/**
 * cp_report_options_clear:
 * @self: options
 *
 * Frees what they hold.
 */
void
cp_report_options_clear (CpReportOptions *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->chosen, g_free);
}

/**
 * cp_report_options_check:
 * @self: options
 * @error: return location
 *
 * Says before anything is computed whether a report can be written.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_report_options_check (const CpReportOptions  *self,
                         GError                **error)
{
  g_autoptr (GError) cause = NULL;

  if (self->path == NULL)
    return (self->title == NULL && self->model == NULL && self->chosen == NULL)
           || cp_cli_usage_error (error, "--title, --model and --chosen belong to --report");
  if (!cp_report_check_path (self->path, &cause))
    return cp_cli_usage_error (error, "--report: %s", cause->message);

  return cp_output_check (self->path, error);
}

static char *
compute_digest (const char  *path,
                GError     **error)
{
  g_autoptr (GBytes) bytes = cp_file_read (path, MAX_MODEL, error);
  g_autoptr (CpDigest) digest = NULL;
  const guint8 *data;
  gsize length;

  if (bytes == NULL)
    return NULL;

  digest = cp_digest_new ();
  data = g_bytes_get_data (bytes, &length);
  cp_digest_update (digest, data, length);

  return cp_digest_finish (digest);
}

static char *
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

static char *
describe_model (const CpModelInfo *info)
{
  g_autofree char *epochs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u epoch", "%u epochs", info->epochs), info->epochs);

  if (info->members > 1)
    return g_strdup_printf (_("%s, %u×%u pixels, an ensemble of %u, %s each"), info->preset, info->size, info->size,
                            info->members, epochs);

  return g_strdup_printf (_("%s, %u×%u pixels, %s"), info->preset, info->size, info->size, epochs);
}

static char *
describe_training_data (const CpModelInfo *info)
{
  if (info->data_name == NULL)
    return NULL;
  if (info->data_fingerprint == NULL)
    return g_strdup (info->data_name);

  return g_strdup_printf (_("%s, fingerprint %s"), info->data_name, info->data_fingerprint);
}

/* Adds what the model says of itself, and saves. */
static gboolean
save_with_model (CpReportFacts  *facts,
                 const char     *model_path,
                 const char     *path,
                 GError        **error)
{
  g_autoptr (CpModel) model = cp_model_load (model_path, error);
  const CpModelInfo *info;
  g_autofree char *words = NULL;
  g_autofree char *trained = NULL;
  g_autofree char *seed = NULL;
  CpReportFact fact;

  if (model == NULL)
    return FALSE;

  info = cp_model_get_info (model);
  words = describe_model (info);
  trained = describe_training_data (info);
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, info->seed);
  fact = (CpReportFact) { _("Trained on"), trained };
  facts->model = words;
  facts->seed = seed;
  facts->facts = &fact;
  facts->n_facts = trained != NULL ? 1 : 0;
  if (facts->threshold_origin == NULL && info->threshold == facts->threshold)
    facts->threshold_origin = _("on validation, as the model's file says");

  return cp_report_save (facts, path, error);
}

/**
 * cp_report_options_write:
 * @self: checked options
 * @input: a loaded table
 * @threshold: where it is cut
 * @prevalence: or NaN, for the table's own
 * @error: return location
 *
 * Writes the report, if one is wanted.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_report_options_write (const CpReportOptions  *self,
                         const CpTableInput     *input,
                         double                  threshold,
                         double                  prevalence,
                         GError                **error)
{
  g_autofree char *digest = NULL;
  g_autofree char *date = today ();
  g_autofree char *base = g_path_get_basename (input->path);
  g_autofree char *name = cp_printable (base, -1);
  g_autofree char *split = input->split != NULL ? cp_printable (input->split, -1) : NULL;
  g_autofree char *source = split != NULL ? g_strdup_printf (_("%s, split %s"), name, split) : g_strdup (name);
  CpReportFacts facts = {
    .title = self->title,
    .predictions = input->predictions,
    .source = source,
    .version = CP_VERSION,
    .date = date,
    .threshold = threshold,
    .threshold_origin = self->chosen,
    .prevalence = prevalence,
  };

  if (self->path == NULL)
    return TRUE;

  digest = compute_digest (input->path, error);
  if (digest == NULL)
    return FALSE;

  facts.digest = digest;

  return self->model != NULL ? save_with_model (&facts, self->model, self->path, error)
                             : cp_report_save (&facts, self->path, error);
}
