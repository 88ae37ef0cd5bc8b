/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "session-error.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (CpWorkspace, cp_workspace, G_TYPE_OBJECT)

enum
{
  PROP_DATASET = 1,
  PROP_RUN,
  PROP_MODEL,
  PROP_BUSY,
  PROP_CURRENT,
  PROP_REMOVED,
  PROP_LOAD_FRACTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SIGNAL_FAILED,
  SIGNAL_CLOSING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
cp_workspace_fail (CpWorkspace  *self,
                   const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

void
cp_workspace_emit_closing (CpWorkspace *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSING], 0);
}

void
cp_workspace_add_job (CpWorkspace *self)
{
  if (self->jobs++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
cp_workspace_remove_job (CpWorkspace *self)
{
  if (--self->jobs == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* A new cancellable in @slot; what ran under the old one is dropped. */
GCancellable *
cp_workspace_supersede (GCancellable **slot)
{
  g_cancellable_cancel (*slot);
  g_clear_object (slot);
  *slot = g_cancellable_new ();

  return *slot;
}

void
cp_workspace_set_model (CpWorkspace *self,
                        CpModel     *model)
{
  if (self->model == model)
    return;
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
  cp_outside_set_model (self->outside, model);
  cp_protocol_set_recorded (self->protocol, model != NULL ? cp_model_get_info (model)->threshold : NAN);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
cp_workspace_dispose (GObject *object)
{
  CpWorkspace *self = CP_WORKSPACE (object);

  g_cancellable_cancel (self->scoring);
  g_cancellable_cancel (self->loading);
  cp_workspace_forget_load (self);
  g_clear_object (&self->scoring);
  g_clear_object (&self->loading);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->current);
  g_clear_object (&self->removed);
  g_clear_object (&self->runs);
  g_clear_object (&self->protocol);
  g_clear_object (&self->verdicts);
  if (self->outside != NULL)
    cp_outside_clear (self->outside);
  g_clear_object (&self->outside);
  g_clear_object (&self->review);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->dataset, cp_dataset_unref);

  G_OBJECT_CLASS (cp_workspace_parent_class)->dispose (object);
}

static void
cp_workspace_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CpWorkspace *self = CP_WORKSPACE (object);

  switch (id)
    {
    case PROP_DATASET:
      g_value_set_pointer (value, self->dataset);
      break;
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;
    case PROP_MODEL:
      g_value_set_pointer (value, self->model);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->jobs > 0);
      break;
    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;
    case PROP_REMOVED:
      g_value_set_object (value, self->removed);
      break;
    case PROP_LOAD_FRACTION:
      g_value_set_double (value, self->load_fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_workspace_class_init (CpWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cp_workspace_dispose;
  object_class->get_property = cp_workspace_get_property;

  /**
   * CpWorkspace:dataset:
   *
   * The #CpDataset that is open, or %NULL.
   */
  properties[PROP_DATASET] = g_param_spec_pointer ("dataset", NULL, NULL, flags);
  /**
   * CpWorkspace:run:
   *
   * The newest training, the one that can be paused and stopped, or %NULL.
   */
  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, CP_TYPE_TRAINING_RUN, flags);
  /**
   * CpWorkspace:model:
   *
   * The #CpModel whose probabilities the review shows, or %NULL.
   */
  properties[PROP_MODEL] = g_param_spec_pointer ("model", NULL, NULL, flags);
  /**
   * CpWorkspace:busy:
   *
   * Whether something is being loaded or scored.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  /**
   * CpWorkspace:current:
   *
   * The #CpRunEntry whose newest model is reviewed, or %NULL.
   */
  properties[PROP_CURRENT] = g_param_spec_object ("current", NULL, NULL, CP_TYPE_RUN_ENTRY, flags);
  /**
   * CpWorkspace:removed:
   *
   * The #CpRunEntry that was removed last, as long as it can be brought back.
   */
  properties[PROP_REMOVED] = g_param_spec_object ("removed", NULL, NULL, CP_TYPE_RUN_ENTRY, flags);
  /**
   * CpWorkspace:load-fraction:
   *
   * How much of a folder has been read, 0 to 1; 1 when none is being read.
   */
  properties[PROP_LOAD_FRACTION] = g_param_spec_double ("load-fraction", NULL, NULL, 0, 1, 1, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * CpWorkspace::failed:
   * @self: the workspace
   * @message: one line for a person
   *
   * Something could not be loaded, scored or trained; what was there is kept.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CP_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * CpWorkspace::closing:
   * @self: the workspace
   *
   * Another data set is about to take the place of all that is open.
   */
  signals[SIGNAL_CLOSING] = g_signal_new ("closing", CP_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
cp_workspace_init (CpWorkspace *self)
{
  self->review = cp_review_new ();
  self->verdicts = cp_verdicts_new (self->review);
  self->protocol = cp_protocol_new (self->review);
  self->outside = cp_outside_new ();
  self->load_fraction = 1;
  self->runs = g_list_store_new (CP_TYPE_RUN_ENTRY);
}

/**
 * cp_workspace_new:
 *
 * Returns: (transfer full): a workspace with nothing open
 */
CpWorkspace *
cp_workspace_new (void)
{
  return g_object_new (CP_TYPE_WORKSPACE, NULL);
}

/**
 * cp_workspace_get_review:
 * @self: a workspace
 *
 * Returns: (transfer none): the images under a threshold; the same object for ever
 */
CpReview *
cp_workspace_get_review (CpWorkspace *self)
{
  return self->review;
}

/**
 * cp_workspace_get_protocol:
 * @self: a workspace
 *
 * Returns: (transfer none): how the review's threshold is come by; the same object for ever
 */
CpProtocol *
cp_workspace_get_protocol (CpWorkspace *self)
{
  g_return_val_if_fail (CP_IS_WORKSPACE (self), NULL);

  return self->protocol;
}

/**
 * cp_workspace_get_verdicts:
 * @self: a workspace
 *
 * Returns: (transfer none): what a reader says of the review's images; the same object for ever
 */
CpVerdicts *
cp_workspace_get_verdicts (CpWorkspace *self)
{
  g_return_val_if_fail (CP_IS_WORKSPACE (self), NULL);

  return self->verdicts;
}

/**
 * cp_workspace_get_outside:
 * @self: a workspace
 *
 * Returns: (transfer none): images that belong to no data set, scored by the current model and part of no
 *   figure; the same object for ever
 */
CpOutside *
cp_workspace_get_outside (CpWorkspace *self)
{
  g_return_val_if_fail (CP_IS_WORKSPACE (self), NULL);

  return self->outside;
}

/**
 * cp_workspace_get_dataset:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): what is open
 */
CpDataset *
cp_workspace_get_dataset (CpWorkspace *self)
{
  return self->dataset;
}

/**
 * cp_workspace_get_run:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): the newest run
 */
CpTrainingRun *
cp_workspace_get_run (CpWorkspace *self)
{
  return self->run;
}

/**
 * cp_workspace_get_model:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): the model whose probabilities are shown
 */
CpModel *
cp_workspace_get_model (CpWorkspace *self)
{
  return self->model;
}

/**
 * cp_workspace_get_busy:
 * @self: a workspace
 *
 * Returns: whether something is being loaded or scored
 */
gboolean
cp_workspace_get_busy (CpWorkspace *self)
{
  return self->jobs > 0;
}

/**
 * cp_workspace_get_load_fraction:
 * @self: a workspace
 *
 * Returns: how much of a folder has been read, 0 to 1; 1 when none is being read
 */
double
cp_workspace_get_load_fraction (CpWorkspace *self)
{
  return self->load_fraction;
}

/* The model shown, with the threshold that was chosen for it. */
CpModel *
cp_workspace_model_as_chosen (CpWorkspace *self)
{
  if (cp_protocol_get_provenance (self->protocol) != CP_PROVENANCE_CHOSEN)
    return cp_model_ref (self->model);
  return cp_model_with_threshold (self->model, cp_protocol_get_chosen (self->protocol));
}

/**
 * cp_workspace_save_model:
 * @self: a workspace
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * The file records the threshold if it is the one chosen on validation.
 *
 * Returns: %FALSE where there is no model or it could not be written
 */
gboolean
cp_workspace_save_model (CpWorkspace  *self,
                         const char   *path,
                         GError      **error)
{
  g_autoptr (CpModel) model = NULL;

  if (self->model == NULL)
    {
      g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                           "there is no model to save: train one or open one first");
      return FALSE;
    }

  model = cp_workspace_model_as_chosen (self);
  return cp_model_save (model, path, error);
}
