/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <sys/resource.h>

G_BEGIN_DECLS

/* What a disk counts in. */
#define DISK_PAGE ((gsize) 4096)

/* A folder where writing can be made to fail. */
typedef struct
{
  const char *folder;
  gboolean mounted; /* a file system of its own */
  struct rlimit limit;
  uid_t user;
} Disk;

/* Before there are threads. */
void disk_prepare      (void);

void disk_init         (Disk       *self,
                        const char *folder);
void disk_clear        (Disk       *self);

/* What is to go wrong, until disk_relax(). */
void disk_limit_files  (const Disk *self,
                        gsize       most);
void disk_leave        (const Disk *self,
                        gsize       pages);
void disk_close_folder (const Disk *self);
void disk_relax        (const Disk *self);

G_END_DECLS
