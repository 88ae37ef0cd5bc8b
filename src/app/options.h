/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpOptions:
 * @data: (nullable): a data set to open
 * @model: (nullable): a model to open
 * @session: (nullable): a session to open
 * @threshold: where to cut; NaN where not given
 * @train: start training at once
 * @version: only say which version this is
 *
 * The command line.
 */
typedef struct
{
  char *data;
  char *model;
  char *session;
  double threshold;
  gboolean train;
  gboolean version;
} CpOptions;

gboolean cp_options_parse (CpOptions   *options,
                           int          argc,
                           char       **argv,
                           GError     **error);
void     cp_options_clear (CpOptions   *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpOptions, cp_options_clear)

G_END_DECLS
