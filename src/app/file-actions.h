/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

G_BEGIN_DECLS

void cp_file_actions_install (GtkWidgetClass *klass);

G_END_DECLS
