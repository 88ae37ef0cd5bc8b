/* SPDX-License-Identifier: MIT */
#pragma once

#include "protocol.h"

G_BEGIN_DECLS

/* protocol.c holds the object and the choice on validation, protocol-seal.c guards the test
 * split, protocol-recalibration.c fits, protocol-keeping.c is a session's, protocol-words.c says it all. */
struct _CpProtocol
{
  GObject parent_instance;

  CpReview *review;
  CpDataset *dataset; /* (nullable): the one that everything below is about */

  CpThresholdRule rule;
  gboolean ruled;  /* the rule was asked for; otherwise a recorded choice goes before it */
  double recorded; /* what the model's file says was chosen; NaN for none */
  gboolean has_choice;
  CpChoice choice; /* of the rule, on the newest validation scores */

  CpProvenance provenance;
  gboolean moving; /* the threshold is being moved by this object */

  gboolean sealed;
  gboolean seen;   /* somebody has seen the test figures of this data set */
  gboolean stale;  /* the test scores changed after the lock */
  CpLock *lock;    /* (nullable) */

  CpRecalibrationKind kind;
  CpRecalibration *recalibration; /* (nullable): once it is fitted */
  char *recalibration_error;      /* (nullable) */
  GCancellable *fitting;          /* (nullable) */
};

void     cp_protocol_changed            (CpProtocol *self);
void     cp_protocol_keep               (CpProtocol *self,
                                         GHashTable *facts);
void     cp_protocol_restore            (CpProtocol *self,
                                         GHashTable *facts);
void     cp_protocol_clear_lock         (CpProtocol *self);
void     cp_protocol_watch_test         (CpProtocol *self);
gboolean cp_protocol_lock_broken        (CpProtocol *self);
void     cp_protocol_recalibrate        (CpProtocol *self);
void     cp_protocol_stop_recalibrating (CpProtocol *self);

G_END_DECLS
