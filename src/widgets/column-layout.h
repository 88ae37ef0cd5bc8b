/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpColumnLayout:
 *
 * As many equal columns as there is room for, up to three; the last child fills
 * what is left of its row.
 */
#define CP_TYPE_COLUMN_LAYOUT (cp_column_layout_get_type ())
G_DECLARE_FINAL_TYPE (CpColumnLayout, cp_column_layout, CP, COLUMN_LAYOUT, GtkLayoutManager)

guint cp_column_layout_count (int   width,
                              guint n_children);

G_END_DECLS
