/* SPDX-License-Identifier: MIT */
#include "choice.h"

#include "csv.h"
#include "figures.h"
#include "json-output.h"
#include "rates.h"

#include <glib/gi18n.h>
#include <math.h>

static gboolean
has_target (const CpThresholdRule *rule)
{
  return rule->rule == CP_RULE_RECALL || rule->rule == CP_RULE_GUARDED_RECALL;
}

/**
 * cp_choice_add_json:
 * @self: what was chosen
 * @rule: by what
 * @json: an object
 *
 * Adds rule, target (`null` for a rule without one), threshold, attainable and
 * confusion; threshold and confusion are `null` where nothing was attainable.
 */
void
cp_choice_add_json (const CpChoice        *self,
                    const CpThresholdRule *rule,
                    JsonBuilder           *json)
{
  cp_json_add_text (json, "rule", cp_rule_get_name (rule->rule));
  cp_json_add_number (json, "target", has_target (rule) ? rule->target : NAN);
  cp_json_add_number (json, "threshold", self->attainable ? self->threshold : NAN);
  json_builder_set_member_name (json, "attainable");
  json_builder_add_boolean_value (json, self->attainable);
  if (self->attainable)
    cp_confusion_add_json (&self->confusion, json);
  else
    cp_json_add_text (json, "confusion", NULL);
}

static void
append_rule (const CpThresholdRule *rule,
             GString               *text)
{
  switch (rule->rule)
    {
    case CP_RULE_RECALL:
      g_string_append_printf (text, _("Wanted: the highest threshold with a recall of at least %g"), rule->target);
      break;
    case CP_RULE_GUARDED_RECALL:
      /* xgettext:no-c-format */
      g_string_append (text, _("Wanted: the highest threshold at which recall's 95 % interval"));
      g_string_append_printf (text, _(" begins at %g or above"), rule->target);
      break;
    case CP_RULE_YOUDEN:
      g_string_append (text, _("Wanted: the highest sum of recall and specificity (Youden)"));
      break;
    case CP_RULE_F1:
      g_string_append (text, _("Wanted: the highest F1"));
      break;
    case CP_RULE_COST:
      g_string_append_printf (text, _("Wanted: the least cost, where one missed pneumonia weighs as much as %g false alarms"),
                              rule->cost_missed / rule->cost_false_alarm);
      break;
    default:
      g_assert_not_reached ();
    }
  g_string_append_c (text, '\n');
}

/* All digits: the threshold must decide the same when it is typed in again. */
static void
append_threshold (double   threshold,
                  GString *text)
{
  cp_csv_append_double (text, threshold);
}

static void
append_unattainable (const CpThresholdRule *rule,
                     const CpPredictions   *predictions,
                     GString               *text)
{
  const gsize n = cp_predictions_get_positives (predictions);

  if (n == 0 || !has_target (rule))
    {
      g_string_append (text, _("Chosen: none; not attainable without both classes"));
    }
  else
    {
      g_string_append_printf (text, ngettext ("Chosen: none; not attainable with n = %lu pneumonia",
                                              "Chosen: none; not attainable with n = %lu pneumonias", n), (gulong) n);
      g_string_append (text, ":\n");
      g_string_append_printf (text, _("even if none is missed, the interval begins at %.4f"),
                              cp_estimate_proportion (n, n).low);
    }
  g_string_append_c (text, '\n');
}

static void
append_rate (GString    *text,
             const char *name,
             CpEstimate  e)
{
  if (isnan (e.value))
    g_string_append_printf (text, "%s –", name);
  else
    g_string_append_printf (text, "%s %.3f (%.3f … %.3f)", name, e.value, e.low, e.high);
  g_string_append_c (text, '\n');
}

/* What it finds and misses, each share with its interval. */
static void
append_worth (const CpConfusion *c,
              GString           *text)
{
  g_string_append_printf (text, ngettext ("Finds %lu of %lu pneumonia, misses %lu:",
                                          "Finds %lu of %lu pneumonias, misses %lu:", c->tp + c->fn),
                          (gulong) c->tp, (gulong) (c->tp + c->fn), (gulong) c->fn);
  g_string_append_c (text, ' ');
  append_rate (text, _("recall"), cp_rate_recall (*c));
  g_string_append_printf (text, _("Clears %lu of %lu normal, false alarms %lu:"), (gulong) c->tn,
                          (gulong) (c->tn + c->fp), (gulong) c->fp);
  g_string_append_c (text, ' ');
  append_rate (text, _("specificity"), cp_rate_specificity (*c));
  g_string_append_printf (text, _("Of %lu called pneumonia, %lu are:"), (gulong) (c->tp + c->fp), (gulong) c->tp);
  g_string_append_c (text, ' ');
  append_rate (text, _("precision"), cp_rate_precision (*c));
}

static void
append_lower (const CpChoice      *self,
              const CpPredictions *predictions,
              GString             *text)
{
  double next;
  CpConfusion there;

  if (!cp_threshold_next (predictions, self->threshold, -1, TRUE, &next))
    {
      g_string_append (text, _("No lower threshold saves a missed pneumonia: none is missed."));
      g_string_append_c (text, '\n');
      return;
    }
  there = cp_confusion_at (predictions, next);
  g_string_append (text, _("The next lower threshold,"));
  g_string_append_c (text, ' ');
  append_threshold (next, text);
  g_string_append_printf (text, ngettext (", saves %lu missed pneumonia", ", saves %lu missed pneumonias",
                                          self->confusion.fn - there.fn), (gulong) (self->confusion.fn - there.fn));
  g_string_append_printf (text, ngettext (" and costs %lu false alarm.", " and costs %lu false alarms.",
                                          there.fp - self->confusion.fp), (gulong) (there.fp - self->confusion.fp));
  g_string_append_c (text, '\n');
}

/* The next step up misses a pneumonia; of the thresholds that miss no other,
 * the highest, since it spares the most false alarms. */
static gboolean
find_higher (const CpPredictions *predictions,
             double               threshold,
             double              *higher)
{
  double miss, next_miss;

  if (!cp_threshold_next (predictions, threshold, 1, TRUE, &miss))
    return FALSE;
  *higher = cp_threshold_next (predictions, miss, 1, TRUE, &next_miss) ? nextafter (next_miss, 0) : 1.0;

  return TRUE;
}

static void
append_higher (const CpChoice      *self,
               const CpPredictions *predictions,
               GString             *text)
{
  double next;
  CpConfusion there;

  if (!find_higher (predictions, self->threshold, &next))
    {
      g_string_append (text, _("No higher threshold misses another pneumonia."));
      g_string_append_c (text, '\n');
      return;
    }
  there = cp_confusion_at (predictions, next);
  g_string_append (text, _("The next higher threshold,"));
  g_string_append_c (text, ' ');
  append_threshold (next, text);
  g_string_append_printf (text, ngettext (", misses %lu more pneumonia", ", misses %lu more pneumonias",
                                          there.fn - self->confusion.fn), (gulong) (there.fn - self->confusion.fn));
  g_string_append_printf (text, ngettext (" and spares %lu false alarm.", " and spares %lu false alarms.",
                                          self->confusion.fp - there.fp), (gulong) (self->confusion.fp - there.fp));
  g_string_append_c (text, '\n');
}

/**
 * cp_choice_append_text:
 * @self: what was chosen
 * @rule: by what
 * @predictions: from what
 * @text: text for people
 *
 * Says what was wanted and chosen, what it finds and misses, and what the
 * nearest thresholds that treat another pneumonia otherwise would cost.
 */
void
cp_choice_append_text (const CpChoice        *self,
                       const CpThresholdRule *rule,
                       const CpPredictions   *predictions,
                       GString               *text)
{
  append_rule (rule, text);
  if (!self->attainable)
    {
      append_unattainable (rule, predictions, text);
      return;
    }
  g_string_append (text, _("Chosen:"));
  g_string_append_c (text, ' ');
  append_threshold (self->threshold, text);
  g_string_append (text, "\n\n");
  cp_confusion_append_text (&self->confusion, text);
  g_string_append_c (text, '\n');
  append_worth (&self->confusion, text);
  g_string_append_c (text, '\n');
  append_lower (self, predictions, text);
  append_higher (self, predictions, text);
}
