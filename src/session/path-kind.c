/* SPDX-License-Identifier: MIT */
#include "path-kind.h"

#include "file-bytes.h"
#include "folder.h"

#include <string.h>

/* What a file is by its first bytes. A zip archive begins with a member, or with its end where it is
 * empty; a safetensors file with 64 bits of length and then a JSON object. */
#define MAX_SIGNATURE 16

typedef struct
{
  CpPathKind kind;
  gsize offset;
  const char *magic;
  gsize length;
} Signature;

static const Signature signatures[] = {
  { CP_PATH_IMAGE, 0, "\x89PNG\r\n\x1a\n", 8 },
  { CP_PATH_IMAGE, 0, "\xff\xd8\xff", 3 },
  { CP_PATH_SESSION, 0, "SQLite format 3", 16 },
  { CP_PATH_DATASET, 0, "PK\3\4", 4 },
  { CP_PATH_DATASET, 0, "PK\5\6", 4 },
  { CP_PATH_MODEL, 8, "{", 1 },
};

/* For what is damaged, empty or not there, so that the error is of the right kind. */
typedef struct
{
  CpPathKind kind;
  const char *ending;
} Ending;

static const Ending endings[] = {
  { CP_PATH_DATASET, ".npz" }, { CP_PATH_MODEL, ".safetensors" }, { CP_PATH_SESSION, ".cutpoint" },
  { CP_PATH_IMAGE, ".png" },   { CP_PATH_IMAGE, ".jpg" },         { CP_PATH_IMAGE, ".jpeg" },
};

static CpPathKind
kind_of_bytes (const guint8 *data,
               gsize         size)
{
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *s = &signatures[i];

      if (size >= s->offset + s->length && memcmp (data + s->offset, s->magic, s->length) == 0)
        return s->kind;
    }

  return CP_PATH_UNKNOWN;
}

static CpPathKind
kind_of_name (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i].ending))
      return endings[i].kind;

  return CP_PATH_UNKNOWN;
}

/**
 * cp_path_get_kind:
 * @path: a file or folder, there or not
 *
 * Tells by the first bytes what a file is, and by its name only where these
 * say nothing. Whether it is a good one is for others to find out.
 *
 * Returns: what to open it as
 */
CpPathKind
cp_path_get_kind (const char *path)
{
  g_autoptr (GBytes) bytes = NULL;
  CpPathKind kind = CP_PATH_UNKNOWN;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return cp_folder_is_dataset (path) ? CP_PATH_DATASET : CP_PATH_FOLDER;

  bytes = cp_file_read_start (path, MAX_SIGNATURE, NULL);
  if (bytes != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      kind = kind_of_bytes (data, size);
    }

  return kind != CP_PATH_UNKNOWN ? kind : kind_of_name (path);
}
