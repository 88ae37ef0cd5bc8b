/* SPDX-License-Identifier: MIT */
#include "json-object.h"

/* The parser calls itself for each level: a file of brackets alone would end the program. */
#define MAX_DEPTH 32

/* How deep brackets are nested outside of strings, at the deepest place. */
static guint
get_depth (const char *text,
           gsize       length)
{
  gboolean quoted = FALSE;
  guint depth = 0, deepest = 0;

  for (gsize i = 0; i < length; i++)
    if (quoted)
      {
        if (text[i] == '\\')
          i++;
        else if (text[i] == '"')
          quoted = FALSE;
      }
    else if (text[i] == '"')
      quoted = TRUE;
    else if (text[i] == '[' || text[i] == '{')
      {
        depth++; /* not inside of MAX, which would count twice */
        deepest = MAX (deepest, depth);
      }
    else if ((text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;

  return deepest;
}

/*
 * cp_json_parse_object:
 * @text: UTF-8 that somebody else wrote
 * @length: of it
 *
 * Returns: (transfer full) (nullable): a parser whose root is an object; %NULL
 *   where the text is anything else, or nested deeper than anything of ours
 */
JsonParser *
cp_json_parse_object (const char *text,
                      gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (get_depth (text, length) > MAX_DEPTH || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  root = json_parser_get_root (parser);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&parser) : NULL;
}
