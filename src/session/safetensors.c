/* SPDX-License-Identifier: MIT */
#include "safetensors.h"

#include "file-bytes.h"
#include "json-object.h"

#include <math.h>
#include <string.h>

/* A file is: the header's length (64 bits, little endian), the header (JSON),
 * then the tensors' bytes without gaps. Numbers are little endian, as on every
 * machine this builds for. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

#define LENGTH_BYTES 8
#define MAX_HEADER ((guint64) 16 << 20)

/* More than an ensemble of 64 large networks. */
#define MAX_FILE ((gsize) 1 << 30)

struct _CpSafetensors
{
  float *values; /* all tensors, copied out of the file: aligned, and safe from its changing */
  GHashTable *tensors;  /* name → CpTensor */
  GHashTable *metadata; /* key → value */
};

/* What is being read, for the error messages. */
typedef struct
{
  const char *path;
  const char *bytes; /* after the header */
  gsize n_bytes;
  gsize used;
  CpSafetensors *file;
} Reader;

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError     **error,
        const char  *path,
        const char  *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "%s: %s", path, message);

  return FALSE;
}

/* An unsigned integer inside a JSON array; FALSE for anything else. */
static gboolean
get_size (JsonArray *array,
          guint      index,
          gsize     *value)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) < 0)
    return FALSE;
  *value = (gsize) json_node_get_int (node);

  return TRUE;
}

static JsonArray *
get_array (JsonObject *object,
           const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_shape (Reader      *reader,
            JsonObject  *entry,
            CpTensor    *tensor,
            GError     **error)
{
  JsonArray *shape = get_array (entry, "shape");

  if (shape == NULL || json_array_get_length (shape) > CP_TENSOR_MAX_DIMS)
    return refuse (error, reader->path, "%s: expected a shape of at most %d dimensions", tensor->name,
                   CP_TENSOR_MAX_DIMS);

  tensor->n = 1;
  tensor->n_dims = json_array_get_length (shape);
  for (guint i = 0; i < tensor->n_dims; i++)
    if (!get_size (shape, i, &tensor->shape[i])
        || !g_size_checked_mul (&tensor->n, tensor->n, tensor->shape[i])
        || tensor->n > reader->n_bytes)
      return refuse (error, reader->path, "%s: its shape does not fit into the file", tensor->name);

  return TRUE;
}

static gsize
value_bytes (const CpTensor *tensor)
{
  return tensor->whole ? sizeof (gint64) : sizeof (float);
}

/* Whole numbers become floats in place. */
static void
convert_whole (const CpTensor *tensor,
               float          *values)
{
  const char *bytes = (const char *) values;

  for (gsize i = 0; i < tensor->n; i++)
    {
      gint64 number;

      memcpy (&number, bytes + i * sizeof number, sizeof number);
      values[i] = (float) number;
    }
}

static gboolean
read_values (Reader      *reader,
             JsonObject  *entry,
             CpTensor    *tensor,
             GError     **error)
{
  JsonArray *offsets = get_array (entry, "data_offsets");
  float *values;
  gsize begin, end;

  if (offsets == NULL || json_array_get_length (offsets) != 2
      || !get_size (offsets, 0, &begin) || !get_size (offsets, 1, &end))
    return refuse (error, reader->path, "%s: expected two data_offsets", tensor->name);
  if (begin > end || end > reader->n_bytes)
    return refuse (error, reader->path,
                   "%s: its data should end at byte %" G_GSIZE_FORMAT ", but the file has only %" G_GSIZE_FORMAT
                   " (truncated?)", tensor->name, end, reader->n_bytes);
  if (end - begin != tensor->n * value_bytes (tensor))
    return refuse (error, reader->path,
                   "%s: expected %" G_GSIZE_FORMAT " bytes for its shape, found %" G_GSIZE_FORMAT,
                   tensor->name, tensor->n * value_bytes (tensor), end - begin);
  if (begin % sizeof (float) != 0)
    return refuse (error, reader->path, "%s: its data is not aligned", tensor->name);

  values = reader->file->values + begin / sizeof (float);
  if (tensor->whole)
    convert_whole (tensor, values);
  for (gsize i = 0; i < tensor->n; i++)
    if (!isfinite (values[i]))
      return refuse (error, reader->path, "%s: expected finite numbers, found %g", tensor->name, (double) values[i]);
  tensor->values = values;
  reader->used += end - begin;

  return TRUE;
}

static gboolean
read_type (Reader      *reader,
           JsonObject  *entry,
           CpTensor    *tensor,
           GError     **error)
{
  JsonNode *node = json_object_get_member (entry, "dtype");
  const char *type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, reader->path, "%s: expected a dtype", tensor->name);
  type = json_node_get_string (node);
  tensor->whole = strcmp (type, "I64") == 0;
  if (!tensor->whole && strcmp (type, "F32") != 0)
    return refuse (error, reader->path, "%s: expected F32 or I64, found %s", tensor->name, type);

  return TRUE;
}

static gboolean
read_tensor (Reader      *reader,
             const char  *name,
             JsonNode    *node,
             GError     **error)
{
  g_autofree CpTensor *tensor = g_new0 (CpTensor, 1);
  JsonObject *entry;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, reader->path, "%s: expected an object in the header", name);
  entry = json_node_get_object (node);
  tensor->name = g_strdup (name);
  if (!read_type (reader, entry, tensor, error) || !read_shape (reader, entry, tensor, error)
      || !read_values (reader, entry, tensor, error))
    {
      g_free ((char *) tensor->name);
      return FALSE;
    }
  g_hash_table_insert (reader->file->tensors, (char *) tensor->name, tensor);
  tensor = NULL;

  return TRUE;
}

static gboolean
read_metadata (Reader      *reader,
               JsonNode    *node,
               GError     **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, reader->path, "expected __metadata__ to be an object");
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    {
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
        return refuse (error, reader->path, "expected __metadata__.%s to be a string", key);
      g_hash_table_insert (reader->file->metadata, g_strdup (key), g_strdup (json_node_get_string (value)));
    }

  return TRUE;
}

static gboolean
read_header (Reader      *reader,
             const char  *header,
             gsize        length,
             GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!g_utf8_validate_len (header, length, NULL))
    return refuse (error, reader->path, "expected a header in UTF-8");
  parser = cp_json_parse_object (header, length);
  if (parser == NULL)
    return refuse (error, reader->path, "expected a safetensors header in JSON");

  json_object_iter_init (&iter, json_node_get_object (json_parser_get_root (parser)));
  while (json_object_iter_next (&iter, &name, &node))
    {
      gboolean ok = strcmp (name, "__metadata__") == 0 ? read_metadata (reader, node, error)
                                                        : read_tensor (reader, name, node, error);

      if (!ok)
        return FALSE;
    }
  if (reader->used != reader->n_bytes)
    return refuse (error, reader->path, "expected %" G_GSIZE_FORMAT " bytes of tensors, found %" G_GSIZE_FORMAT,
                   reader->used, reader->n_bytes);

  return TRUE;
}

static void
free_tensor (gpointer data)
{
  CpTensor *tensor = data;

  g_free ((char *) tensor->name);
  g_free (tensor);
}

/* The same error as one of this folder's. */
static void
take_io_error (GError      **error,
               const GError *io)
{
  g_set_error_literal (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO, io->message);
}

/**
 * cp_safetensors_parse:
 * @file: the bytes of a file
 * @path: what errors call it
 * @error: return location
 *
 * Checks everything: header, shapes, offsets and that every value is finite.
 * Only 32-bit floats are taken, and 64-bit integers as floats.
 *
 * Returns: (transfer full) (nullable): the tensors; %NULL with
 *   CP_SESSION_ERROR_FORMAT
 */
CpSafetensors *
cp_safetensors_parse (GBytes      *file,
                      const char  *path,
                      GError     **error)
{
  g_autoptr (CpSafetensors) self = NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (file, &length);
  guint64 header;
  Reader reader;

  if (length >= LENGTH_BYTES)
    memcpy (&header, bytes, LENGTH_BYTES);
  if (length < LENGTH_BYTES || header > MAX_HEADER || header > length - LENGTH_BYTES)
    {
      refuse (error, path, "not a safetensors file, or truncated");
      return NULL;
    }

  self = g_new0 (CpSafetensors, 1);
  self->tensors = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_tensor);
  self->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader = (Reader) {
    .path = path, .file = self,
    .bytes = bytes + LENGTH_BYTES + header, .n_bytes = length - LENGTH_BYTES - (gsize) header,
  };
  self->values = g_try_malloc (MAX (reader.n_bytes, 1));
  if (self->values == NULL)
    {
      refuse (error, path, "not enough memory for %" G_GSIZE_FORMAT " bytes", reader.n_bytes);
      return NULL;
    }
  memcpy (self->values, reader.bytes, reader.n_bytes);

  if (!read_header (&reader, bytes + LENGTH_BYTES, (gsize) header, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * cp_safetensors_read:
 * @path: a file
 * @error: return location
 *
 * Reads a whole file, as cp_safetensors_parse() does.
 *
 * Returns: (transfer full) (nullable): the tensors; %NULL with
 *   CP_SESSION_ERROR_IO or CP_SESSION_ERROR_FORMAT
 */
CpSafetensors *
cp_safetensors_read (const char  *path,
                     GError     **error)
{
  g_autoptr (GError) io = NULL;
  g_autoptr (GBytes) file = cp_file_read (path, MAX_FILE, &io);

  if (file != NULL)
    return cp_safetensors_parse (file, path, error);
  take_io_error (error, io);

  return NULL;
}

/**
 * cp_safetensors_free:
 * @self: (transfer full): a file
 */
void
cp_safetensors_free (CpSafetensors *self)
{
  g_hash_table_unref (self->tensors);
  g_hash_table_unref (self->metadata);
  g_free (self->values);
  g_free (self);
}

/**
 * cp_safetensors_get_n:
 * @self: a file
 *
 * Returns: how many tensors it has
 */
guint
cp_safetensors_get_n (CpSafetensors *self)
{
  return g_hash_table_size (self->tensors);
}

/**
 * cp_safetensors_lookup:
 * @self: a file
 * @name: of a tensor
 *
 * Returns: (nullable) (transfer none): the tensor
 */
const CpTensor *
cp_safetensors_lookup (CpSafetensors *self,
                       const char    *name)
{
  return g_hash_table_lookup (self->tensors, name);
}

/**
 * cp_safetensors_get_metadata:
 * @self: a file
 * @key: of an entry of `__metadata__`
 *
 * Returns: (nullable) (transfer none): its value
 */
const char *
cp_safetensors_get_metadata (CpSafetensors *self,
                             const char    *key)
{
  return g_hash_table_lookup (self->metadata, key);
}

static void
build_tensor (JsonBuilder    *builder,
              const CpTensor *tensor,
              gsize          *offset)
{
  json_builder_set_member_name (builder, tensor->name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dtype");
  json_builder_add_string_value (builder, tensor->whole ? "I64" : "F32");
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensor->n_dims; i++)
    json_builder_add_int_value (builder, (gint64) tensor->shape[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "data_offsets");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, (gint64) *offset);
  *offset += tensor->n * value_bytes (tensor);
  json_builder_add_int_value (builder, (gint64) *offset);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static char *
build_header (const CpTensor    *tensors,
              guint              n,
              const char *const *metadata)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  gsize offset = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "__metadata__");
  json_builder_begin_object (builder);
  for (guint i = 0; metadata[i] != NULL; i += 2)
    {
      json_builder_set_member_name (builder, metadata[i]);
      json_builder_add_string_value (builder, metadata[i + 1]);
    }
  json_builder_end_object (builder);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n; i++)
      if (tensors[i].whole == (round == 0))
        build_tensor (builder, &tensors[i], &offset);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
append_values (GByteArray     *bytes,
               const CpTensor *tensor)
{
  if (!tensor->whole)
    {
      g_byte_array_append (bytes, (const guint8 *) tensor->values, (guint) (tensor->n * sizeof (float)));
      return;
    }
  for (gsize i = 0; i < tensor->n; i++)
    {
      const gint64 number = (gint64) tensor->values[i];

      g_byte_array_append (bytes, (const guint8 *) &number, sizeof number);
    }
}

/**
 * cp_safetensors_serialise:
 * @tensors: (n): what to write, in this order but integers first: all stay aligned
 * @n: how many
 * @metadata: (array zero-terminated=1): keys and values in turn
 *
 * Returns: (transfer full): the bytes of a file
 */
GBytes *
cp_safetensors_serialise (const CpTensor    *tensors,
                          guint              n,
                          const char *const *metadata)
{
  g_autofree char *header = build_header (tensors, n, metadata);
  GByteArray *bytes = g_byte_array_new ();
  guint64 length = (strlen (header) + 7) / 8 * 8; /* the tensors stay aligned */

  g_byte_array_append (bytes, (const guint8 *) &length, LENGTH_BYTES);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  while (bytes->len < LENGTH_BYTES + length)
    g_byte_array_append (bytes, (const guint8 *) " ", 1);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n; i++)
      if (tensors[i].whole == (round == 0))
        append_values (bytes, &tensors[i]);

  return g_byte_array_free_to_bytes (bytes);
}

/**
 * cp_safetensors_write:
 * @path: a file, replaced as a whole or not at all
 * @tensors: (n): what to write
 * @n: how many
 * @metadata: (array zero-terminated=1): keys and values in turn
 * @error: return location
 *
 * Returns: %FALSE with CP_SESSION_ERROR_IO where the file could not be written
 */
gboolean
cp_safetensors_write (const char         *path,
                      const CpTensor     *tensors,
                      guint               n,
                      const char *const  *metadata,
                      GError            **error)
{
  g_autoptr (GBytes) whole = cp_safetensors_serialise (tensors, n, metadata);
  g_autoptr (GError) io = NULL;

  if (cp_file_replace (path, whole, &io))
    return TRUE;
  take_io_error (error, io);

  return FALSE;
}
