/* SPDX-License-Identifier: MIT */
#pragma once

#include "session.h"
#include "session-writer-private.h"

G_BEGIN_DECLS

/* session.c holds the object and its file, session-watching.c marks what has changed in the workspace,
 * session-collecting.c gathers it, session-restoring.c opens files, session-content.c and its neighbours read and write them. */
struct _CpSession
{
  GObject parent_instance;

  CpWorkspace *workspace;
  char *folder;            /* for sessions without a name */
  char *path;              /* (nullable) */
  CpSessionWriter *writer; /* (nullable): as long as there is a file, or one is begun */
  gboolean beginning;      /* the file is being made */
  gboolean writing;        /* something is on its way */
  gboolean moving;         /* to another file */
  guint timer;
  char *failure;           /* (nullable): what was said last */
  gboolean restoring;      /* what happens to the workspace is not a change … */
  gboolean applying;       /* … and it is opened by the session itself */
  guint generation;        /* of the file: answers about another one are of no interest */

  /* What has changed. */
  gboolean all;
  gboolean data;
  gboolean facts;
  gboolean scores;
  GHashTable *runs;        /* number → CpRunParts */
  GHashTable *removed;     /* numbers */
  GHashTable *verdicts;    /* split and index */
  GPtrArray *log;          /* CpKeptEvent */
  GPtrArray *thresholds;   /* CpKeptEvent */
  double noted_threshold;  /* the last of the list … */
  double last_threshold;   /* … and of the last write: where both differ, it may still be moving */
  double noted_pinned;
  CpSeal noted_seal;
  GHashTable *checkpoints; /* number → GBytes */
  GPtrArray *watched;      /* CpRunEntry */

  /* What was opened. */
  CpSessionContent *content; /* (nullable): kept as long as its images are not there */
  CpDataset *other;          /* (nullable): found in their place */
  CpSessionData found;
  char *data_error;          /* (nullable) */
  gint64 first_wrong;
  CpRunEntry *interrupted;   /* (nullable) */
};

void              cp_session_emit_changed    (CpSession         *self);
void              cp_session_emit_failed     (CpSession         *self,
                                              const GError      *error);
void              cp_session_schedule        (CpSession         *self);
void              cp_session_release         (CpSession         *self);
void              cp_session_adopt           (CpSession         *self,
                                              CpSessionWriter   *writer,
                                              const char        *path);

void              cp_session_watch           (CpSession         *self);
void              cp_session_unwatch         (CpSession         *self);
void              cp_session_forget_changes  (CpSession         *self);
gboolean          cp_session_is_dirty        (CpSession         *self);
gboolean          cp_session_is_worth_it     (CpSession         *self);
CpSessionContent *cp_session_collect         (CpSession         *self,
                                              gboolean           last);
void              cp_session_take_back       (CpSession         *self,
                                              CpSessionContent  *content);
void              cp_session_settle          (CpSession         *self);
void              cp_session_forget_opened   (CpSession         *self);

G_END_DECLS
