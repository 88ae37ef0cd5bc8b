/* SPDX-License-Identifier: MIT */
#include "protocol-private.h"

static void
lock_free (CpLock *lock)
{
  g_free (lock->reason);
  g_date_time_unref (lock->when);
  g_free (lock);
}

void
cp_protocol_clear_lock (CpProtocol *self)
{
  g_clear_pointer (&self->lock, lock_free);
  self->stale = FALSE;
}

/* Test figures in view have been seen. */
void
cp_protocol_watch_test (CpProtocol *self)
{
  if (cp_review_get_split (self->review) == CP_SPLIT_TEST && cp_review_has_scores (self->review))
    self->seen = TRUE;
}

/* The figures shown are not those that were promised, or were no promise. */
gboolean
cp_protocol_lock_broken (CpProtocol *self)
{
  return cp_protocol_has_left_lock (self) || self->lock->provenance == CP_PROVENANCE_ON_TEST;
}

/**
 * cp_protocol_get_seal:
 * @self: a protocol
 *
 * Returns: how the test split is guarded
 */
CpSeal
cp_protocol_get_seal (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), CP_SEAL_OPEN);

  if (self->sealed)
    return CP_SEAL_SEALED;
  return self->lock != NULL ? CP_SEAL_LOCKED : CP_SEAL_OPEN;
}

static void
set_sealed (CpProtocol *self,
            gboolean    sealed)
{
  self->sealed = sealed;
  cp_review_set_sealed (self->review, sealed);
  cp_protocol_watch_test (self);
  cp_protocol_changed (self);
}

/**
 * cp_protocol_seal:
 * @self: a protocol
 *
 * Hides what models say of the test split until a threshold is locked. A lock
 * there was is given up; that the figures had been seen is remembered.
 */
void
cp_protocol_seal (CpProtocol *self)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));

  if (self->sealed)
    return;
  cp_protocol_clear_lock (self);
  set_sealed (self, TRUE);
}

/**
 * cp_protocol_lock:
 * @self: a sealed protocol
 * @reason: why this threshold; not empty
 *
 * Locks the present threshold and reveals the test figures. From then on any
 * other threshold, and any other model, is exploratory.
 */
void
cp_protocol_lock (CpProtocol *self,
                  const char *reason)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));
  g_return_if_fail (self->sealed);
  g_return_if_fail (reason != NULL && *reason != '\0');

  self->lock = g_new (CpLock, 1);
  *self->lock = (CpLock){
    .threshold = cp_review_get_threshold (self->review),
    .reason = g_strdup (reason),
    .provenance = cp_protocol_get_provenance (self),
    .seen_before = self->seen,
    .when = g_date_time_new_now_local (),
  };
  set_sealed (self, FALSE);
}

/**
 * cp_protocol_unseal:
 * @self: a protocol
 *
 * Reveals the test figures without a promise.
 */
void
cp_protocol_unseal (CpProtocol *self)
{
  g_return_if_fail (CP_IS_PROTOCOL (self));

  if (self->sealed)
    set_sealed (self, FALSE);
}

/**
 * cp_protocol_get_lock:
 * @self: a protocol
 *
 * Returns: (nullable) (transfer none): what was locked
 */
const CpLock *
cp_protocol_get_lock (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), NULL);

  return self->lock;
}

/**
 * cp_protocol_has_left_lock:
 * @self: a protocol
 *
 * Returns: whether a threshold is locked and the one in force, or the model, is
 *   another
 */
gboolean
cp_protocol_has_left_lock (CpProtocol *self)
{
  g_return_val_if_fail (CP_IS_PROTOCOL (self), FALSE);

  return self->lock != NULL &&
         (self->stale || cp_review_get_threshold (self->review) != self->lock->threshold);
}
