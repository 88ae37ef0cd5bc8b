/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpFileKind:
 * @CP_FILE_DATA: a data set to open
 * @CP_FILE_FOLDER: a folder of images to open as a data set
 * @CP_FILE_IMAGES: images of one’s own
 * @CP_FILE_MODEL: a model to open
 * @CP_FILE_SESSION: a session to open
 * @CP_FILE_NEW_SESSION: where to save a session
 * @CP_FILE_NEW_MODEL: where to save a model
 * @CP_FILE_NEW_CHART: where to save a chart, or its data
 * @CP_FILE_NEW_REPORT: where to save a report
 * @CP_FILE_NEW_SHEET: where to save a contact sheet
 * @CP_FILE_NEW_IMAGE: where to save an image
 * @CP_FILE_NEW_VERDICTS: where to save verdicts
 *
 * What a person is asked for.
 */
typedef enum
{
  CP_FILE_DATA,
  CP_FILE_FOLDER,
  CP_FILE_IMAGES,
  CP_FILE_MODEL,
  CP_FILE_SESSION,
  CP_FILE_NEW_SESSION,
  CP_FILE_NEW_MODEL,
  CP_FILE_NEW_CHART,
  CP_FILE_NEW_REPORT,
  CP_FILE_NEW_SHEET,
  CP_FILE_NEW_IMAGE,
  CP_FILE_NEW_VERDICTS,
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

/**
 * CpFilesChosenFunc:
 * @window: the window that asked
 * @paths: what was chosen, ended by %NULL
 *
 * Called when at least one file was chosen.
 */
typedef void (*CpFilesChosenFunc) (GtkWindow         *window,
                                   const char *const *paths);

/**
 * CpNewFileFunc:
 * @path: the file's name
 * @user_data: as given
 *
 * Called when a name for a new file was chosen.
 */
typedef void (*CpNewFileFunc) (const char *path,
                               gpointer    user_data);

void cp_choose_file     (GtkWindow        *window,
                         CpFileKind        kind,
                         CpFileChosenFunc  chosen);
void cp_choose_files    (GtkWindow        *window,
                         CpFileKind        kind,
                         CpFilesChosenFunc chosen);
void cp_choose_new_file (GtkWindow        *window,
                         CpFileKind        kind,
                         const char       *name,
                         CpNewFileFunc     chosen,
                         gpointer          user_data,
                         GDestroyNotify    destroy);

G_END_DECLS
