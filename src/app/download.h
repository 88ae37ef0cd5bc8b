/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpDownload:
 * @address: where the file is, http or https
 * @path: where it goes
 * @md5: what its MD5 must be, in hexadecimal
 * @limit: how many bytes it may have
 *
 * A file to fetch.
 */
typedef struct
{
  const char *address;
  const char *path;
  const char *md5;
  guint64 limit;
} CpDownload;

void     cp_download_async  (const CpDownload     *download,
                             GFileProgressCallback progress,
                             gpointer              progress_data,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
gboolean cp_download_finish (GAsyncResult         *result,
                             GError              **error);

G_END_DECLS
