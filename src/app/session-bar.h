/* SPDX-License-Identifier: MIT */
#pragma once

#include "session.h"
#include "settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpSessionBar:
 *
 * Keeps a window's work in a session, and says in a line below the header
 * what there is to say about it: the last session that can be continued, a
 * training that was interrupted, images that are missing, a log that was
 * changed. Adds the actions `open-session`, `open-session-file`, `save-session` and `locate-data`
 * to the window.
 *
 * `::failed (const char *message)`: a one-line error for a person.
 */
#define CP_TYPE_SESSION_BAR (cp_session_bar_get_type ())
G_DECLARE_FINAL_TYPE (CpSessionBar, cp_session_bar, CP, SESSION_BAR, GtkWidget)

void        cp_session_bar_attach      (CpSessionBar         *self,
                                        GtkApplicationWindow *window,
                                        CpWorkspace          *workspace,
                                        CpSettings           *settings,
                                        GMenu                *recent);
CpSession  *cp_session_bar_get_session (CpSessionBar         *self);
void        cp_session_bar_open        (CpSessionBar         *self,
                                        const char           *path);
void        cp_session_bar_offer_last  (CpSessionBar         *self);
gboolean    cp_session_bar_close       (CpSessionBar         *self);
const char *cp_session_bar_get_message (CpSessionBar         *self);

G_END_DECLS
