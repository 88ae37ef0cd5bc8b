/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

G_BEGIN_DECLS

void cp_opening_open_paths     (CpWindow           *window,
                                const char *const  *paths);
void cp_opening_open_files     (CpWindow           *window,
                                GSList             *files);
void cp_opening_choose_images  (CpWindow           *window);
void cp_opening_watch_failures (CpWindow           *window);

G_END_DECLS
