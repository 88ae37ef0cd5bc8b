/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many of the sessions that were begun without being asked for are kept. */
#define CP_SESSIONS_KEPT 10

char *cp_session_folder_get_default (void);
char *cp_session_folder_new_path    (const char *folder);
void  cp_session_folder_prune       (const char *folder);

G_END_DECLS
