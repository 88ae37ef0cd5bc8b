/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cp_recent_sessions_add    (const char *path);
void cp_recent_sessions_follow (GMenu      *menu);

G_END_DECLS
