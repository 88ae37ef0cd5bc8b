/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"

G_BEGIN_DECLS

/**
 * CpZipWriter:
 *
 * An archive in the making, in memory: a file is written whole or not at all.
 */
typedef struct _CpZipWriter CpZipWriter;

CpZipWriter *cp_zip_writer_new    (void);
void         cp_zip_writer_free   (CpZipWriter   *self);
void         cp_zip_writer_begin  (CpZipWriter   *self,
                                   const char    *name);
gboolean     cp_zip_writer_write  (CpZipWriter   *self,
                                   const void    *bytes,
                                   gsize          length,
                                   GError       **error);
gboolean     cp_zip_writer_end    (CpZipWriter   *self,
                                   GError       **error);
GBytes      *cp_zip_writer_finish (CpZipWriter   *self,
                                   const char    *comment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpZipWriter, cp_zip_writer_free)

G_END_DECLS
