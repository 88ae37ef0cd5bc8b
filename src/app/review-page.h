/* SPDX-License-Identifier: MIT */
#pragma once

#include "blind-mode.h"
#include "review-exports.h"
#include "settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpReviewPage:
 *
 * The images behind the figures, and one of them large.
 *
 * `::failed (const char *message)`: a one-line error for a person.
 */
#define CP_TYPE_REVIEW_PAGE (cp_review_page_get_type ())
G_DECLARE_FINAL_TYPE (CpReviewPage, cp_review_page, CP, REVIEW_PAGE, GtkWidget)

void             cp_review_page_set_workspace (CpReviewPage *self,
                                               CpWorkspace  *workspace);
CpReviewExports *cp_review_page_get_exports   (CpReviewPage *self);
CpBlindMode     *cp_review_page_get_blind     (CpReviewPage *self);
void             cp_review_page_attach        (CpReviewPage *self,
                                               GActionMap   *map,
                                               GtkWidget    *panel);
void             cp_review_page_save_verdicts (CpReviewPage *self,
                                               const char   *path);
void             cp_review_page_restore       (CpReviewPage *self,
                                               CpSettings   *settings);
void             cp_review_page_remember      (CpReviewPage *self,
                                               CpSettings   *settings);

G_END_DECLS
