/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "checkpoint-private.h"

#include "json-object.h"
#include "session-error.h"

#include <math.h>
#include <string.h>

/* A file of a later version may mean something else by the same names. */
#define VERSION 1

/* Numbers of an epoch's row, in this order: member, epoch, last batch, training loss, validation
 * loss, true positives, false positives, false negatives, true negatives, seconds. */
#define EPOCH_NUMBERS 10

void
cp_checkpoint_facts_init (CpCheckpointFacts *self)
{
  *self = (CpCheckpointFacts) { .epochs = g_array_new (FALSE, TRUE, sizeof (CpTrainingEpoch)) };
}

void
cp_checkpoint_facts_clear (CpCheckpointFacts *self)
{
  g_free (self->level);
  g_free (self->data_name);
  g_free (self->fingerprint);
  g_clear_pointer (&self->epochs, g_array_unref);
}

static void
add_number (JsonBuilder *json,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, value);
}

static void
add_whole (JsonBuilder *json,
           const char  *name,
           guint64      value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) value);
}

static void
add_text (JsonBuilder *json,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_recipe (JsonBuilder    *json,
            const CpRecipe *recipe)
{
  json_builder_begin_object (json);
  add_text (json, "preset", recipe->preset);
  add_whole (json, "epochs", recipe->epochs);
  add_whole (json, "batch_size", recipe->batch_size);
  add_number (json, "learning_rate", recipe->learning_rate);
  add_whole (json, "schedule", recipe->schedule);
  add_number (json, "weight_decay", recipe->weight_decay);
  add_number (json, "averaging", recipe->averaging);
  add_whole (json, "augmentation", recipe->augmentation);
  add_whole (json, "class_weights", recipe->class_weights);
  add_whole (json, "members", recipe->members);
  add_whole (json, "seed", recipe->seed);
  json_builder_end_object (json);
}

static void
add_epoch (JsonBuilder           *json,
           const CpTrainingEpoch *e)
{
  const double numbers[EPOCH_NUMBERS] = {
    e->member, e->epoch, e->last_batch, e->train_loss, e->val_loss, (double) e->validation.tp,
    (double) e->validation.fp, (double) e->validation.fn, (double) e->validation.tn, e->seconds,
  };

  json_builder_begin_array (json);
  for (guint i = 0; i < EPOCH_NUMBERS; i++)
    json_builder_add_double_value (json, numbers[i]);
  json_builder_end_array (json);
}

/* Returns: (transfer full): JSON that cp_checkpoint_facts_read() takes */
char *
cp_checkpoint_facts_write (const CpCheckpointFacts *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (json);
  add_whole (json, "version", VERSION);
  add_text (json, "program", "Cutpoint " CP_VERSION);
  add_text (json, "level", self->level);
  add_text (json, "data_name", self->data_name);
  add_text (json, "data_fingerprint", self->fingerprint);
  add_whole (json, "member", self->member);
  add_whole (json, "finished_epochs", self->finished_epochs);
  json_builder_set_member_name (json, "recipe");
  add_recipe (json, &self->recipe);
  json_builder_set_member_name (json, "epochs");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->epochs->len; i++)
    add_epoch (json, &g_array_index (self->epochs, CpTrainingEpoch, i));
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);

  return json_to_string (root, FALSE);
}

static gboolean
refuse (GError     **error,
        const char  *name,
        const char  *expected)
{
  g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT, "checkpoint: %s: expected %s", name, expected);

  return FALSE;
}

static JsonNode *
get_value (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE)
         && isfinite (json_node_get_double (node));
}

static gboolean
read_whole (JsonObject  *object,
            const char  *name,
            gint64       most,
            guint64     *value,
            GError     **error)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0
      || json_node_get_int (node) > most)
    return refuse (error, name, "a whole number");
  *value = (guint64) json_node_get_int (node);

  return TRUE;
}

static gboolean
read_guint (JsonObject  *object,
            const char  *name,
            guint        most,
            guint       *value,
            GError     **error)
{
  guint64 whole;

  if (!read_whole (object, name, most, &whole, error))
    return FALSE;
  *value = (guint) whole;

  return TRUE;
}

static gboolean
read_number (JsonObject  *object,
             const char  *name,
             double      *value,
             GError     **error)
{
  JsonNode *node = get_value (object, name);

  if (!is_number (node))
    return refuse (error, name, "a number");
  *value = json_node_get_double (node);

  return TRUE;
}

static gboolean
read_text (JsonObject  *object,
           const char  *name,
           char       **value,
           GError     **error)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, name, "a text");
  g_free (*value);
  *value = g_strdup (json_node_get_string (node));

  return TRUE;
}

static gboolean
read_recipe (JsonObject  *object,
             CpRecipe    *recipe,
             GError     **error)
{
  g_autofree char *preset = NULL;
  guint schedule, augmentation, class_weights;

  if (!read_text (object, "preset", &preset, error)
      || !read_guint (object, "epochs", G_MAXINT, &recipe->epochs, error)
      || !read_guint (object, "batch_size", G_MAXINT, &recipe->batch_size, error)
      || !read_number (object, "learning_rate", &recipe->learning_rate, error)
      || !read_guint (object, "schedule", CP_SCHEDULE_ONE_CYCLE, &schedule, error)
      || !read_number (object, "weight_decay", &recipe->weight_decay, error)
      || !read_number (object, "averaging", &recipe->averaging, error)
      || !read_guint (object, "augmentation", 1, &augmentation, error)
      || !read_guint (object, "class_weights", 1, &class_weights, error)
      || !read_guint (object, "members", G_MAXINT, &recipe->members, error)
      || !read_whole (object, "seed", G_MAXINT64, &recipe->seed, error))
    return FALSE;
  recipe->preset = g_intern_string (preset);
  recipe->schedule = (CpScheduleKind) schedule;
  recipe->augmentation = augmentation != 0;
  recipe->class_weights = class_weights != 0;

  return cp_recipe_validate (recipe, error);
}

static gboolean
read_own_recipe (JsonObject  *root,
                 CpRecipe    *recipe,
                 GError     **error)
{
  JsonNode *node = json_object_get_member (root, "recipe");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "recipe", "an object");

  return read_recipe (json_node_get_object (node), recipe, error);
}

static gboolean
fits (double value,
      double most)
{
  return value >= 0 && value <= most && floor (value) == value;
}

static gboolean
read_epoch (JsonNode         *node,
            const CpRecipe   *recipe,
            CpTrainingEpoch  *epoch)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  double n[EPOCH_NUMBERS];

  if (array == NULL || json_array_get_length (array) != EPOCH_NUMBERS)
    return FALSE;
  for (guint i = 0; i < EPOCH_NUMBERS; i++)
    {
      if (!is_number (json_array_get_element (array, i)))
        return FALSE;
      n[i] = json_array_get_double_element (array, i);
    }
  if (!fits (n[0], recipe->members) || !fits (n[1], recipe->epochs) || !fits (n[2], G_MAXINT)
      || !fits (n[5], G_MAXINT) || !fits (n[6], G_MAXINT) || !fits (n[7], G_MAXINT) || !fits (n[8], G_MAXINT))
    return FALSE;

  *epoch = (CpTrainingEpoch) {
    .member = (guint) n[0], .epoch = (guint) n[1], .last_batch = (guint) n[2], .train_loss = n[3], .val_loss = n[4],
    .validation = { .tp = (gsize) n[5], .fp = (gsize) n[6], .fn = (gsize) n[7], .tn = (gsize) n[8] }, .seconds = n[9],
  };
  return TRUE;
}

/* One row for each epoch that has ended, in their order. */
static gboolean
read_epochs (JsonObject         *root,
             CpCheckpointFacts  *self,
             GError            **error)
{
  JsonNode *node = json_object_get_member (root, "epochs");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const guint expected = self->member * self->recipe.epochs + self->finished_epochs;

  if (array == NULL || json_array_get_length (array) != expected)
    return refuse (error, "epochs", "one row for each finished epoch");
  for (guint i = 0; i < expected; i++)
    {
      CpTrainingEpoch epoch;

      if (!read_epoch (json_array_get_element (array, i), &self->recipe, &epoch)
          || epoch.member != i / self->recipe.epochs + 1 || epoch.epoch != i % self->recipe.epochs + 1)
        return refuse (error, "epochs", "rows of ten numbers, in order");
      g_array_append_val (self->epochs, epoch);
    }

  return TRUE;
}

static gboolean
read_root (JsonObject         *root,
           CpCheckpointFacts  *self,
           GError            **error)
{
  guint version;

  if (!read_guint (root, "version", G_MAXINT, &version, error))
    return FALSE;
  if (version != VERSION)
    return refuse (error, "version", "1; it was written by a later program");

  return read_own_recipe (root, &self->recipe, error)
         && read_text (root, "level", &self->level, error)
         && read_text (root, "data_name", &self->data_name, error)
         && read_text (root, "data_fingerprint", &self->fingerprint, error)
         && read_guint (root, "member", self->recipe.members - 1, &self->member, error)
         && read_guint (root, "finished_epochs", self->recipe.epochs, &self->finished_epochs, error)
         && read_epochs (root, self, error);
}

/* Nothing of @text is trusted: types and ranges are checked, and that its parts agree. */
gboolean
cp_checkpoint_facts_read (CpCheckpointFacts  *self,
                          const char         *text,
                          GError            **error)
{
  g_autoptr (JsonParser) parser = cp_json_parse_object (text, strlen (text));

  if (parser == NULL)
    return refuse (error, CP_CHECKPOINT_KEY, "an object in JSON");

  return read_root (json_node_get_object (json_parser_get_root (parser)), self, error);
}

/* Returns: (transfer full): JSON that cp_checkpoint_recipe_read() takes */
char *
cp_checkpoint_recipe_write (const CpRecipe *recipe)
{
  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  add_recipe (json, recipe);
  root = json_builder_get_root (json);

  return json_to_string (root, FALSE);
}

/* As little of @text is trusted. */
gboolean
cp_checkpoint_recipe_read (CpRecipe    *recipe,
                           const char  *text,
                           GError     **error)
{
  g_autoptr (JsonParser) parser = cp_json_parse_object (text, strlen (text));

  *recipe = (CpRecipe) { 0 };
  if (parser == NULL)
    return refuse (error, "recipe", "an object in JSON");

  return read_recipe (json_node_get_object (json_parser_get_root (parser)), recipe, error);
}
