/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

G_BEGIN_DECLS

/**
 * CpPreset:
 * @name: what `--preset` takes
 * @summary: one line: what it is and what it costs (marked for translation)
 * @min_size: smallest side of images it works on, in pixels
 *
 * An architecture that can be trained.
 */
typedef struct
{
  const char *name;
  const char *summary;
  guint min_size;
  guint (*build) (CpNetwork *network);
} CpPreset;

const CpPreset *cp_presets_get       (guint       *n);
const CpPreset *cp_preset_lookup     (const char  *name);
char           *cp_presets_describe  (void);
CpNetwork      *cp_preset_new_network (const char *name,
                                       guint       size,
                                       GError    **error);

G_END_DECLS
