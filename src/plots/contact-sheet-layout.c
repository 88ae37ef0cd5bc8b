/* SPDX-License-Identifier: MIT */
#include "contact-sheet-layout.h"

#include "report-page.h"

#include <math.h>

#define PIXELS_PER_POINT 1.4
#define MARGIN 36.0
#define FOOT 24.0        /* from the images' end to the page's margin */
#define CAPTION 4.2      /* height of what stands below an image, in its text's size */
#define SMALL_PIXELS 112 /* of a small image on paper, enlarged */
#define LEAST_ROOM 520.0 /* of a picture's header, in points */

/* Few images are large, many small. */
static const struct
{
  gsize n;
  guint columns; /* on paper */
  guint side;    /* in a picture, about */
} steps[] = {
  { 1, 1, 800 }, { 4, 2, 336 }, { 9, 3, 224 }, { 16, 4, 168 }, { 600, 5, 168 }, { G_MAXSIZE, 5, 112 },
};

static guint
find_step (gsize n)
{
  guint step = 0;

  while (n > steps[step].n)
    step++;

  return step;
}

/* Returns: a whole multiple of the image's size, not much below a side; or the size itself */
static guint
enlarge (guint size,
         guint side)
{
  return size >= side ? size : size * (guint) ceil (0.9 * side / size);
}

static void
init_paper (CpSheetLayout *self,
            guint          size,
            gsize          n)
{
  const guint step = find_step (n);
  const double room = CP_PAGE_WIDTH - 2 * MARGIN;

  self->unit = 1;
  self->width = CP_PAGE_WIDTH;
  self->height = CP_PAGE_HEIGHT;
  self->margin = MARGIN;
  self->gap = 12;
  self->columns = steps[step].columns;
  self->side = self->columns == 1 ? room * 0.85 : (room - (self->columns - 1) * self->gap) / self->columns;
  self->pixels = enlarge (size, self->columns < 4 ? steps[step].side : SMALL_PIXELS);
}

/* A picture is about as wide as high. */
static void
init_picture (CpSheetLayout *self,
              guint          size,
              gsize          n)
{
  const guint side = steps[find_step (n)].side;

  self->unit = PIXELS_PER_POINT;
  self->margin = ceil (MARGIN * self->unit);
  self->gap = ceil (12 * self->unit);
  self->columns = (guint) ceil (sqrt (4 * (double) n / 3));
  self->columns = (guint) MIN (self->columns, n);
  self->pixels = enlarge (size, side);
  self->side = size >= side ? side : self->pixels;
  self->width = 2 * self->margin + MAX (self->columns * (self->side + self->gap) - self->gap, ceil (LEAST_ROOM * self->unit));
}

/*
 * cp_sheet_layout_init:
 * @self: (out caller-allocates): a layout
 * @paged: pages of A4, or one picture
 * @size: side of an image, in its own pixels
 * @n: how many images; one or more
 *
 * Finds how large everything is. The images have no places before
 * cp_sheet_layout_arrange().
 */
void
cp_sheet_layout_init (CpSheetLayout *self,
                      gboolean       paged,
                      guint          size,
                      gsize          n)
{
  *self = (CpSheetLayout) { .paged = paged };
  if (paged)
    init_paper (self, size, n);
  else
    init_picture (self, size, n);
  self->sharp = self->pixels > size || self->side >= size;
  self->em = self->unit * CLAMP (0.08 * self->side / self->unit, 7, 10.5);
  self->tile = ceil (self->side + CAPTION * self->em);
}

static guint
count_rows (const CpSheetLayout *self,
            double               from)
{
  return (guint) MAX (0, floor ((cp_sheet_layout_foot (self) - from) / (self->tile + self->gap)));
}

/*
 * cp_sheet_layout_arrange:
 * @self: a layout
 * @header: height of what stands above the images
 * @n: how many images
 *
 * Finds each image's place.
 */
void
cp_sheet_layout_arrange (CpSheetLayout *self,
                         double         header,
                         gsize          n)
{
  const gsize rows = (n + self->columns - 1) / self->columns;

  self->first = ceil (self->margin + header);
  if (!self->paged)
    {
      self->pages = 1;
      self->first_rows = (guint) rows;
      self->height = self->first + (double) rows * (self->tile + self->gap) + ceil (FOOT * self->unit) + self->margin;
      return;
    }
  self->first_rows = (guint) MIN (rows, count_rows (self, self->first));
  self->rows = MAX (1, count_rows (self, self->margin));
  self->pages = 1 + (guint) ((rows - self->first_rows + self->rows - 1) / self->rows);
}

/*
 * cp_sheet_layout_place:
 * @self: an arranged layout
 * @i: which image
 * @x: (out): its left edge
 * @y: (out): its upper edge
 *
 * Returns: its page, from 0
 */
guint
cp_sheet_layout_place (const CpSheetLayout *self,
                       gsize                i,
                       double              *x,
                       double              *y)
{
  const gsize row = i / self->columns;
  const gsize later = row >= self->first_rows ? row - self->first_rows : 0;

  *x = self->margin + (double) (i % self->columns) * (self->side + self->gap);
  if (row < self->first_rows)
    {
      *y = self->first + (double) row * (self->tile + self->gap);
      return 0;
    }
  *y = self->margin + (double) (later % self->rows) * (self->tile + self->gap);

  return 1 + (guint) (later / self->rows);
}

/* Returns: where the line at the foot of a page begins */
double
cp_sheet_layout_foot (const CpSheetLayout *self)
{
  return self->height - self->margin - FOOT * self->unit + 8 * self->unit;
}
