/* SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"
#include "settings.h"
#include "workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpWindow:
 *
 * The window: three pages above the cutpoint panel.
 */
#define CP_TYPE_WINDOW (cp_window_get_type ())
G_DECLARE_FINAL_TYPE (CpWindow, cp_window, CP, WINDOW, GtkApplicationWindow)

CpWindow    *cp_window_new           (GtkApplication  *application,
                                      CpSettings      *settings);
void         cp_window_start         (CpWindow        *self,
                                      const CpOptions *options);
CpWorkspace *cp_window_get_workspace (CpWindow        *self);
const char  *cp_window_get_error     (CpWindow        *self);
void         cp_window_show_error    (CpWindow        *self,
                                      const char      *message);
void         cp_window_clear_error   (CpWindow        *self);
void         cp_window_open_data     (CpWindow        *self,
                                      const char      *location);
void         cp_window_open_model    (CpWindow        *self,
                                      const char      *path);
void         cp_window_train         (CpWindow        *self);

G_END_DECLS
