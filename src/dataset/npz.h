/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"
#include "image-buffer.h"
#include "zip.h"

G_BEGIN_DECLS

gboolean cp_npz_read (CpZip          *zip,
                      CpImageBuffer   buffers[CP_N_SPLITS],
                      GError        **error);

G_END_DECLS
