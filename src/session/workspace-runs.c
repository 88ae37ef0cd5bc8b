/* SPDX-License-Identifier: MIT */
#include "workspace-private.h"

#include "session-error.h"

static CpRunEntry *
entry_at (CpWorkspace *self,
          guint        position)
{
  g_autoptr (CpRunEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->runs), position);

  return entry; /* the list keeps it */
}

static guint
n_entries (CpWorkspace *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs));
}

static gboolean
is_look_taken (CpWorkspace *self,
               guint        look)
{
  for (guint i = 0; i < n_entries (self); i++)
    if (cp_run_entry_get_history (entry_at (self, i)) != NULL && cp_run_entry_get_look (entry_at (self, i)) == look)
      return TRUE;

  return FALSE;
}

static void
forget_removed (CpWorkspace *self)
{
  if (self->removed == NULL)
    return;
  g_clear_object (&self->removed);
  g_object_notify (G_OBJECT (self), "removed");
}

/* The review goes on showing what it has until the entry has a model and that has scored. */
void
cp_workspace_mark_current (CpWorkspace *self,
                           CpRunEntry  *entry)
{
  g_autoptr (CpRunEntry) old = self->current;

  if (old == entry)
    {
      g_steal_pointer (&old);
      return;
    }
  self->current = entry != NULL ? g_object_ref (entry) : NULL;
  if (old != NULL)
    cp_run_entry_set_current (old, FALSE);
  if (entry != NULL)
    cp_run_entry_set_current (entry, TRUE);
  g_object_notify (G_OBJECT (self), "current");
}

static void
score_current (CpWorkspace *self)
{
  CpModel *model = self->current != NULL ? cp_run_entry_get_model (self->current) : NULL;

  if (model == self->model)
    g_cancellable_cancel (self->scoring);
  else if (model != NULL && self->dataset != NULL)
    cp_workspace_score (self, model, NULL, g_task_new (self, NULL, NULL, NULL));
}

static void
on_entry_model (CpRunEntry  *entry,
                GParamSpec  *pspec,
                CpWorkspace *self)
{
  if (entry == self->current)
    score_current (self);
}

static void
insert_entry (CpWorkspace *self,
              guint        position,
              CpRunEntry  *entry)
{
  guint look = 0;

  while (is_look_taken (self, look))
    look++;
  if (is_look_taken (self, cp_run_entry_get_look (entry)))
    cp_run_entry_set_look (entry, look);
  g_list_store_insert (self->runs, MIN (position, n_entries (self)), entry);
}

/* An entry that is new to the list. */
void
cp_workspace_insert (CpWorkspace *self,
                     guint        position,
                     CpRunEntry  *entry)
{
  g_signal_connect_object (entry, "notify::model", G_CALLBACK (on_entry_model), self, 0);
  insert_entry (self, position, entry);
}

static void
add_entry (CpWorkspace *self,
           CpRunEntry  *entry)
{
  forget_removed (self);
  cp_workspace_insert (self, G_MAXUINT, entry);
  cp_workspace_mark_current (self, entry);
}

/* The entry whose model is shown: what to go back to. */
static CpRunEntry *
find_model (CpWorkspace *self,
            CpModel     *model)
{
  for (guint i = 0; i < n_entries (self); i++)
    if (model != NULL && cp_run_entry_get_model (entry_at (self, i)) == model)
      return entry_at (self, i);

  return NULL;
}

static void
on_run_state (CpTrainingRun *run,
              GParamSpec    *pspec,
              CpWorkspace   *self)
{
  const CpRunState state = cp_training_run_get_state (run);
  CpRunEntry *shown = find_model (self, self->model);
  gboolean ended_without = (state == CP_RUN_STOPPED || state == CP_RUN_FAILED) && cp_training_run_get_model (run) == NULL;

  if (state == CP_RUN_FAILED)
    cp_workspace_fail (self, cp_training_run_get_error (run));
  if (ended_without && shown != NULL && self->current != NULL && cp_run_entry_get_run (self->current) == run)
    cp_workspace_mark_current (self, shown);
}

void
cp_workspace_set_run (CpWorkspace   *self,
                      CpTrainingRun *run)
{
  if (self->run != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->run, self);
      cp_training_run_stop (self->run);
    }
  g_set_object (&self->run, run);
  if (run != NULL)
    g_signal_connect (run, "notify::state", G_CALLBACK (on_run_state), self);
  g_object_notify (G_OBJECT (self), "run");
}

/* Another data set: what was trained on the last one is of no use any more. */
void
cp_workspace_forget_runs (CpWorkspace *self)
{
  cp_workspace_set_run (self, NULL);
  cp_workspace_mark_current (self, NULL);
  forget_removed (self);
  g_list_store_remove_all (self->runs);
  self->counted = 0;
}

/* A model from a file has scored. */
void
cp_workspace_add_opened (CpWorkspace *self,
                         const char  *path,
                         CpModel     *model)
{
  g_autoptr (CpRunEntry) entry = cp_run_entry_new_opened (++self->counted, path, model);

  add_entry (self, entry);
}

gboolean
cp_workspace_is_training (CpWorkspace *self)
{
  CpRunState state = self->run != NULL ? cp_training_run_get_state (self->run) : CP_RUN_READY;

  return state == CP_RUN_RUNNING || state == CP_RUN_PAUSED || state == CP_RUN_STOPPING;
}

gboolean
cp_workspace_can_train (CpWorkspace  *self,
                        GError      **error)
{
  if (self->dataset == NULL)
    g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                         "training needs images: open a data set first");
  else if (cp_workspace_is_training (self))
    g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                         "a model is being trained already: stop that training first");
  else
    return TRUE;

  return FALSE;
}

/**
 * cp_workspace_train:
 * @self: a workspace with a data set
 * @recipe: the settings
 * @error: return location
 *
 * Starts a run, which joins the list and is current. After each epoch the
 * review gets the newest model's probabilities; until then it keeps those it
 * has.
 *
 * Returns: %FALSE where it cannot start: no data set, still training, settings
 *   out of range
 */
gboolean
cp_workspace_train (CpWorkspace     *self,
                    const CpRecipe  *recipe,
                    GError         **error)
{
  g_autoptr (CpTrainingRun) run = NULL;
  g_autoptr (CpRunEntry) entry = NULL;

  if (!cp_workspace_can_train (self, error))
    return FALSE;
  run = cp_training_run_new (recipe, self->dataset, error);
  if (run == NULL)
    return FALSE;
  entry = cp_run_entry_new_trained (++self->counted, run);
  cp_workspace_set_run (self, run);
  add_entry (self, entry);
  cp_training_run_start (run);

  return TRUE;
}

/**
 * cp_workspace_get_runs:
 * @self: a workspace
 *
 * Returns: (transfer none): what was trained and opened on this data set, oldest first, a #GListModel of
 *   #CpRunEntry; the same object for ever
 */
GListModel *
cp_workspace_get_runs (CpWorkspace *self)
{
  return G_LIST_MODEL (self->runs);
}

/**
 * cp_workspace_get_current:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): the entry whose newest model is reviewed
 */
CpRunEntry *
cp_workspace_get_current (CpWorkspace *self)
{
  return self->current;
}

/**
 * cp_workspace_set_current:
 * @self: a workspace
 * @entry: one of its runs
 *
 * Reviews another run's newest model: it scores the data set in a worker
 * thread. A run that has none yet is reviewed as soon as it has; one that will
 * never have any is refused.
 */
void
cp_workspace_set_current (CpWorkspace *self,
                          CpRunEntry  *entry)
{
  g_return_if_fail (CP_IS_RUN_ENTRY (entry));

  if (self->current == entry || !cp_run_entry_can_review (entry))
    return;
  cp_workspace_mark_current (self, entry);
  score_current (self);
}

/* After a removal: the next one that can be reviewed, else the one before. */
static CpRunEntry *
find_successor (CpWorkspace *self,
                guint        position)
{
  for (guint i = position; i < n_entries (self); i++)
    if (cp_run_entry_get_model (entry_at (self, i)) != NULL)
      return entry_at (self, i);
  for (guint i = position; i > 0; i--)
    if (cp_run_entry_get_model (entry_at (self, i - 1)) != NULL)
      return entry_at (self, i - 1);

  return NULL;
}

static void
replace_current (CpWorkspace *self,
                 guint        position)
{
  cp_workspace_mark_current (self, find_successor (self, position));
  if (self->current != NULL)
    score_current (self);
  else
    cp_workspace_forget_scores (self);
}

/**
 * cp_workspace_remove_run:
 * @self: a workspace
 * @entry: one of its runs, not under training
 *
 * Takes a run out of the list; cp_workspace_restore_run() brings it back. Where
 * it was current, a neighbour becomes current.
 *
 * Returns: %FALSE where it is still under training
 */
gboolean
cp_workspace_remove_run (CpWorkspace *self,
                         CpRunEntry  *entry)
{
  g_autoptr (CpRunEntry) kept = g_object_ref (entry);
  guint position;

  if (cp_run_entry_is_training (entry) || !g_list_store_find (self->runs, entry, &position))
    return FALSE;

  g_list_store_remove (self->runs, position);
  self->removed_position = position;
  self->removed_was_current = entry == self->current;
  g_set_object (&self->removed, entry);
  if (self->removed_was_current)
    replace_current (self, position);
  g_object_notify (G_OBJECT (self), "removed");

  return TRUE;
}

/**
 * cp_workspace_get_removed:
 * @self: a workspace
 *
 * Returns: (nullable) (transfer none): the run that was removed last, as long as it can be brought back
 */
CpRunEntry *
cp_workspace_get_removed (CpWorkspace *self)
{
  return self->removed;
}

/**
 * cp_workspace_restore_run:
 * @self: a workspace
 *
 * Brings the run back that was removed last, to its place; it is current again
 * where it was.
 */
void
cp_workspace_restore_run (CpWorkspace *self)
{
  g_autoptr (CpRunEntry) entry = self->removed != NULL ? g_object_ref (self->removed) : NULL;

  if (entry == NULL)
    return;
  forget_removed (self);
  insert_entry (self, self->removed_position, entry);
  if (self->removed_was_current)
    cp_workspace_set_current (self, entry);
}

/**
 * cp_workspace_save_run:
 * @self: a workspace
 * @entry: one of its runs
 * @path: a file, replaced as a whole or not at all
 * @error: return location
 *
 * Returns: %FALSE where the run has no model yet or it could not be written
 */
gboolean
cp_workspace_save_run (CpWorkspace  *self,
                       CpRunEntry   *entry,
                       const char   *path,
                       GError      **error)
{
  CpModel *model = cp_run_entry_get_model (entry);

  if (model != NULL && model == self->model)
    return cp_workspace_save_model (self, path, error);
  if (model != NULL)
    return cp_model_save (model, path, error);
  g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID,
                       "the run has no model yet: let an epoch end first");

  return FALSE;
}
