/* SPDX-License-Identifier: MIT */
#include "json-output.h"

#include "output.h"

#include <math.h>

/* json-glib writes doubles with 17 significant digits and a point, in any
 * locale: they read back as the same bits. */

/**
 * cp_json_add_text:
 * @json: an object
 * @key: of the member
 * @text: (nullable): UTF-8; %NULL becomes `null`
 */
void
cp_json_add_text (JsonBuilder *json,
                  const char  *key,
                  const char  *text)
{
  json_builder_set_member_name (json, key);
  if (text != NULL)
    json_builder_add_string_value (json, text);
  else
    json_builder_add_null_value (json);
}

/**
 * cp_json_add_count:
 * @json: an object
 * @key: of the member
 * @count: a whole number; above 2⁶³ − 1, which json-glib cannot write, in quotes
 */
void
cp_json_add_count (JsonBuilder *json,
                   const char  *key,
                   guint64      count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  json_builder_set_member_name (json, key);
  if (count <= G_MAXINT64)
    json_builder_add_int_value (json, (gint64) count);
  else
    json_builder_add_string_value (json, text);
}

/**
 * cp_json_add_number:
 * @json: an object
 * @key: of the member
 * @number: a number; what is not finite (undefined) becomes `null`
 */
void
cp_json_add_number (JsonBuilder *json,
                    const char  *key,
                    double       number)
{
  json_builder_set_member_name (json, key);
  if (isfinite (number))
    json_builder_add_double_value (json, number);
  else
    json_builder_add_null_value (json);
}

/**
 * cp_json_add_figure:
 * @json: an object
 * @key: of the member
 * @figure: a figure
 *
 * Adds `{"value", "low", "high"}`, without bounds where none are defined.
 */
void
cp_json_add_figure (JsonBuilder *json,
                    const char  *key,
                    CpEstimate   figure)
{
  cp_json_begin (json, key);
  cp_json_add_number (json, "value", figure.value);
  if (!isnan (figure.low) && !isnan (figure.high))
    {
      cp_json_add_number (json, "low", figure.low);
      cp_json_add_number (json, "high", figure.high);
    }
  json_builder_end_object (json);
}

/**
 * cp_json_begin:
 * @json: an object
 * @key: of the member
 *
 * Begins an object inside the object.
 */
void
cp_json_begin (JsonBuilder *json,
               const char  *key)
{
  json_builder_set_member_name (json, key);
  json_builder_begin_object (json);
}

/**
 * cp_json_print:
 * @json: a finished object
 * @error: return location
 *
 * Writes it to standard output, in UTF-8.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_json_print (JsonBuilder  *json,
               GError      **error)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autoptr (GString) text = g_string_new (NULL);

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_to_gstring (generator, text);
  g_string_append_c (text, '\n');

  return cp_output_print (text, error);
}
