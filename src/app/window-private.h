/* SPDX-License-Identifier: MIT */
#pragma once

#include "window.h"

#include "analyse-page.h"
#include "cutpoint-panel.h"
#include "error-banner.h"
#include "review-page.h"
#include "session-bar.h"
#include "train-page.h"

G_BEGIN_DECLS

struct _CpWindow
{
  GtkApplicationWindow parent_instance;

  CpSettings *settings; /* the application's */
  CpWorkspace *workspace;
  CpTrainingRun *run; /* (nullable): the one whose state the actions follow */

  /* What the command line asked for and the data set still has to arrive for. */
  char *pending_model;
  double pending_threshold;
  gboolean pending_train;

  GtkStack *stack;
  GtkSpinner *spinner;
  CpErrorBanner *banner;
  CpSessionBar *session_bar;
  GMenu *recent_menu;
  CpTrainPage *train_page;
  CpReviewPage *review_page;
  CpAnalysePage *analyse_page;
  CpCutpointPanel *panel;
};

G_END_DECLS
