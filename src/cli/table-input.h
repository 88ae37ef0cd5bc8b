/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

G_BEGIN_DECLS

/**
 * CpTableInput:
 * @path: what `--predictions` says
 * @split: what `--split` says; after loading, the split of the rows, if known
 * @predictions: the predictions, after loading
 *
 * A table of predictions that a command reads.
 */
typedef struct
{
  char *path;
  char *split;
  CpPredictions *predictions;
} CpTableInput;

gboolean cp_table_input_load        (CpTableInput        *self,
                                     GError             **error);
void     cp_table_input_clear       (CpTableInput        *self);
void     cp_table_input_append_head (const CpTableInput  *self,
                                     GString             *text);

G_END_DECLS
