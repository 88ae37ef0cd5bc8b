/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

const char *
fuzz_file (const uint8_t *data,
           size_t         size)
{
  static char path[32];
  static int file = -1;

  if (file < 0)
    {
      file = memfd_create ("input", MFD_CLOEXEC);
      g_snprintf (path, sizeof path, "/proc/self/fd/%d", file);
    }
  if (ftruncate (file, 0) != 0 || pwrite (file, data, size, 0) != (ssize_t) size)
    g_error ("memfd: cannot write");
  return path;
}
