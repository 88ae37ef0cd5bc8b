/* SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"
#include "settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpApplication:
 *
 * The program: its windows, keys, style and what it remembers.
 */
#define CP_TYPE_APPLICATION (cp_application_get_type ())
G_DECLARE_FINAL_TYPE (CpApplication, cp_application, CP, APPLICATION, GtkApplication)

CpApplication *cp_application_new          (const CpOptions *options);
CpSettings    *cp_application_get_settings (CpApplication   *self);

G_END_DECLS
