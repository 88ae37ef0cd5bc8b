/* SPDX-License-Identifier: MIT */
/* The table of contents of a zip archive (PKWARE's APPNOTE 6.3): found from
 * the end of the file, Zip64 where there is one, every offset checked. */
#include "zip.h"

#include "printable.h"

#include <string.h>

#define LOCAL_SIGNATURE 0x04034b50u
#define CENTRAL_SIGNATURE 0x02014b50u
#define END_SIGNATURE 0x06054b50u
#define END64_SIGNATURE 0x06064b50u
#define LOCATOR64_SIGNATURE 0x07064b50u

#define LOCAL_SIZE 30
#define CENTRAL_SIZE 46
#define END_SIZE 22
#define END64_SIZE 56
#define LOCATOR64_SIZE 20

#define EXTRA_ZIP64 0x0001u
#define MAX_MEMBERS 4096

struct _CpZip
{
  GBytes *bytes;
  const guint8 *data;
  gsize size;
  gsize comment;      /* offset of the archive's comment, which ends the file */
  GPtrArray *members; /* CpZipMember */
};

/* Where the central directory lies, and what may not reach into it. */
typedef struct
{
  guint64 n_members;
  guint64 offset;
  guint64 size;
} Directory;

static guint16
get_16 (const guint8 *p)
{
  return (guint16) (p[0] | p[1] << 8);
}

static guint32
get_32 (const guint8 *p)
{
  return get_16 (p) | (guint32) get_16 (p + 2) << 16;
}

static guint64
get_64 (const guint8 *p)
{
  return get_32 (p) | (guint64) get_32 (p + 4) << 32;
}

/* TRUE if @length bytes from @offset lie within the first @limit bytes. */
static gboolean
fits (guint64 offset,
      guint64 length,
      guint64 limit)
{
  return offset <= limit && length <= limit - offset;
}

static gboolean
damaged (GError     **error,
         const char  *what)
{
  g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT, "damaged zip archive: %s", what);
  return FALSE;
}

static void
member_free (CpZipMember *member)
{
  g_free (member->name);
  g_free (member);
}

/* The end record is the last one whose comment ends exactly with the file. */
static gboolean
find_end (CpZip   *self,
          gsize   *end,
          GError **error)
{
  gsize lowest;

  if (self->size < 4 || (get_32 (self->data) != LOCAL_SIGNATURE && get_32 (self->data) != END_SIGNATURE))
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   self->size == 0 ? "expected a zip archive (npz), found an empty file"
                                   : "expected a zip archive (npz), found something else");
      return FALSE;
    }

  lowest = self->size > END_SIZE + G_MAXUINT16 ? self->size - END_SIZE - G_MAXUINT16 : 0;
  for (gsize at = self->size - MIN (self->size, END_SIZE) + 1; at-- > lowest;)
    if (self->size - at >= END_SIZE && get_32 (self->data + at) == END_SIGNATURE &&
        get_16 (self->data + at + 20) == self->size - at - END_SIZE)
      {
        *end = at;
        self->comment = at + END_SIZE;
        return TRUE;
      }

  return damaged (error, "no table of contents at its end; is the file complete?");
}

static gboolean
read_end64 (CpZip      *self,
            gsize       end,
            Directory  *directory,
            GError    **error)
{
  const guint8 *p;
  guint64 at;

  if (end < LOCATOR64_SIZE || get_32 (self->data + end - LOCATOR64_SIZE) != LOCATOR64_SIGNATURE)
    return TRUE;

  at = get_64 (self->data + end - LOCATOR64_SIZE + 8);
  if (!fits (at, END64_SIZE, end - LOCATOR64_SIZE) || get_32 (self->data + at) != END64_SIGNATURE)
    return damaged (error, "its Zip64 end record is missing");

  p = self->data + at;
  if (get_32 (p + 16) != 0 || get_32 (p + 20) != 0 || get_64 (p + 24) != get_64 (p + 32))
    return damaged (error, "it is one part of several");

  directory->n_members = get_64 (p + 32);
  directory->size = get_64 (p + 40);
  directory->offset = get_64 (p + 48);
  if (!fits (directory->offset, directory->size, at))
    return damaged (error, "its table of contents lies outside the file");

  return TRUE;
}

static gboolean
read_end (CpZip      *self,
          Directory  *directory,
          GError    **error)
{
  const guint8 *p;
  gsize end;

  if (!find_end (self, &end, error))
    return FALSE;

  p = self->data + end;
  if ((get_16 (p + 4) != 0 && get_16 (p + 4) != G_MAXUINT16) || get_16 (p + 8) != get_16 (p + 10))
    return damaged (error, "it is one part of several");

  directory->n_members = get_16 (p + 10);
  directory->size = get_32 (p + 12);
  directory->offset = get_32 (p + 16);
  if (!read_end64 (self, end, directory, error))
    return FALSE;
  if (!fits (directory->offset, directory->size, end))
    return damaged (error, "its table of contents lies outside the file");
  if (directory->n_members > MAX_MEMBERS)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "expected at most %d members, found %" G_GUINT64_FORMAT,
                   MAX_MEMBERS, directory->n_members);
      return FALSE;
    }

  return TRUE;
}

/* Takes the 64-bit value of each 32-bit field that says "look in the extra field". */
static gboolean
read_extra64 (const guint8 *extra,
              gsize         length,
              guint64      *fields[3],
              GError      **error)
{
  while (length >= 4)
    {
      guint16 id = get_16 (extra);
      gsize n = get_16 (extra + 2);

      extra += 4;
      length -= 4;
      if (n > length)
        break;
      for (guint i = 0, at = 0; id == EXTRA_ZIP64 && i < 3; i++)
        if (*fields[i] == G_MAXUINT32)
          {
            if (at + 8 > n)
              return damaged (error, "a Zip64 size is missing");
            *fields[i] = get_64 (extra + at);
            at += 8;
          }
      extra += n;
      length -= n;
    }

  return TRUE;
}

/* Checks that the local header repeats the central one and finds the bytes after it. */
static gboolean
find_data (CpZip         *self,
           CpZipMember   *member,
           const guint8  *name,
           gsize          name_length,
           guint64        limit,
           GError       **error)
{
  const guint8 *p = self->data + member->header;
  guint64 data;

  if (!fits (member->header, LOCAL_SIZE, limit) || get_32 (p) != LOCAL_SIGNATURE)
    return damaged (error, "a member lies outside the file");
  if (!fits (member->header + LOCAL_SIZE, get_16 (p + 26), limit) ||
      get_16 (p + 26) != name_length || memcmp (p + LOCAL_SIZE, name, name_length) != 0 ||
      get_16 (p + 8) != member->method)
    return damaged (error, "a member does not match the table of contents");

  data = member->header + LOCAL_SIZE + name_length + get_16 (p + 28);
  if (!fits (data, member->compressed, limit))
    return damaged (error, "a member lies outside the file");

  member->data = data;
  return TRUE;
}

static gboolean
read_member (CpZip            *self,
             const Directory  *directory,
             gsize            *at,
             GError          **error)
{
  gsize end = directory->offset + directory->size;
  const guint8 *p = self->data + *at;
  guint64 compressed, size, header;
  gsize name_length, extra_length, length;
  CpZipMember *member;

  if (!fits (*at, CENTRAL_SIZE, end) || get_32 (p) != CENTRAL_SIGNATURE)
    return damaged (error, "its table of contents is cut short");

  compressed = get_32 (p + 20);
  size = get_32 (p + 24);
  header = get_32 (p + 42);
  name_length = get_16 (p + 28);
  extra_length = get_16 (p + 30);
  length = CENTRAL_SIZE + name_length + extra_length + get_16 (p + 32);
  if (!fits (*at, length, end))
    return damaged (error, "its table of contents is cut short");
  if (!read_extra64 (p + CENTRAL_SIZE + name_length, extra_length,
                     (guint64 *[]) { &size, &compressed, &header }, error))
    return FALSE;
  if (size > G_MAXSSIZE || !fits (header, compressed, directory->offset))
    return damaged (error, "a member lies outside the file");

  member = g_new0 (CpZipMember, 1);
  member->name = cp_printable ((const char *) p + CENTRAL_SIZE, name_length);
  member->flags = get_16 (p + 8);
  member->method = get_16 (p + 10);
  member->crc = get_32 (p + 16);
  member->compressed = compressed;
  member->size = size;
  member->header = header;
  g_ptr_array_add (self->members, member);
  *at += length;

  return find_data (self, member, p + CENTRAL_SIZE, name_length, directory->offset, error);
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  const CpZipMember *first = *(CpZipMember *const *) a;
  const CpZipMember *second = *(CpZipMember *const *) b;

  return (first->header > second->header) - (first->header < second->header);
}

/* Members that share bytes are how a small archive unpacks to petabytes. */
static gboolean
check_overlap (CpZip   *self,
               GError **error)
{
  g_ptr_array_sort (self->members, compare_offsets);
  for (guint i = 1; i < self->members->len; i++)
    {
      const CpZipMember *previous = g_ptr_array_index (self->members, i - 1);
      const CpZipMember *member = g_ptr_array_index (self->members, i);

      if (previous->data + previous->compressed > member->header)
        return damaged (error, "its members overlap");
    }

  return TRUE;
}

static gboolean
read_members (CpZip   *self,
              GError **error)
{
  Directory directory;
  gsize at;

  if (!read_end (self, &directory, error))
    return FALSE;

  at = directory.offset;
  for (guint64 i = 0; i < directory.n_members; i++)
    if (!read_member (self, &directory, &at, error))
      return FALSE;

  return check_overlap (self, error);
}

/**
 * cp_zip_new:
 * @bytes: a whole archive
 * @error: return location for an error
 *
 * Reads the table of contents. Nothing is inflated yet. Archives that are cut
 * short, split over several files, or have members that overlap or reach out of
 * the file are refused.
 *
 * Returns: (transfer full): the archive, or %NULL
 */
CpZip *
cp_zip_new (GBytes  *bytes,
            GError **error)
{
  g_autoptr (CpZip) self = g_new0 (CpZip, 1);

  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);

  return read_members (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * cp_zip_free:
 * @self: (transfer full): an archive
 */
void
cp_zip_free (CpZip *self)
{
  g_bytes_unref (self->bytes);
  g_ptr_array_unref (self->members);
  g_free (self);
}

/**
 * cp_zip_get_bytes:
 * @self: an archive
 *
 * Returns: (transfer none): the bytes it was made from
 */
GBytes *
cp_zip_get_bytes (CpZip *self)
{
  return self->bytes;
}

/**
 * cp_zip_get_comment:
 * @self: an archive
 *
 * Returns: (transfer full): the archive's comment, made printable; often empty
 */
char *
cp_zip_get_comment (CpZip *self)
{
  return cp_printable ((const char *) self->data + self->comment, self->size - self->comment);
}

/**
 * cp_zip_find:
 * @self: an archive
 * @name: a member's name
 * @error: return location for an error
 *
 * Returns: (transfer none): the one member of that name, or %NULL when there is
 *   none or more than one
 */
const CpZipMember *
cp_zip_find (CpZip       *self,
             const char  *name,
             GError     **error)
{
  const CpZipMember *found = NULL;

  for (guint i = 0; i < self->members->len; i++)
    {
      const CpZipMember *member = g_ptr_array_index (self->members, i);

      if (strcmp (member->name, name) != 0)
        continue;
      if (found != NULL)
        {
          g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                       "expected one member %s, found two", name);
          return NULL;
        }
      found = member;
    }

  if (found == NULL)
    g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT, "member %s is missing", name);
  return found;
}
