/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "protocol-private.h"

#include <glib/gi18n-lib.h>

static const char *
format_number (double value,
               char   text[G_ASCII_DTOSTR_BUF_SIZE])
{
  return g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, "%.3f", value);
}

/**
 * cp_rule_to_words:
 * @rule: a rule
 *
 * Returns: (transfer full): what it asks for, such as “recall at least 0.990”
 */
char *
cp_rule_to_words (const CpThresholdRule *rule)
{
  char target[G_ASCII_DTOSTR_BUF_SIZE];

  format_number (rule->target, target);
  switch (rule->rule)
    {
    case CP_RULE_RECALL:
      return g_strdup_printf (_("recall at least %s"), target);
    case CP_RULE_GUARDED_RECALL:
      return g_strdup_printf (_("lower bound of recall at least %s"), target);
    case CP_RULE_YOUDEN:
      return g_strdup (_("highest recall + specificity (Youden)"));
    case CP_RULE_F1:
      return g_strdup (_("highest F1"));
    case CP_RULE_COST:
      return g_strdup_printf (_("least cost, one missed weighing as much as %g false alarms"),
                              rule->cost_missed / rule->cost_false_alarm);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* A step down the thresholds only saves and costs, a step up only misses and spares. */
static char *
missed_to_words (CpConfusion from,
                 CpConfusion to)
{
  if (to.fn < from.fn)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "saves %zu missed pneumonia", "saves %zu missed pneumonias",
                                         from.fn - to.fn), from.fn - to.fn);
  if (to.fn > from.fn)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "misses %zu more pneumonia", "misses %zu more pneumonias",
                                         to.fn - from.fn), to.fn - from.fn);
  return NULL;
}

static char *
alarms_to_words (CpConfusion from,
                 CpConfusion to)
{
  if (to.fp > from.fp)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "costs %zu false alarm", "costs %zu false alarms",
                                         to.fp - from.fp), to.fp - from.fp);
  if (to.fp < from.fp)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "spares %zu false alarm", "spares %zu false alarms",
                                         from.fp - to.fp), from.fp - to.fp);
  return NULL;
}

/**
 * cp_price_to_words:
 * @from: the confusion matrix at one threshold
 * @to: that of the same images at another
 *
 * Returns: (transfer full): what going from one to the other is worth, such as
 *   “saves 1 missed pneumonia, costs 6 false alarms”
 */
char *
cp_price_to_words (CpConfusion from,
                   CpConfusion to)
{
  g_autofree char *missed = missed_to_words (from, to);
  g_autofree char *alarms = alarms_to_words (from, to);

  if (missed != NULL && alarms != NULL)
    /* Translators: two clauses, such as “saves 1 missed pneumonia” and “costs 6 false alarms” */
    return g_strdup_printf (_("%s, %s"), missed, alarms);
  if (missed != NULL)
    return g_strdup_printf (_("%s, no false alarm more or less"), missed);
  if (alarms != NULL)
    return g_strdup_printf (_("%s, no pneumonia more or less"), alarms);
  return g_strdup (_("changes no decision"));
}

static char *
chosen_to_words (CpProtocol *self)
{
  g_autofree char *rule = NULL;
  CpChoice choice;

  if (!cp_protocol_get_choice (self, &choice))
    return g_strdup (_("chosen on validation, as the model’s file records"));
  rule = cp_rule_to_words (&self->rule);
  return g_strdup_printf (_("chosen on validation: %s"), rule);
}

static char *
provenance_to_words (CpProtocol *self)
{
  switch (cp_protocol_get_provenance (self))
    {
    case CP_PROVENANCE_PRESET:
      return g_strdup (_("preset, not chosen on any images"));
    case CP_PROVENANCE_CHOSEN:
      return chosen_to_words (self);
    case CP_PROVENANCE_BY_HAND:
      return g_strdup (_("set by hand, without the test figures in view"));
    case CP_PROVENANCE_ON_TEST:
      return g_strdup (_("set by hand with the test figures in view"));
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
lock_to_words (CpProtocol *self)
{
  char threshold[G_ASCII_DTOSTR_BUF_SIZE];

  if (cp_protocol_has_left_lock (self))
    return g_strdup_printf (_("changed after the test figures were revealed at %s"),
                            format_number (self->lock->threshold, threshold));
  if (self->lock->seen_before)
    return g_strdup_printf (_("locked with the reason “%s”, when the test figures had already been seen"),
                            self->lock->reason);
  return g_strdup_printf (_("locked before the test figures were seen, with the reason “%s”"), self->lock->reason);
}

/**
 * cp_protocol_describe_threshold:
 * @self: a protocol
 *
 * Returns: (transfer full): where the threshold comes from, for people, without
 *   its value
 */
char *
cp_protocol_describe_threshold (CpProtocol *self)
{
  g_autofree char *provenance = NULL;
  g_autofree char *lock = NULL;

  g_return_val_if_fail (CP_IS_PROTOCOL (self), NULL);

  provenance = provenance_to_words (self);
  if (cp_protocol_get_seal (self) != CP_SEAL_LOCKED)
    return g_steal_pointer (&provenance);

  lock = lock_to_words (self);
  /* Translators: where a threshold comes from, then how it was locked */
  return g_strdup_printf (_("%s; %s"), provenance, lock);
}
