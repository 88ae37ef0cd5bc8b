/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "run-words-private.h"

#include <glib/gi18n-lib.h>

static char *
describe_place (const CpRecipe      *recipe,
                CpRunState           state,
                const CpRunProgress *progress)
{
  const gboolean paused = state == CP_RUN_PAUSED;
  const guint epoch = MAX (progress->newest.epoch, 1), member = MAX (progress->newest.member, 1);

  if (recipe->members > 1 && paused)
    return g_strdup_printf (_("Paused in network %u of %u, epoch %u of %u"), member, recipe->members, epoch,
                            recipe->epochs);
  if (recipe->members > 1)
    return g_strdup_printf (_("Network %u of %u · epoch %u of %u"), member, recipe->members, epoch, recipe->epochs);
  if (paused)
    return g_strdup_printf (_("Paused in epoch %u of %u"), epoch, recipe->epochs);
  return g_strdup_printf (_("Epoch %u of %u"), epoch, recipe->epochs);
}

static char *
describe_running (const CpRecipe      *recipe,
                  CpRunState           state,
                  const CpRunProgress *progress)
{
  g_autofree char *place = describe_place (recipe, state, progress);
  char loss[G_ASCII_DTOSTR_BUF_SIZE];

  if (progress->newest.epoch == 0)
    return g_steal_pointer (&place);

  g_ascii_formatd (loss, sizeof loss, "%.3f", progress->loss);
  /* Translators: where the training is, then the mean loss of the running epoch */
  return g_strdup_printf (_("%s · loss %s"), place, loss);
}

static char *
describe_finished (const CpRecipe *recipe)
{
  const guint epochs = recipe->epochs;

  if (recipe->members == 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Trained: %u epoch", "Trained: %u epochs", epochs), epochs);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Trained: %u networks of %u epoch",
                                       "Trained: %u networks of %u epochs", epochs),
                          recipe->members, epochs);
}

static char *
describe_ended (const CpRecipe      *recipe,
                CpRunState           state,
                const CpRunProgress *progress)
{
  const gboolean ensemble = recipe->members > 1;
  const guint n = ensemble ? progress->finished_members : progress->finished_epochs;
  const guint of = ensemble ? recipe->members : recipe->epochs;

  if (ensemble)
    return g_strdup_printf (state == CP_RUN_FAILED ? _("Failed after %u of %u networks")
                                                   : _("Stopped after %u of %u networks"),
                            n, of);
  return g_strdup_printf (state == CP_RUN_FAILED ? _("Failed after %u of %u epochs")
                                                 : _("Stopped after %u of %u epochs"),
                          n, of);
}

/*
 * cp_run_describe:
 * @recipe: what is trained
 * @state: where the run is
 * @progress: how far it has got
 *
 * Returns: (transfer full): the same in words, as the training state label shows it
 */
char *
cp_run_describe (const CpRecipe      *recipe,
                 CpRunState           state,
                 const CpRunProgress *progress)
{
  switch (state)
    {
    case CP_RUN_RUNNING:
    case CP_RUN_PAUSED:
      return describe_running (recipe, state, progress);
    case CP_RUN_STOPPING:
      return g_strdup (_("Stopping …"));
    case CP_RUN_FINISHED:
      return describe_finished (recipe);
    case CP_RUN_STOPPED:
    case CP_RUN_FAILED:
      return describe_ended (recipe, state, progress);
    case CP_RUN_READY:
    default:
      return g_strdup (_("Ready to train"));
    }
}
