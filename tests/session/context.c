/* SPDX-License-Identifier: MIT */
#include "context.h"

static void
on_failed (CpWorkspace *workspace,
           const char  *message,
           Context     *context)
{
  g_free (context->failure);
  context->failure = g_strdup (message);
}

void
context_init (Context *context)
{
  context->workspace = cp_workspace_new ();
  context->failure = NULL;
  g_signal_connect (context->workspace, "failed", G_CALLBACK (on_failed), context);
}

void
context_clear (Context *context)
{
  g_assert_finalize_object (context->workspace);
  g_free (context->failure);
}

gboolean
context_is_idle (gpointer data)
{
  Context *context = data;
  CpTrainingRun *run = cp_workspace_get_run (context->workspace);
  CpRunState state = run != NULL ? cp_training_run_get_state (run) : CP_RUN_READY;

  return !cp_workspace_get_busy (context->workspace) && state != CP_RUN_RUNNING && state != CP_RUN_STOPPING;
}

gboolean
context_has_scores (gpointer data)
{
  Context *context = data;

  return cp_review_has_scores (cp_workspace_get_review (context->workspace));
}

void
context_load (Context    *context,
              const char *location)
{
  cp_workspace_load_dataset (context->workspace, location, NULL, NULL);
  g_assert_true (cp_workspace_get_busy (context->workspace));
  fixture_wait (context_is_idle, context);
}

void
context_train (Context *context,
               guint    epochs)
{
  const CpRecipe recipe = fixture_recipe (epochs);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_workspace_train (context->workspace, &recipe, &error));
  g_assert_no_error (error);
}
