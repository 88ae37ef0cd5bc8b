/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Starts a widget test: GTK, the style sheet. Fails the program where there is no display. */
void       cp_widget_test_init     (int          *argc,
                                    char       ***argv);

/* In each test that opens a window, as GLib forgets it after each: what GTK says of its own tooltips fails nobody. */
void       cp_widget_test_forgive_tooltips (void);

/* The program's style sheet alone. */
void       cp_widget_test_load_style (void);

/* A review of 390 pneumonias and 234 normal images whose test split is scored so that the figures at 0.1
 * are known: 387 true positives, 119 false positives, 3 false negatives, 115 true negatives. */
CpReview  *cp_widget_test_review   (void);

/* The first label, at any depth, whose text is @text. */
GtkWidget *cp_widget_test_find_label (GtkWidget  *widget,
                                      const char *text);

/* Whether the text of some label in @widget is @text. */
gboolean   cp_widget_test_has_label (GtkWidget   *widget,
                                     const char  *text);

/* The first child, at any depth, of a type. */
GtkWidget *cp_widget_test_find     (GtkWidget    *widget,
                                    GType         type);

/* Presses a key as if it came up to the widget from what has the focus in it. Returns: whether it was taken */
gboolean   cp_widget_test_press    (GtkWidget    *widget,
                                    guint         key);

/* Shows a widget in a window of a size and waits until it is drawn. */
GtkWidget *cp_widget_test_show     (GtkWidget    *widget,
                                    int           width,
                                    int           height);

/* What the widget looks like: (height, width) ARGB32. */
cairo_surface_t *cp_widget_test_draw (GtkWidget  *widget);

/* 0xRRGGBB at a place. */
guint32    cp_widget_test_pixel    (cairo_surface_t *surface,
                                    int              x,
                                    int              y);

/* Counts the notifications of a property into @count. */
void       cp_widget_test_count    (gpointer      object,
                                    const char   *detailed_signal,
                                    guint        *count);

G_END_DECLS
