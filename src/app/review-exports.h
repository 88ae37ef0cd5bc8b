/* SPDX-License-Identifier: MIT */
#pragma once

#include "image-grid.h"
#include "workspace.h"

G_BEGIN_DECLS

/**
 * CpReviewExports:
 *
 * Takes the images of a grid out of the program, as a contact sheet or one
 * large. Adds the actions `export-sheet`, `export-image` and `export-overlay`.
 *
 * `::failed (const char *message)`: a one-line error for a person.
 */
#define CP_TYPE_REVIEW_EXPORTS (cp_review_exports_get_type ())
G_DECLARE_FINAL_TYPE (CpReviewExports, cp_review_exports, CP, REVIEW_EXPORTS, GObject)

CpReviewExports *cp_review_exports_new         (CpWorkspace     *workspace,
                                                CpImageGrid     *grid);
void             cp_review_exports_add_actions (CpReviewExports *self,
                                                GActionMap      *map);
gboolean         cp_review_exports_get_saving  (CpReviewExports *self);
void             cp_review_exports_set_blocked (CpReviewExports *self,
                                                gboolean         blocked);
void             cp_review_exports_save        (CpReviewExports *self,
                                                gboolean         single,
                                                const char      *path);

G_END_DECLS
