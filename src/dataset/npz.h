/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"
#include "image-buffer.h"
#include "zip.h"

G_BEGIN_DECLS

/**
 * CpNpzReader:
 *
 * Reads a data set out of an archive while its caller does something else.
 */
typedef struct _CpNpzReader CpNpzReader;

CpNpzReader *cp_npz_reader_new    (CpZip          *zip,
                                   GError        **error);
void         cp_npz_reader_free   (CpNpzReader    *self);
gboolean     cp_npz_reader_finish (CpNpzReader    *self,
                                   CpImageBuffer   buffers[CP_N_SPLITS],
                                   GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpNpzReader, cp_npz_reader_free)

G_END_DECLS
