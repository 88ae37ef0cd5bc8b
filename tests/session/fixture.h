/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "training-run.h"

G_BEGIN_DECLS

/* Small phantoms, written to a temporary folder and loaded from there. */
typedef struct
{
  char *folder;
  char *path;
  CpDataset *dataset;
} Fixture;

void     fixture_set_up      (Fixture       *fixture,
                              gconstpointer  data);
void     fixture_tear_down   (Fixture       *fixture,
                              gconstpointer  data);
char    *fixture_file        (Fixture       *fixture,
                              const char    *name);
CpRecipe fixture_recipe      (guint          epochs);
void     fixture_wait        (gboolean     (*done) (gpointer data),
                              gpointer       data);

G_END_DECLS
