/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "run-entry.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _CpRunEntry
{
  GObject parent_instance;

  guint number;
  char *title;
  char *file;         /* (nullable): name of the opened file */
  char *summary;      /* (nullable): of a file; a run has its own */
  CpTrainingRun *run; /* NULL where opened from a file */
  CpModel *model;
  CpEpochRecord *best;
  CpEpochRecord *last;
  guint look;
  gboolean current;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (CpRunEntry, cp_run_entry, G_TYPE_OBJECT)

enum
{
  PROP_CURRENT = 1,
  PROP_SHOWN,
  PROP_SUMMARY,
  PROP_MODEL,
  PROP_BEST,
  PROP_LAST,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
on_summary (CpRunEntry *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
on_model (CpTrainingRun *run,
          CpModel       *model,
          CpRunEntry    *self)
{
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = cp_model_ref (model);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/* A loss that is not a number is never the best. */
static gboolean
is_better (CpEpochRecord *record,
           CpEpochRecord *best)
{
  const double loss = cp_epoch_record_get_val_loss (record);

  return isfinite (loss) && (best == NULL || loss < cp_epoch_record_get_val_loss (best));
}

static void
on_epochs (GListModel *epochs,
           guint       position,
           guint       removed,
           guint       added,
           CpRunEntry *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (CpEpochRecord) record = g_list_model_get_item (epochs, i);

      if (is_better (record, self->best) && g_set_object (&self->best, record))
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BEST]);
      if (g_set_object (&self->last, record))
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST]);
    }
}

static void
cp_run_entry_dispose (GObject *object)
{
  CpRunEntry *self = CP_RUN_ENTRY (object);

  if (self->run != NULL)
    {
      g_signal_handlers_disconnect_by_data (cp_loss_history_get_epochs (cp_training_run_get_history (self->run)), self);
      g_signal_handlers_disconnect_by_data (self->run, self);
    }
  g_clear_object (&self->run);
  g_clear_object (&self->best);
  g_clear_object (&self->last);
  g_clear_pointer (&self->model, cp_model_unref);

  G_OBJECT_CLASS (cp_run_entry_parent_class)->dispose (object);
}

static void
cp_run_entry_finalize (GObject *object)
{
  CpRunEntry *self = CP_RUN_ENTRY (object);

  g_free (self->title);
  g_free (self->file);
  g_free (self->summary);

  G_OBJECT_CLASS (cp_run_entry_parent_class)->finalize (object);
}

static void
cp_run_entry_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CpRunEntry *self = CP_RUN_ENTRY (object);

  switch (id)
    {
    case PROP_CURRENT:
      g_value_set_boolean (value, self->current);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, cp_run_entry_get_summary (self));
      break;
    case PROP_MODEL:
      g_value_set_pointer (value, self->model);
      break;
    case PROP_BEST:
      g_value_set_object (value, self->best);
      break;
    case PROP_LAST:
      g_value_set_object (value, self->last);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_run_entry_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_SHOWN:
      cp_run_entry_set_shown (CP_RUN_ENTRY (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_run_entry_class_init (CpRunEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cp_run_entry_dispose;
  object_class->finalize = cp_run_entry_finalize;
  object_class->get_property = cp_run_entry_get_property;
  object_class->set_property = cp_run_entry_set_property;

  /**
   * CpRunEntry:current:
   *
   * Whether its newest model is what is reviewed.
   */
  properties[PROP_CURRENT] = g_param_spec_boolean ("current", NULL, NULL, FALSE, flags);
  /**
   * CpRunEntry:shown:
   *
   * Whether its validation curve is to be seen while another run is current.
   */
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, TRUE,
                                                 flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * CpRunEntry:summary:
   *
   * Where it is, in words.
   */
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  /**
   * CpRunEntry:model:
   *
   * Its newest #CpModel, or %NULL before the first epoch has ended.
   */
  properties[PROP_MODEL] = g_param_spec_pointer ("model", NULL, NULL, flags);
  /**
   * CpRunEntry:best:
   *
   * The epoch with the least loss on validation, or %NULL.
   */
  properties[PROP_BEST] = g_param_spec_object ("best", NULL, NULL, CP_TYPE_EPOCH_RECORD, flags);
  /**
   * CpRunEntry:last:
   *
   * The newest finished epoch, or %NULL.
   */
  properties[PROP_LAST] = g_param_spec_object ("last", NULL, NULL, CP_TYPE_EPOCH_RECORD, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
cp_run_entry_init (CpRunEntry *self)
{
  self->shown = TRUE;
}

static char *
entitle (const char *preset,
         guint       members,
         guint64     seed)
{
  g_autofree char *first = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
  g_autofree char *last = g_strdup_printf ("%" G_GUINT64_FORMAT, seed + members - 1);

  /* Translators: the network's name, then the seed of its random numbers */
  if (members == 1)
    return g_strdup_printf (_("%s · seed %s"), preset, first);

  /* Translators: how many networks of that name, then the first and the last seed */
  return g_strdup_printf (_("%u × %s · seeds %s–%s"), members, preset, first, last);
}

/**
 * cp_run_entry_new_trained:
 * @number: counts the entries of a data set, from 1
 * @run: (transfer none): a run, which may have a history already
 *
 * Returns: (transfer full): an entry that follows @run
 */
CpRunEntry *
cp_run_entry_new_trained (guint          number,
                          CpTrainingRun *run)
{
  const CpRecipe *recipe = cp_training_run_get_recipe (run);
  GListModel *epochs = cp_loss_history_get_epochs (cp_training_run_get_history (run));
  CpModel *model = cp_training_run_get_model (run);
  CpRunEntry *self = g_object_new (CP_TYPE_RUN_ENTRY, NULL);

  self->number = number;
  self->title = entitle (recipe->preset, recipe->members, recipe->seed);
  self->run = g_object_ref (run);
  g_signal_connect_swapped (run, "notify::summary", G_CALLBACK (on_summary), self);
  g_signal_connect (run, "model", G_CALLBACK (on_model), self);
  g_signal_connect (epochs, "items-changed", G_CALLBACK (on_epochs), self);
  on_epochs (epochs, 0, 0, g_list_model_get_n_items (epochs), self);
  self->model = model != NULL ? cp_model_ref (model) : NULL;

  return self;
}

/**
 * cp_run_entry_new_opened:
 * @number: counts the entries of a data set, from 1
 * @path: the model's file
 * @model: (transfer none): what was in it
 *
 * Returns: (transfer full): an entry for an opened model
 */
CpRunEntry *
cp_run_entry_new_opened (guint       number,
                         const char *path,
                         CpModel    *model)
{
  const CpModelInfo *info = cp_model_get_info (model);
  CpRunEntry *self = g_object_new (CP_TYPE_RUN_ENTRY, NULL);
  g_autofree char *name = g_filename_display_basename (path);

  self->number = number;
  self->title = entitle (info->preset, info->members, info->seed);
  self->summary = g_strdup_printf (_("Opened file: %s"), name);
  self->file = g_steal_pointer (&name);
  self->model = cp_model_ref (model);

  return self;
}

/**
 * cp_run_entry_get_file:
 * @self: an entry
 *
 * Returns: (nullable) (transfer none): the name of the file it was opened from, without folders
 */
const char *
cp_run_entry_get_file (CpRunEntry *self)
{
  return self->file;
}

/**
 * cp_run_entry_get_number:
 * @self: an entry
 *
 * Returns: its number, from 1
 */
guint
cp_run_entry_get_number (CpRunEntry *self)
{
  return self->number;
}

/**
 * cp_run_entry_get_title:
 * @self: an entry
 *
 * Returns: (transfer none): its network and seed, such as “residual · seed 1”
 */
const char *
cp_run_entry_get_title (CpRunEntry *self)
{
  return self->title;
}

/**
 * cp_run_entry_get_summary:
 * @self: an entry
 *
 * Returns: (transfer none): where it is, in words: the run's, or the name of the opened file
 */
const char *
cp_run_entry_get_summary (CpRunEntry *self)
{
  return self->run != NULL ? cp_training_run_get_summary (self->run) : self->summary;
}

/**
 * cp_run_entry_get_run:
 * @self: an entry
 *
 * Returns: (nullable) (transfer none): the training; %NULL where it was opened from a file
 */
CpTrainingRun *
cp_run_entry_get_run (CpRunEntry *self)
{
  return self->run;
}

/**
 * cp_run_entry_get_history:
 * @self: an entry
 *
 * Returns: (nullable) (transfer none): the training's losses and epochs
 */
CpLossHistory *
cp_run_entry_get_history (CpRunEntry *self)
{
  return self->run != NULL ? cp_training_run_get_history (self->run) : NULL;
}

/**
 * cp_run_entry_get_model:
 * @self: an entry
 *
 * Returns: (nullable) (transfer none): its newest model
 */
CpModel *
cp_run_entry_get_model (CpRunEntry *self)
{
  return self->model;
}

/**
 * cp_run_entry_get_best:
 * @self: an entry
 *
 * Returns: (nullable) (transfer none): the epoch with the least loss on validation
 */
CpEpochRecord *
cp_run_entry_get_best (CpRunEntry *self)
{
  return self->best;
}

/**
 * cp_run_entry_get_last:
 * @self: an entry
 *
 * Returns: (nullable) (transfer none): the newest finished epoch
 */
CpEpochRecord *
cp_run_entry_get_last (CpRunEntry *self)
{
  return self->last;
}

/**
 * cp_run_entry_is_training:
 * @self: an entry
 *
 * Returns: whether it is still running, paused or about to stop
 */
gboolean
cp_run_entry_is_training (CpRunEntry *self)
{
  const CpRunState state = self->run != NULL ? cp_training_run_get_state (self->run) : CP_RUN_READY;

  return state == CP_RUN_RUNNING || state == CP_RUN_PAUSED || state == CP_RUN_STOPPING;
}

/**
 * cp_run_entry_can_review:
 * @self: an entry
 *
 * Returns: whether it has a model, or is about to get one
 */
gboolean
cp_run_entry_can_review (CpRunEntry *self)
{
  return self->model != NULL || cp_run_entry_is_training (self);
}

/**
 * cp_run_entry_get_look:
 * @self: an entry
 *
 * Returns: which colour and dashes its curve has, from 0; no two entries of a list have the same
 */
guint
cp_run_entry_get_look (CpRunEntry *self)
{
  return self->look;
}

/**
 * cp_run_entry_set_look:
 * @self: an entry that is in no list yet
 * @look: which colour and dashes its curve has
 */
void
cp_run_entry_set_look (CpRunEntry *self,
                       guint       look)
{
  self->look = look;
}

/**
 * cp_run_entry_get_current:
 * @self: an entry
 *
 * Returns: whether its newest model is what is reviewed
 */
gboolean
cp_run_entry_get_current (CpRunEntry *self)
{
  return self->current;
}

/**
 * cp_run_entry_set_current:
 * @self: an entry
 * @current: whether its model is what is reviewed
 *
 * For the list that holds it, which sees to it that there is only one.
 */
void
cp_run_entry_set_current (CpRunEntry *self,
                          gboolean    current)
{
  if (self->current == current)
    return;
  self->current = current;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/**
 * cp_run_entry_get_shown:
 * @self: an entry
 *
 * Returns: whether its validation curve is to be seen while another run is current
 */
gboolean
cp_run_entry_get_shown (CpRunEntry *self)
{
  return self->shown;
}

/**
 * cp_run_entry_set_shown:
 * @self: an entry
 * @shown: whether its validation curve is to be seen while another run is current
 */
void
cp_run_entry_set_shown (CpRunEntry *self,
                        gboolean    shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}
