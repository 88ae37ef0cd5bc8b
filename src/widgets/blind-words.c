/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "blind-words.h"

#include "metric-list.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * cp_reading_get_name:
 * @reading: an answer
 *
 * Returns: what it is called, translated: "normal", "pneumonia" or "unsure"
 */
const char *
cp_reading_get_name (CpReading reading)
{
  switch (reading)
    {
    case CP_READING_NORMAL:
      return _("normal");
    case CP_READING_PNEUMONIA:
      return _("pneumonia");
    case CP_READING_UNSURE:
    default:
      return _("unsure");
    }
}

/* From 1. */
static guint
get_place (CpBlindRead *read)
{
  return cp_blind_read_get_n_read (read) + (cp_blind_read_get_revealed (read) ? 0 : 1);
}

/**
 * cp_blind_read_get_progress:
 * @read: a reading
 *
 * Returns: (transfer full): which image is in view, as "12 of 60"
 */
char *
cp_blind_read_get_progress (CpBlindRead *read)
{
  return g_strdup_printf (_("%u of %u"), get_place (read), cp_blind_read_get_n (read));
}

/**
 * cp_blind_read_ask:
 * @read: a reading with an image to judge
 *
 * Returns: (transfer full): the question, which tells nothing of the image
 */
char *
cp_blind_read_ask (CpBlindRead *read)
{
  return g_strdup_printf (cp_blind_read_get_again (read)
                            /* Translators: the twelfth image of 60 */
                            ? _("Image %u of %u once more, but no longer blind: normal, pneumonia or unsure?")
                            : _("Image %u of %u: normal, pneumonia or unsure?"),
                          get_place (read), cp_blind_read_get_n (read));
}

static const char *
tell_agreement (gboolean model,
                gboolean label)
{
  if (model)
    return label ? _("You agree with the model and with the label.") : _("You agree with the model, not with the label.");
  return label ? _("You disagree with the model; the label agrees with you.")
               : _("You disagree with the model and with the label.");
}

/**
 * cp_blind_read_tell:
 * @read: a reading whose image is revealed
 *
 * Returns: (transfer full): how the answer compares, in two sentences
 */
char *
cp_blind_read_tell (CpBlindRead *read)
{
  const CpReading reading = cp_blind_read_get_reading (read);
  const gboolean pneumonia = cp_review_image_get_pneumonia (cp_blind_read_get_image (read));

  if (reading == CP_READING_UNSURE)
    return g_strdup (cp_blind_read_get_call (read) == CP_READING_PNEUMONIA
                       ? _("You were unsure. The model called it pneumonia.")
                       : _("You were unsure. The model called it normal."));
  return g_strdup_printf (reading == CP_READING_PNEUMONIA ? _("You said pneumonia. %s") : _("You said normal. %s"),
                          tell_agreement (reading == cp_blind_read_get_call (read),
                                          (reading == CP_READING_PNEUMONIA) == pneumonia));
}

/**
 * cp_agreement_format_share:
 * @agreement: how far two agree
 *
 * Returns: (transfer full): the share judged alike, as `72.5 % (57.2–83.9)`; `–` where nothing was compared
 */
char *
cp_agreement_format_share (const CpAgreement *agreement)
{
  char value[G_ASCII_DTOSTR_BUF_SIZE], low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (agreement->percentage.value))
    return g_strdup ("–");
  g_ascii_formatd (value, sizeof value, "%.1f", 100 * agreement->percentage.value);
  g_ascii_formatd (low, sizeof low, "%.1f", 100 * agreement->percentage.low);
  g_ascii_formatd (high, sizeof high, "%.1f", 100 * agreement->percentage.high);
  return g_strdup_printf ("%s %% (%s–%s)", value, low, high);
}

/**
 * cp_agreement_format_kappa:
 * @agreement: how far two agree
 *
 * Returns: (transfer full): Cohen's κ as other figures are written, but with a minus sign that no dash resembles
 */
char *
cp_agreement_format_kappa (const CpAgreement *agreement)
{
  g_autofree char *plain = cp_estimate_format (agreement->kappa);
  GString *text = g_string_new (plain);

  g_string_replace (text, "-", "−", 0);
  return g_string_free (text, FALSE);
}

/**
 * cp_blind_summary_get_title:
 * @summary: what came of a reading
 *
 * Returns: (transfer full): how many images were read
 */
char *
cp_blind_summary_get_title (const CpBlindSummary *summary)
{
  return g_strdup_printf (ngettext ("%u image read", "%u images read", summary->n), summary->n);
}

/**
 * cp_blind_summary_get_left_out:
 * @summary: what came of a reading
 *
 * Returns: (transfer full): which of them are in no agreement
 */
char *
cp_blind_summary_get_left_out (const CpBlindSummary *summary)
{
  g_autofree char *unsure = g_strdup_printf (ngettext ("unsure of %u image", "unsure of %u images", summary->n_unsure),
                                             summary->n_unsure);
  g_autofree char *corrected =
    g_strdup_printf (ngettext ("%u judged again after it was revealed", "%u judged again after they were revealed",
                               summary->n_corrected),
                     summary->n_corrected);

  if (summary->n_unsure == 0 && summary->n_corrected == 0)
    return g_strdup (_("All are compared."));
  if (summary->n_corrected == 0)
    /* Translators: "unsure of 3 images" */
    return g_strdup_printf (_("Not compared: %s."), unsure);
  if (summary->n_unsure == 0)
    return g_strdup_printf (_("Not compared: %s."), corrected);
  /* Translators: "unsure of 3 images", "2 judged again after they were revealed" */
  return g_strdup_printf (_("Not compared: %s, %s."), unsure, corrected);
}

static void
append_agreement (GString           *text,
                  const char        *title,
                  const CpAgreement *agreement,
                  const gsize       *table)
{
  g_autofree char *share = cp_agreement_format_share (agreement);
  g_autofree char *kappa = cp_agreement_format_kappa (agreement);

  /* Translators: "With the model", how many images, a percentage with its interval */
  g_string_append_printf (text, _("%s: %zu compared, %s alike"), title, agreement->n, share);
  /* Translators: a figure with its interval */
  g_string_append_printf (text, _("; Cohen’s κ %s"), kappa);
  g_string_append_printf (text, "\n\t%s\t%s\n", _("normal"), _("pneumonia"));
  g_string_append_printf (text, "%s\t%zu\t%zu\n", _("you: normal"), table[0], table[1]);
  g_string_append_printf (text, "%s\t%zu\t%zu\n", _("you: pneumonia"), table[2], table[3]);
}

/**
 * cp_blind_summary_to_text:
 * @summary: what came of a reading
 *
 * Returns: (transfer full): all of it, to be pasted somewhere
 */
char *
cp_blind_summary_to_text (const CpBlindSummary *summary)
{
  g_autofree char *title = cp_blind_summary_get_title (summary);
  g_autofree char *left_out = cp_blind_summary_get_left_out (summary);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s. %s\n", title, left_out);
  append_agreement (text, _("With the model"), &summary->model, summary->model_table);
  append_agreement (text, _("With the labels"), &summary->label, summary->label_table);
  return g_string_free (text, FALSE);
}
