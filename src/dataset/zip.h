/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"

G_BEGIN_DECLS

/**
 * CpZip:
 *
 * A zip archive's table of contents over its bytes. Immutable.
 */
typedef struct _CpZip CpZip;

/**
 * CpZipMember:
 * @name: its name, made printable
 * @size: bytes once inflated, as declared
 * @compressed: bytes in the archive
 * @header: offset of its local header
 * @data: offset of its first byte
 * @crc: CRC-32 of the inflated bytes, as declared
 * @method: 0 stored, 8 deflated, or another that cannot be read
 * @flags: general purpose bits
 *
 * One file in an archive. Its bytes lie within the archive and overlap with
 * no other member's; all else is as the archive declares.
 */
typedef struct
{
  char *name;
  gsize size;
  gsize compressed;
  gsize header;
  gsize data;
  guint32 crc;
  guint16 method;
  guint16 flags;
} CpZipMember;

/**
 * CpZipReader:
 *
 * Reads one member from its start to its end, into memory the caller took.
 */
typedef struct _CpZipReader CpZipReader;

CpZip             *cp_zip_new           (GBytes             *bytes,
                                         GError            **error);
void               cp_zip_free          (CpZip              *self);
GBytes            *cp_zip_get_bytes     (CpZip              *self);
char              *cp_zip_get_comment   (CpZip              *self);
const CpZipMember *cp_zip_find          (CpZip              *self,
                                         const char         *name,
                                         GError            **error);

CpZipReader       *cp_zip_reader_new    (CpZip              *zip,
                                         const CpZipMember  *member,
                                         GError            **error);
void               cp_zip_reader_free   (CpZipReader        *self);
gboolean           cp_zip_reader_read   (CpZipReader        *self,
                                         guint8             *buffer,
                                         gsize               length,
                                         GError            **error);
gboolean           cp_zip_reader_finish (CpZipReader        *self,
                                         GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpZip, cp_zip_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpZipReader, cp_zip_reader_free)

G_END_DECLS
