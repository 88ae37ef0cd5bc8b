/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "npy.h"
#include "zip.h"

/* How a member is written. */
typedef enum
{
  MEMBER_DEFLATED = 0,
  MEMBER_STORED = 1 << 0,
  MEMBER_DESCRIPTOR = 1 << 1, /* sizes after the data, as a stream writes them */
  MEMBER_ZIP64 = 1 << 2,
  MEMBER_ENCRYPTED = 1 << 3,
  MEMBER_BAD_CRC = 1 << 4,
  MEMBER_HUGE = 1 << 5,       /* declares 1.9 GiB */
  MEMBER_LONGER = 1 << 6,     /* inflates to one byte more than it declares */
} MemberFlags;

/* An archive in the making, with freedoms that CpZipWriter does not have. */
typedef struct
{
  GByteArray *bytes;
  GByteArray *directory;
  guint n;
  gboolean zip64;
} Archive;

Archive *archive_new        (void);
void     archive_add        (Archive     *self,
                             const char  *name,
                             GBytes      *content,
                             MemberFlags  flags);
GBytes  *archive_end        (Archive     *self);

/* One npy array: its header's text is made of the parts as they are. */
GBytes  *npy_new            (guint        version,
                             const char  *descr,
                             const char  *order,
                             const char  *shape,
                             const void  *data,
                             gsize        size);

/* Six members of a small valid data set, to be changed and put together. */
typedef struct
{
  GHashTable *members; /* name → GBytes */
  MemberFlags flags;
} Sample;

Sample  *sample_new         (guint        size,
                             guint        n);
void     sample_set         (Sample      *self,
                             const char  *name,
                             GBytes      *content);
void     sample_remove      (Sample      *self,
                             const char  *name);
GBytes  *sample_end         (Sample      *self);

/* The archive written to a file in the test's own folder. */
char    *write_file         (const char  *name,
                             GBytes      *bytes);
void     remove_file        (char        *path);
void     assert_load_fails  (GBytes      *bytes,
                             gint         code,
                             const char  *message);
