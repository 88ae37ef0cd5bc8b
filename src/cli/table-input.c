/* SPDX-License-Identifier: MIT */
#include "table-input.h"

#include "predictions-file.h"
#include "printable.h"

#include <glib/gi18n.h>

/**
 * cp_table_input_load:
 * @self: with path and, perhaps, split
 * @error: return location
 *
 * Returns: %FALSE on error; the message names the file
 */
gboolean
cp_table_input_load (CpTableInput  *self,
                     GError       **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *split = g_steal_pointer (&self->split);

  self->predictions = cp_predictions_file_load (self->path, split, &self->split, &cause);
  if (self->predictions != NULL)
    return TRUE;

  if (g_error_matches (cause, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH) && split == NULL)
    {
      g_autofree char *message = g_strdup_printf ("%s: choose with --split", cause->message);

      g_set_error_literal (error, cause->domain, cause->code, message);
      return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/**
 * cp_table_input_clear:
 * @self: a table of predictions
 *
 * Frees what it holds.
 */
void
cp_table_input_clear (CpTableInput *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->split, g_free);
  g_clear_pointer (&self->predictions, cp_predictions_unref);
}

/**
 * cp_table_input_append_head:
 * @self: a loaded table of predictions
 * @text: text for people
 *
 * Adds a line that says what was read.
 */
void
cp_table_input_append_head (const CpTableInput *self,
                            GString            *text)
{
  g_autofree char *name = cp_printable_path (self->path);
  g_autofree char *split = self->split != NULL ? cp_printable (self->split, -1) : NULL;
  const gulong n = cp_predictions_get_n (self->predictions);

  g_string_append (text, name);
  if (split != NULL)
    g_string_append_printf (text, ", %s", split);
  g_string_append_printf (text, ngettext (": %lu prediction", ": %lu predictions", n), n);
  g_string_append_printf (text, _(", %lu pneumonia, %lu normal"),
                          (gulong) cp_predictions_get_positives (self->predictions),
                          (gulong) cp_predictions_get_negatives (self->predictions));
  g_string_append_c (text, '\n');
}
