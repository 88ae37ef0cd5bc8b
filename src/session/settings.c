/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "settings.h"

/* Beside the program: in the build tree, and installed to an unusual prefix. */
static const char *const schema_dirs[] = { "../../data", "../share/glib-2.0/schemas" };

struct _CpSettings
{
  GSettings *stored;      /* (nullable) */
  GHashTable *transient;  /* key → GVariant; where nothing is stored */
};

static void
add_default (CpSettings *self,
             const char *key,
             GVariant   *value)
{
  g_hash_table_insert (self->transient, g_strdup (key), g_variant_ref_sink (value));
}

static gboolean
schema_fits (CpSettings      *self,
             GSettingsSchema *schema)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->transient);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autoptr (GSettingsSchemaKey) key = NULL;

      if (!g_settings_schema_has_key (schema, name))
        return FALSE;
      key = g_settings_schema_get_key (schema, name);
      if (!g_variant_type_equal (g_settings_schema_key_get_value_type (key), g_variant_get_type (value)))
        return FALSE;
    }
  return TRUE;
}

/* An outdated schema would abort at the first missing key. */
static gboolean
open_source (CpSettings            *self,
             GSettingsSchemaSource *source)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source == NULL)
    return FALSE;

  schema = g_settings_schema_source_lookup (source, CP_APP_ID, TRUE);
  if (schema == NULL || !schema_fits (self, schema))
    return FALSE;

  self->stored = g_settings_new_full (schema, NULL, NULL);
  return TRUE;
}

static void
open_beside_program (CpSettings *self)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  for (guint i = 0; folder != NULL && self->stored == NULL && i < G_N_ELEMENTS (schema_dirs); i++)
    {
      g_autofree char *path = g_build_filename (folder, schema_dirs[i], NULL);
      g_autoptr (GSettingsSchemaSource) source =
        g_settings_schema_source_new_from_directory (path, g_settings_schema_source_get_default (), FALSE, NULL);

      open_source (self, source);
    }
}

/**
 * cp_settings_new_transient:
 *
 * Returns: (transfer full): settings that are forgotten when freed
 */
CpSettings *
cp_settings_new_transient (void)
{
  CpSettings *self = g_new0 (CpSettings, 1);

  self->transient = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  add_default (self, CP_SETTING_APPEARANCE, g_variant_new_string ("system"));
  add_default (self, CP_SETTING_AXIS, g_variant_new_string ("linear"));
  add_default (self, CP_SETTING_DATA, g_variant_new_string (""));
  add_default (self, CP_SETTING_MAXIMIZED, g_variant_new_boolean (FALSE));
  add_default (self, CP_SETTING_PAGE, g_variant_new_string ("train"));
  add_default (self, CP_SETTING_SESSION, g_variant_new_string (""));
  add_default (self, CP_SETTING_THUMBNAIL_SIZE, g_variant_new_int32 (112));
  add_default (self, CP_SETTING_WINDOW_HEIGHT, g_variant_new_int32 (820));
  add_default (self, CP_SETTING_WINDOW_WIDTH, g_variant_new_int32 (1200));
  return self;
}

/**
 * cp_settings_new:
 *
 * Opens the user's settings: by the installed schema, else by one that lies
 * beside the program.
 *
 * Returns: (transfer full): the settings; transient ones without a schema
 */
CpSettings *
cp_settings_new (void)
{
  CpSettings *self = cp_settings_new_transient ();

  if (!open_source (self, g_settings_schema_source_get_default ()))
    open_beside_program (self);
  return self;
}

/**
 * cp_settings_free:
 * @self: settings
 *
 * Frees them; what is stored stays stored.
 */
void
cp_settings_free (CpSettings *self)
{
  g_clear_object (&self->stored);
  g_hash_table_unref (self->transient);
  g_free (self);
}

/**
 * cp_settings_is_transient:
 * @self: settings
 *
 * Returns: whether they are forgotten at the end of the program
 */
gboolean
cp_settings_is_transient (CpSettings *self)
{
  return self->stored == NULL;
}

static GVariant *
get_value (CpSettings *self,
           const char *key)
{
  if (self->stored != NULL)
    return g_settings_get_value (self->stored, key);
  return g_variant_ref (g_hash_table_lookup (self->transient, key));
}

static void
set_value (CpSettings *self,
           const char *key,
           GVariant   *value)
{
  if (self->stored != NULL)
    g_settings_set_value (self->stored, key, value);
  else
    add_default (self, key, value);
}

/**
 * cp_settings_get_string:
 * @self: settings
 * @key: one of the string keys
 *
 * Returns: (transfer full): its value
 */
char *
cp_settings_get_string (CpSettings *self,
                        const char *key)
{
  g_autoptr (GVariant) value = get_value (self, key);

  return g_variant_dup_string (value, NULL);
}

/**
 * cp_settings_set_string:
 * @self: settings
 * @key: one of the string keys
 * @value: what to remember
 *
 * Remembers a string; one that is not UTF-8, as a file name may be, is left out.
 */
void
cp_settings_set_string (CpSettings *self,
                        const char *key,
                        const char *value)
{
  if (g_utf8_validate (value, -1, NULL))
    set_value (self, key, g_variant_new_string (value));
}

/**
 * cp_settings_get_int:
 * @self: settings
 * @key: one of the integer keys
 *
 * Returns: its value
 */
int
cp_settings_get_int (CpSettings *self,
                     const char *key)
{
  g_autoptr (GVariant) value = get_value (self, key);

  return g_variant_get_int32 (value);
}

/**
 * cp_settings_set_int:
 * @self: settings
 * @key: one of the integer keys
 * @value: what to remember
 *
 * Remembers a number.
 */
void
cp_settings_set_int (CpSettings *self,
                     const char *key,
                     int         value)
{
  set_value (self, key, g_variant_new_int32 (value));
}

/**
 * cp_settings_get_boolean:
 * @self: settings
 * @key: one of the boolean keys
 *
 * Returns: its value
 */
gboolean
cp_settings_get_boolean (CpSettings *self,
                         const char *key)
{
  g_autoptr (GVariant) value = get_value (self, key);

  return g_variant_get_boolean (value);
}

/**
 * cp_settings_set_boolean:
 * @self: settings
 * @key: one of the boolean keys
 * @value: what to remember
 *
 * Remembers a choice.
 */
void
cp_settings_set_boolean (CpSettings *self,
                         const char *key,
                         gboolean    value)
{
  set_value (self, key, g_variant_new_boolean (value));
}
