/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli-error.h"
#include "dataset.h"

G_BEGIN_DECLS

/**
 * CpImageInput:
 * @files: (element-type filename): what could be read
 * @pixels: (n of @files, size, size)
 * @failed: what could not, and was said on standard error
 *
 * Images that were named on a command line.
 */
typedef struct
{
  GPtrArray *files;
  guint8 *pixels;
  guint failed;
} CpImageInput;

CpDataset *cp_open_data         (const char          *given,
                                 guint                size,
                                 GError             **error);
CpDataset *cp_open_data_sized   (const char          *given,
                                 guint                size,
                                 GError             **error);
gboolean   cp_image_input_read  (CpImageInput        *self,
                                 const char *const   *given,
                                 guint                size,
                                 GError             **error);
void       cp_image_input_clear (CpImageInput        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpImageInput, cp_image_input_clear)

G_END_DECLS
