/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSheetLayout:
 * @paged: whether there are pages of A4, in points; else one picture, in pixels
 * @unit: what a point is: more than one in a picture
 * @width: of a page
 * @height: of a page
 * @margin: around everything
 * @gap: between images
 * @side: width and height of an image
 * @pixels: side of what it is drawn from: a whole multiple of its own, or its own
 * @sharp: whether those pixels keep their edges: they are enlarged
 * @em: size of the text below it
 * @tile: height of an image with what stands below it
 * @first: where images begin on the first page
 * @columns: images side by side
 * @first_rows: on the first page
 * @rows: on each other page
 * @pages: how many
 *
 * Where the images of a contact sheet stand.
 */
typedef struct
{
  gboolean paged;
  double unit;
  double width;
  double height;
  double margin;
  double gap;
  double side;
  guint pixels;
  gboolean sharp;
  double em;
  double tile;
  double first;
  guint columns;
  guint first_rows;
  guint rows;
  guint pages;
} CpSheetLayout;

void   cp_sheet_layout_init    (CpSheetLayout       *self,
                                gboolean             paged,
                                guint                size,
                                gsize                n);
void   cp_sheet_layout_arrange (CpSheetLayout       *self,
                                double               header,
                                gsize                n);
guint  cp_sheet_layout_place   (const CpSheetLayout *self,
                                gsize                i,
                                double              *x,
                                double              *y);
double cp_sheet_layout_foot    (const CpSheetLayout *self);

G_END_DECLS
