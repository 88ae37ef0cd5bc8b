/* SPDX-License-Identifier: MIT */
#pragma once

#include "report.h"

G_BEGIN_DECLS

/* How many images a sheet takes: a PNG is one picture in memory, a PDF has pages. */
#define CP_SHEET_MOST_PNG 2000
#define CP_SHEET_MOST_PDF 10000

/**
 * CpSheetImage:
 * @index: its number in the data set
 * @pneumonia: its true label
 * @probability: a model's; NaN where none has scored it
 *
 * What stands below an image.
 */
typedef struct
{
  guint index;
  gboolean pneumonia;
  double probability;
} CpSheetImage;

/**
 * CpSheetPixelsFunc:
 * @i: which image of the sheet; they are asked for in order, each once
 * @side: of what is to be filled
 * @pixels: (out caller-allocates): (side, side) as CAIRO_FORMAT_RGB24 has them
 * @user_data: the sheet's
 * @error: return location for an error
 *
 * Draws an image, enlarged or as it is, whatever else shall lie over it.
 *
 * Returns: %FALSE on error, which ends the sheet
 */
typedef gboolean (*CpSheetPixelsFunc) (gsize      i,
                                       guint      side,
                                       guint32   *pixels,
                                       gpointer   user_data,
                                       GError   **error);

/**
 * CpContactSheet:
 * @title: what stands above all
 * @facts: (array length=n_facts): what the images are
 * @n_facts: how many
 * @version: the program's
 * @threshold: from which probability on an image is called pneumonia
 * @size: side of the images, in pixels
 * @images: (array length=n_images): in the order shown
 * @n_images: how many
 * @get_pixels: draws each of them
 * @user_data: for @get_pixels
 *
 * What a contact sheet is made of.
 */
typedef struct
{
  const char *title;
  const CpReportFact *facts;
  guint n_facts;
  const char *version;
  double threshold;
  guint size;
  const CpSheetImage *images;
  gsize n_images;
  CpSheetPixelsFunc get_pixels;
  gpointer user_data;
} CpContactSheet;

gboolean cp_contact_sheet_check (const char            *path,
                                 gsize                  n_images,
                                 GError               **error);
gboolean cp_contact_sheet_save  (const CpContactSheet  *sheet,
                                 const char            *path,
                                 GError               **error);

G_END_DECLS
