/* SPDX-License-Identifier: MIT */
#include "session-info.h"

#include "json-output.h"
#include "output.h"
#include "printable.h"
#include "session-summary.h"

#include <glib/gi18n.h>
#include <math.h>

static void
add_run (JsonBuilder        *json,
         const CpRunSummary *run)
{
  json_builder_begin_object (json);
  cp_json_add_count (json, "number", run->number);
  cp_json_add_text (json, "title", run->title);
  cp_json_add_text (json, "summary", run->summary);
  json_builder_set_member_name (json, "current");
  json_builder_add_boolean_value (json, run->current);
  json_builder_set_member_name (json, "interrupted");
  json_builder_add_boolean_value (json, run->interrupted);
  json_builder_end_object (json);
}

static gboolean
print_json (const CpSessionSummary  *session,
            GError                 **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_json_add_text (json, "type", "session");
  cp_json_begin (json, "data");
  cp_json_add_text (json, "name", session->data_name);
  cp_json_add_text (json, "location", session->data_location);
  cp_json_add_text (json, "fingerprint", session->data_fingerprint);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "runs");
  json_builder_begin_array (json);
  for (guint i = 0; i < session->runs->len; i++)
    add_run (json, session->runs->pdata[i]);
  json_builder_end_array (json);
  cp_json_add_number (json, "threshold", session->threshold);
  cp_json_add_text (json, "threshold_origin", session->threshold_words);
  cp_json_add_count (json, "verdicts", session->verdicts);
  cp_json_add_count (json, "notes", session->notes);
  cp_json_begin (json, "log");
  cp_json_add_count (json, "entries", session->log_entries);
  json_builder_set_member_name (json, "intact");
  json_builder_add_boolean_value (json, session->first_wrong == 0);
  if (session->first_wrong != 0)
    cp_json_add_count (json, "first_changed", (gsize) session->first_wrong);
  json_builder_end_object (json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

G_GNUC_PRINTF (2, 3)
static void
add_line (GString    *text,
          const char *format,
          ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_string_append_c (text, '\n');
}

/* Nothing out of a file reaches a terminal as it is. */
static char *
safe (const char *text)
{
  return text != NULL ? cp_printable (text, -1) : g_strdup (_("unknown"));
}

static void
append_runs (const CpSessionSummary *session,
             GString                *text)
{
  add_line (text, ngettext ("%u run:", "%u runs:", session->runs->len), session->runs->len);
  for (guint i = 0; i < session->runs->len; i++)
    {
      const CpRunSummary *run = session->runs->pdata[i];
      g_autofree char *title = safe (run->title);
      g_autofree char *summary = safe (run->summary);

      add_line (text, "  %u  %s: %s%s%s", run->number, title, summary, run->current ? _(" (reviewed)") : "",
                run->interrupted ? _(" (interrupted; can be continued)") : "");
    }
}

static gboolean
print_text (const char              *path,
            const CpSessionSummary  *session,
            GError                 **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = cp_printable_path (path);
  g_autofree char *data = safe (session->data_name);
  g_autofree char *location = safe (session->data_location);
  g_autofree char *fingerprint = safe (session->data_fingerprint);
  g_autofree char *words = safe (session->threshold_words);

  add_line (text, _("Session “%s”"), name);
  g_string_append_c (text, '\n');
  add_line (text, _("Data: %s (%s)"), data, location);
  add_line (text, _("Fingerprint of the data: %s"), fingerprint);
  append_runs (session, text);
  if (!isnan (session->threshold))
    add_line (text, _("Threshold: %.3f, %s"), session->threshold, words);
  add_line (text, _("Images judged: %u, with a note: %u"), session->verdicts, session->notes);
  if (session->first_wrong == 0)
    add_line (text, _("Log: %u entries, as they were written"), session->log_entries);
  else
    add_line (text, _("Log: %u entries, changed after they were written from entry %lld on"),
              session->log_entries, (long long) session->first_wrong);

  return cp_output_print_text (text, error);
}

/*
 * cp_print_session:
 * @path: a session's file
 * @json: one JSON object instead of text
 * @error: return location
 *
 * Says what is in a session, and whether its log is the one that was written.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_print_session (const char  *path,
                  gboolean     json,
                  GError     **error)
{
  g_autoptr (CpSessionSummary) session = cp_session_summary_load (path, error);

  if (session == NULL)
    return FALSE;

  return json ? print_json (session, error) : print_text (path, session, error);
}
