/* SPDX-License-Identifier: MIT */
#pragma once

#include "phantom.h"
#include "window.h"

G_BEGIN_DECLS

/* A folder of its own for files, and small phantoms in it as "phantoms.npz". */
typedef struct
{
  char *folder;
  char *data;
  CpSettings *settings;
  CpWindow *window;
} CpAppTest;

void       cp_app_test_set_up    (CpAppTest               *self,
                                  const CpPhantomSettings *phantoms);
void       cp_app_test_tear_down (CpAppTest               *self);

/* A file in the folder. */
char      *cp_app_test_path      (CpAppTest  *self,
                                  const char *name);

/* Opens a window as the command line would and waits until it is idle. */
void       cp_app_test_open      (CpAppTest  *self,
                                  CpOptions   options);

/* Turns the main loop until nothing is being loaded or scored. */
void       cp_app_test_wait_idle (CpAppTest  *self);

/* Turns the main loop until a run is no longer going and its model is shown. */
void       cp_app_test_wait_trained (CpAppTest *self);

/* A button, at any depth, by its label. */
GtkWidget *cp_app_test_button    (CpAppTest  *self,
                                  const char *label);

G_END_DECLS
