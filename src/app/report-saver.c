/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "report-saver.h"

#include "origin-words.h"
#include "report.h"

#include <glib/gi18n.h>

/* All that a report is made of, taken when it is asked for: the window may go on. */
typedef struct
{
  char *path;
  CpPredictions *predictions;
  CpRecalibration *map; /* (nullable) */
  GPtrArray *strings;   /* that the facts point to */
  GArray *more;         /* of CpReportFact */
  CpReportFacts facts;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  g_free (self->path);
  g_clear_pointer (&self->predictions, cp_predictions_unref);
  g_clear_pointer (&self->map, cp_recalibration_unref);
  g_ptr_array_unref (self->strings);
  g_array_unref (self->more);
  g_free (self);
}

/* Returns (transfer none): the text (transfer full), which lives as long as the order */
static const char *
keep (Order *self,
      char  *text)
{
  if (text != NULL)
    g_ptr_array_add (self->strings, text);

  return text;
}

static void
add_fact (Order      *self,
          const char *name,
          char       *value)
{
  CpReportFact fact = { name, keep (self, value) };

  if (value != NULL)
    g_array_append_val (self->more, fact);
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

static void
add_model (Order   *self,
           CpModel *model)
{
  const CpModelInfo *info = model != NULL ? cp_model_get_info (model) : NULL;

  if (info == NULL)
    return;

  self->facts.model = keep (self, cp_origin_describe_model (info));
  self->facts.seed = keep (self, g_strdup_printf ("%" G_GUINT64_FORMAT, info->seed));
  add_fact (self, _("Trained on"), describe_training_data (info));
}

static void
add_dataset (Order     *self,
             CpDataset *dataset,
             CpSplit    split)
{
  self->facts.data = keep (self, cp_origin_describe_data (dataset, split));
  self->facts.fingerprint = keep (self, g_strdup (cp_dataset_get_fingerprint (dataset)));
}

static void
add_lock (Order      *self,
          CpProtocol *protocol)
{
  const CpLock *lock = cp_protocol_get_lock (protocol);
  g_autofree char *when = NULL;

  if (lock == NULL)
    return;

  when = g_date_time_format (lock->when, "%Y-%m-%d %H:%M");
  add_fact (self, _("Threshold locked"), g_strdup_printf (_("%s, reason: %s"), when, lock->reason));
}

/* Figures on the very images that the threshold was chosen on are too good. */
static gboolean
is_chosen_here (CpProtocol *protocol)
{
  return cp_review_get_split (cp_protocol_get_review (protocol)) == CP_SPLIT_VALIDATION
         && cp_protocol_get_provenance (protocol) != CP_PROVENANCE_PRESET;
}

static void
add_protocol (Order      *self,
              CpProtocol *protocol)
{
  CpRecalibration *map = cp_protocol_get_recalibration (protocol);
  g_autofree char *description = NULL;

  self->facts.exploratory = cp_protocol_get_exploratory (protocol) || is_chosen_here (protocol);
  self->facts.threshold_origin = keep (self, cp_protocol_describe_threshold (protocol));
  add_lock (self, protocol);
  if (map == NULL)
    return;

  self->map = cp_recalibration_ref (map);
  description = cp_recalibration_describe (map);
  self->facts.recalibration = keep (self, g_strdup_printf (_("%s, fitted on validation"), description));
}

static Order *
order_new (CpWorkspace *workspace,
           double       prevalence,
           const char  *path)
{
  CpReview *review = cp_workspace_get_review (workspace);
  Order *self = g_new0 (Order, 1);

  self->path = g_strdup (path);
  self->predictions = cp_predictions_ref (cp_review_get_predictions (review));
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->more = g_array_new (FALSE, FALSE, sizeof (CpReportFact));
  self->facts.predictions = self->predictions;
  self->facts.version = CP_VERSION;
  self->facts.date = keep (self, cp_origin_today ());
  self->facts.threshold = cp_review_get_threshold (review);
  self->facts.prevalence = prevalence;
  add_dataset (self, cp_workspace_get_dataset (workspace), cp_review_get_split (review));
  add_model (self, cp_workspace_get_model (workspace));
  add_protocol (self, cp_workspace_get_protocol (workspace));
  self->facts.facts = (const CpReportFact *) (gpointer) self->more->data;
  self->facts.n_facts = self->more->len;

  return self;
}

static void
save (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  const Order *order = task_data;
  CpReportFacts facts = order->facts;
  g_autoptr (CpPredictions) recalibrated = order->map != NULL ? cp_recalibration_map (order->map, order->predictions) : NULL;
  g_autoptr (GError) error = NULL;

  facts.recalibrated = recalibrated;
  if (cp_report_save (&facts, order->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * cp_workspace_save_report:
 * @workspace: what to report on; the split shown must be scored
 * @prevalence: for which counts are given; NaN for that of the images
 * @path: a file; its name ends with .pdf or .html
 * @cancellable: (nullable): drops the answer, not the file
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes a report of what is shown now, in a thread.
 */
void
cp_workspace_save_report (CpWorkspace         *workspace,
                          double               prevalence,
                          const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CP_IS_WORKSPACE (workspace));
  g_return_if_fail (cp_review_has_scores (cp_workspace_get_review (workspace)));

  task = g_task_new (workspace, cancellable, callback, user_data);
  g_task_set_task_data (task, order_new (workspace, prevalence, path), order_free);
  g_task_run_in_thread (task, save);
}

/**
 * cp_workspace_save_report_finish:
 * @workspace: whose report
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE on error
 */
gboolean
cp_workspace_save_report_finish (CpWorkspace   *workspace,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
