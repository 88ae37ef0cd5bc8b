/* SPDX-License-Identifier: MIT */
#pragma once

#include "context.h"
#include "session.h"

G_BEGIN_DECLS

/* A workspace whose session is kept in a folder. */
typedef struct
{
  Context context;
  CpSession *session;
  char *failure;
  guint failures;
  gboolean done;
  GError *error;
} Desk;

void        desk_init            (Desk          *desk,
                                  const char    *folder);
void        desk_clear           (Desk          *desk);

/* Opens a session; desk_open() leaves what went wrong in the desk. */
void        desk_open            (Desk          *desk,
                                  const char    *path);
void        desk_open_well       (Desk          *desk,
                                  const char    *path);
void        desk_close           (Desk          *desk);
gboolean    desk_is_done         (gpointer       data);
CpRunEntry *desk_get_entry       (Desk          *desk,
                                  guint          i);

/* Trains, judges, writes and chooses; desk_assert_restored() finds all of it. */
void        desk_work            (Desk          *desk,
                                  Fixture       *fixture);
void        desk_assert_restored (Desk          *before,
                                  Desk          *after);

/* Leaves a closed session with such work in it, and says where. */
char       *desk_make_session    (Fixture       *fixture,
                                  Desk          *desk);

void        assert_same_model    (CpModel       *a,
                                  CpModel       *b);
void        assert_same_history  (CpLossHistory *a,
                                  CpLossHistory *b);
void        assert_same_scores   (Desk          *a,
                                  Desk          *b);

/* Lets the main loop run. */
void        wait_ms              (guint          ms);

/* A closed database: one answer, and statements behind the program's back. */
char       *query_text           (const char    *path,
                                  const char    *sql);
void        tamper               (const char    *path,
                                  const char    *sql);

G_END_DECLS
