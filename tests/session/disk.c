/* SPDX-License-Identifier: MIT */
#include "disk.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NOBODY 65534
#define ROOM (1024 * DISK_PAGE)

static gboolean own_mounts;

/* Mounts of this process alone, which root may have; as somebody else, a full disk cannot be tried. */
void
disk_prepare (void)
{
  own_mounts = unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  signal (SIGXFSZ, SIG_IGN); /* as the programs do */
}

static gboolean
resize (const Disk *self,
        gsize       bytes,
        gulong      flags)
{
  g_autofree char *options = g_strdup_printf ("size=%" G_GSIZE_FORMAT, bytes);

  return mount ("tmpfs", self->folder, "tmpfs", flags, options) == 0;
}

void
disk_init (Disk       *self,
           const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  *self = (Disk) { .folder = folder, .user = geteuid () };
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &self->limit), ==, 0);
  g_assert_cmpint (g_chmod (parent, 0711), ==, 0); /* for who is not its owner */
  self->mounted = own_mounts && resize (self, ROOM, 0);
}

void
disk_clear (Disk *self)
{
  if (self->mounted)
    g_assert_cmpint (umount (self->folder), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
}

void
disk_limit_files (const Disk *self,
                  gsize       most)
{
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &(struct rlimit) { most, self->limit.rlim_max }), ==, 0);
}

/* As many pages as are used, and @pages more; a size of 0 would be no limit. */
void
disk_leave (const Disk *self,
            gsize       pages)
{
  struct statvfs status;
  gsize used;

  g_assert_cmpint (statvfs (self->folder, &status), ==, 0);
  used = (gsize) (status.f_blocks - status.f_bfree) * status.f_frsize;
  g_assert_cmpuint (used, >, 0);
  g_assert_true (resize (self, used + pages * DISK_PAGE, MS_REMOUNT));
}

/* Root may write anywhere, and is somebody else for that time. */
void
disk_close_folder (const Disk *self)
{
  g_assert_cmpint (g_chmod (self->folder, 0555), ==, 0);
  if (self->user == 0)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
}

void
disk_relax (const Disk *self)
{
  g_assert_cmpint (seteuid (self->user), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0700), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &self->limit), ==, 0);
  if (self->mounted)
    g_assert_true (resize (self, ROOM, MS_REMOUNT));
}
