/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpFileKind:
 * @CP_FILE_DATA: a data set to open
 * @CP_FILE_MODEL: a model to open
 * @CP_FILE_NEW_MODEL: where to save a model
 *
 * What a person is asked for.
 */
typedef enum
{
  CP_FILE_DATA,
  CP_FILE_MODEL,
  CP_FILE_NEW_MODEL,
} CpFileKind;

/**
 * CpFileChosenFunc:
 * @window: the window that asked
 * @path: the file's name
 *
 * Called when a file was chosen; not when the dialog was closed without one.
 */
typedef void (*CpFileChosenFunc) (GtkWindow  *window,
                                  const char *path);

void cp_choose_file (GtkWindow        *window,
                     CpFileKind        kind,
                     CpFileChosenFunc  chosen);

G_END_DECLS
