/* SPDX-License-Identifier: MIT */
#pragma once

#include "workspace.h"

G_BEGIN_DECLS

/**
 * CpSessionData:
 * @CP_SESSION_DATA_FOUND: the images are those of the session, or there is no session
 * @CP_SESSION_DATA_MISSING: they cannot be opened
 * @CP_SESSION_DATA_OTHER: what lies where they lay are other images
 *
 * How an opened session's images are.
 */
typedef enum
{
  CP_SESSION_DATA_FOUND,
  CP_SESSION_DATA_MISSING,
  CP_SESSION_DATA_OTHER,
} CpSessionData;

/**
 * CpSession:
 *
 * Keeps what a workspace holds in a file, as one works: weights, histories,
 * probabilities, thresholds, verdicts and what was done. Where nobody has
 * given a name, a session begins by itself with the first thing worth keeping.
 * Another data set ends it, and what is worth keeping then begins another.
 *
 * Properties (read-only, notify): `path` (string, nullable).
 *
 * `::failed (const char *message)`: it could not be saved; said once, tried
 * again with the next change. `::changed`: its data, its log or what can be
 * continued may differ.
 */
#define CP_TYPE_SESSION (cp_session_get_type ())
G_DECLARE_FINAL_TYPE (CpSession, cp_session, CP, SESSION, GObject)

CpSession     *cp_session_new              (CpWorkspace          *workspace,
                                            const char           *folder);
const char    *cp_session_get_path         (CpSession            *self);
void           cp_session_log              (CpSession            *self,
                                            const char           *action,
                                            const char           *detail);
gboolean       cp_session_flush            (CpSession            *self,
                                            GError              **error);
gboolean       cp_session_close            (CpSession            *self,
                                            GError              **error);

void           cp_session_open             (CpSession            *self,
                                            const char           *path,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean       cp_session_open_finish      (CpSession            *self,
                                            GAsyncResult         *result,
                                            GError              **error);
void           cp_session_save_as          (CpSession            *self,
                                            const char           *path,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean       cp_session_save_as_finish   (CpSession            *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* What was found when it was opened. */
CpSessionData  cp_session_get_data         (CpSession            *self);
char          *cp_session_describe_data    (CpSession            *self);
void           cp_session_locate           (CpSession            *self,
                                            const char           *location);
void           cp_session_use_other_images (CpSession            *self);
gint64         cp_session_get_wrong_entry  (CpSession            *self);
CpRunEntry    *cp_session_get_interrupted  (CpSession            *self);
gboolean       cp_session_continue         (CpSession            *self,
                                            GError              **error);

G_END_DECLS
