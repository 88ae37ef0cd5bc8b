/* SPDX-License-Identifier: MIT */
#include "column-layout.h"

#define NARROWEST 290   /* of two columns */
#define COMFORTABLE 350 /* of three */
#define SPACING 12
#define RATIO 0.64      /* of a row's height to a column's width, at least */
#define LOWEST 330      /* row */
#define HIGHEST 440

struct _CpColumnLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (CpColumnLayout, cp_column_layout, GTK_TYPE_LAYOUT_MANAGER)

/**
 * cp_column_layout_count:
 * @width: of all columns
 * @n_children: how many there are to place
 *
 * Returns: the number of columns
 */
guint
cp_column_layout_count (int   width,
                        guint n_children)
{
  guint fitting = width >= 3 * COMFORTABLE + 2 * SPACING ? 3 : width >= 2 * NARROWEST + SPACING ? 2 : 1;

  return MAX (1, MIN (fitting, n_children));
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);

  return n;
}

static int
column_width (int   width,
              guint columns)
{
  return (width - SPACING * ((int) columns - 1)) / (int) columns;
}

static int
least_height (int   width,
              guint n_children)
{
  guint columns = cp_column_layout_count (width, n_children);
  int rows = (int) ((n_children + columns - 1) / columns);
  int height = (int) (RATIO * column_width (width, columns));

  return rows * CLAMP (height, LOWEST, HIGHEST) + MAX (0, rows - 1) * SPACING;
}

static void
cp_column_layout_measure (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = NARROWEST;
      *natural = 3 * COMFORTABLE + 2 * SPACING;
      return;
    }

  *minimum = least_height (MAX (for_size, NARROWEST), count_children (widget));
  *natural = *minimum;
}

static void
cp_column_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  guint n = count_children (widget), columns = cp_column_layout_count (width, n), i = 0;
  int rows = (int) ((n + columns - 1) / columns);
  int row = (height - SPACING * (rows - 1)) / MAX (1, rows);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation box;

      if (!gtk_widget_should_layout (child))
        continue;
      box.width = column_width (width, columns);
      box.height = row;
      box.x = (int) (i % columns) * (box.width + SPACING);
      box.y = (int) (i / columns) * (row + SPACING);
      if (i == n - 1)
        box.width = width - box.x;
      if (rtl)
        box.x = width - box.x - box.width;
      gtk_widget_size_allocate (child, &box, -1);
      i++;
    }
}

static GtkSizeRequestMode
cp_column_layout_get_request_mode (GtkLayoutManager *manager,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cp_column_layout_class_init (CpColumnLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = cp_column_layout_measure;
  layout_class->allocate = cp_column_layout_allocate;
  layout_class->get_request_mode = cp_column_layout_get_request_mode;
}

static void
cp_column_layout_init (CpColumnLayout *self)
{
}
