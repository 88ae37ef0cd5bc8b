/* SPDX-License-Identifier: MIT */
#include "protocol-private.h"

#include "session-content-private.h"

#include <math.h>

static const char *const provenances[] = {
  [CP_PROVENANCE_PRESET] = "preset",
  [CP_PROVENANCE_CHOSEN] = "chosen",
  [CP_PROVENANCE_BY_HAND] = "by-hand",
  [CP_PROVENANCE_ON_TEST] = "on-test",
};

static const char *const kinds[CP_N_RECALIBRATION_KINDS] = {
  [CP_RECALIBRATION_NONE] = "none",
  [CP_RECALIBRATION_TEMPERATURE] = "temperature",
  [CP_RECALIBRATION_PLATT] = "platt",
  [CP_RECALIBRATION_ISOTONIC] = "isotonic",
};

static void
keep_yes (GHashTable *facts,
          const char *name,
          gboolean    yes)
{
  cp_kept_facts_set (facts, name, yes ? "yes" : "no");
}

static void
keep_lock (CpProtocol *self,
           GHashTable *facts)
{
  const CpLock *lock = self->lock;
  g_autofree char *time = lock != NULL ? g_date_time_format_iso8601 (lock->when) : NULL;

  cp_kept_facts_set_number (facts, "lock-threshold", lock != NULL ? lock->threshold : NAN);
  cp_kept_facts_set (facts, "lock-reason", lock != NULL ? lock->reason : NULL);
  cp_kept_facts_set (facts, "lock-provenance", lock != NULL ? provenances[lock->provenance] : NULL);
  cp_kept_facts_set (facts, "lock-time", time);
  keep_yes (facts, "lock-seen-before", lock != NULL && lock->seen_before);
}

/* Adds to @facts what cp_protocol_restore() needs. */
void
cp_protocol_keep (CpProtocol *self,
                  GHashTable *facts)
{
  g_autofree char *words = cp_protocol_describe_threshold (self);

  cp_kept_facts_set_number (facts, "threshold", cp_review_get_threshold (self->review));
  cp_kept_facts_set (facts, "threshold-words", words);
  cp_kept_facts_set_number (facts, "pinned", cp_review_get_pinned (self->review));
  cp_kept_facts_set (facts, "provenance", provenances[self->provenance]);
  cp_kept_facts_set (facts, "rule", cp_rule_get_name (self->rule.rule));
  cp_kept_facts_set_number (facts, "rule-target", self->rule.target);
  cp_kept_facts_set_number (facts, "rule-cost-missed", self->rule.cost_missed);
  cp_kept_facts_set_number (facts, "rule-cost-false-alarm", self->rule.cost_false_alarm);
  keep_yes (facts, "ruled", self->ruled);
  cp_kept_facts_set_number (facts, "recorded", self->recorded);
  keep_yes (facts, "sealed", self->sealed);
  keep_yes (facts, "seen", self->seen);
  keep_yes (facts, "stale", self->stale);
  cp_kept_facts_set (facts, "recalibration", kinds[self->kind]);
  keep_lock (self, facts);
}

static gboolean
is_yes (GHashTable *facts,
        const char *name)
{
  return g_strcmp0 (g_hash_table_lookup (facts, name), "yes") == 0;
}

/* The place of a word in a list; 0 where it is none of them. */
static guint
find_word (GHashTable        *facts,
           const char        *name,
           const char *const *words,
           guint              n)
{
  const char *word = g_hash_table_lookup (facts, name);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (word, words[i]) == 0)
      return i;

  return 0;
}

static CpProvenance
get_provenance (GHashTable *facts,
                const char *name)
{
  return (CpProvenance) find_word (facts, name, provenances, G_N_ELEMENTS (provenances));
}

/* NaN where there is no probability of that name. */
static double
get_probability (GHashTable *facts,
                 const char *name)
{
  const double value = cp_kept_facts_get_number (facts, name, NAN);

  return value >= 0 && value <= 1 ? value : NAN;
}

static void
restore_lock (CpProtocol *self,
              GHashTable *facts)
{
  const double threshold = get_probability (facts, "lock-threshold");
  const char *reason = g_hash_table_lookup (facts, "lock-reason");
  const char *time = g_hash_table_lookup (facts, "lock-time");
  GDateTime *when = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;

  cp_protocol_clear_lock (self);
  if (isnan (threshold) || reason == NULL || when == NULL)
    {
      g_clear_pointer (&when, g_date_time_unref);
      return;
    }
  self->lock = g_new (CpLock, 1);
  *self->lock = (CpLock) {
    .threshold = threshold,
    .reason = g_strdup (reason),
    .provenance = get_provenance (facts, "lock-provenance"),
    .seen_before = is_yes (facts, "lock-seen-before"),
    .when = when,
  };
  self->stale = is_yes (facts, "stale");
}

static void
restore_rule (CpProtocol *self,
              GHashTable *facts)
{
  const char *name = g_hash_table_lookup (facts, "rule");
  CpThresholdRule rule = self->rule;

  if (name == NULL || !cp_rule_from_name (name, &rule.rule))
    return;
  rule.target = get_probability (facts, "rule-target");
  rule.cost_missed = cp_kept_facts_get_number (facts, "rule-cost-missed", 1);
  rule.cost_false_alarm = cp_kept_facts_get_number (facts, "rule-cost-false-alarm", 1);
  if (isnan (rule.target) || !(rule.cost_missed > 0) || !(rule.cost_false_alarm > 0))
    return;
  self->rule = rule;
  self->ruled = is_yes (facts, "ruled");
  self->has_choice = cp_protocol_try_rule (self, &self->rule, &self->choice);
}

/* Puts all back as it was kept, once the same images have the same scores; what makes no sense is left out. */
void
cp_protocol_restore (CpProtocol *self,
                     GHashTable *facts)
{
  const double threshold = get_probability (facts, "threshold");

  restore_rule (self, facts);
  self->recorded = get_probability (facts, "recorded");
  if (!isnan (threshold))
    {
      self->moving = TRUE;
      cp_review_set_threshold (self->review, threshold);
      self->moving = FALSE;
    }
  cp_review_set_pinned (self->review, get_probability (facts, "pinned"));
  self->provenance = get_provenance (facts, "provenance");
  restore_lock (self, facts);
  self->sealed = is_yes (facts, "sealed") && self->lock == NULL;
  cp_review_set_sealed (self->review, self->sealed);
  self->seen = is_yes (facts, "seen");
  cp_protocol_watch_test (self);
  cp_protocol_set_recalibration (self, (CpRecalibrationKind) find_word (facts, "recalibration", kinds,
                                                                        G_N_ELEMENTS (kinds)));
  cp_protocol_changed (self);
}
