/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "model.h"
#include "presets.h"
#include "safetensors.h"
#include "training.h"

#include <math.h>
#include <string.h>

static CpModel *
new_model (void)
{
  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", 12, NULL);
  const CpModelInfo info = {
    .epochs = 3, .seed = G_MAXUINT64, .threshold = 0.1, .data_name = "Phantoms", .data_fingerprint = "abc",
  };

  cp_network_initialise (network, 3);

  return cp_model_new ((const CpNetwork *const *) &network, 1, &info);
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "model.safetensors");
  g_autoptr (CpModel) saved = new_model ();
  g_autoptr (CpModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  const CpModelInfo *info;
  gsize n;

  g_assert_true (cp_model_save (saved, path, &error));
  loaded = cp_model_load (path, &error);
  g_assert_no_error (error);
  info = cp_model_get_info (loaded);
  g_assert_cmpstr (info->preset, ==, "baseline");
  g_assert_cmpuint (info->size, ==, 12);
  g_assert_cmpuint (info->epochs, ==, 3);
  g_assert_true (info->seed == G_MAXUINT64);
  g_assert_cmpfloat (info->threshold, ==, 0.1);
  g_assert_cmpstr (info->data_name, ==, "Phantoms");
  g_assert_cmpstr (info->data_fingerprint, ==, "abc");
  n = cp_network_get_n_values (cp_model_get_network (saved, 0));
  g_assert_cmpmem (cp_network_get_values (cp_model_get_network (saved, 0)), n * sizeof (float),
                   cp_network_get_values (cp_model_get_network (loaded, 0)), n * sizeof (float));
}

/* Two residual networks in one file: tensors of both, counts as integers. */
static void
test_ensemble (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "ensemble.safetensors");
  g_autoptr (CpNetwork) a = cp_preset_new_network ("residual", 12, NULL);
  g_autoptr (CpNetwork) b = cp_preset_new_network ("residual", 12, NULL);
  const CpNetwork *const networks[] = { a, b };
  const CpModelInfo info = { .epochs = 1, .seed = 1, .threshold = NAN };
  const gsize n = cp_network_get_n_values (a);
  g_autoptr (CpModel) saved = NULL, loaded = NULL;
  g_autoptr (CpSafetensors) file = NULL;
  g_autoptr (GError) error = NULL;
  const CpTensor *tensor;

  cp_network_initialise (a, 1);
  cp_network_initialise (b, 2);
  cp_network_edit_values (b)[n - 1] = 740; /* batches tracked by its last batch norm */
  saved = cp_model_new (networks, 2, &info);
  g_assert_true (cp_model_save (saved, path, &error));
  loaded = cp_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cp_model_get_info (loaded)->members, ==, 2);
  g_assert_cmpstr (cp_model_get_info (loaded)->preset, ==, "residual");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpmem (cp_network_get_values (networks[i]), n * sizeof (float),
                     cp_network_get_values (cp_model_get_network (loaded, i)), n * sizeof (float));

  file = cp_safetensors_read (path, &error);
  g_assert_no_error (error);
  tensor = cp_safetensors_lookup (file, "members.1.stages.2.0.shortcut.1.num_batches_tracked");
  g_assert_nonnull (tensor);
  g_assert_true (tensor->whole);
  g_assert_cmpuint (tensor->n_dims, ==, 0);
}

/* A variance below zero would make every answer NaN. */
static void
test_negative_variance (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "variance.safetensors");
  g_autoptr (CpNetwork) network = cp_preset_new_network ("residual", 12, NULL);
  const CpModelInfo info = { .threshold = NAN };
  g_autoptr (CpModel) model = NULL, loaded = NULL;
  g_autoptr (GError) error = NULL;

  cp_network_initialise (network, 1);
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    {
      const CpParameter *p = cp_network_get_parameter (network, i);

      if (g_str_equal (p->name, "stem.1.running_var"))
        cp_network_edit_values (network)[p->offset] = -1;
    }
  model = cp_model_new ((const CpNetwork *const *) &network, 1, &info);
  g_assert_true (cp_model_save (model, path, &error));
  loaded = cp_model_load (path, &error);
  g_assert_null (loaded);
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "stem.1.running_var"));
}

/* As PyTorch would write it: no metadata, another order of the tensors. */
static void
test_without_metadata (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "pytorch.safetensors");
  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", 12, NULL);
  const guint n = cp_network_get_n_parameters (network);
  g_autofree CpTensor *tensors = g_new0 (CpTensor, n);
  static const char *const metadata[] = { NULL };
  g_autoptr (CpModel) model = NULL;
  g_autoptr (GError) error = NULL;

  cp_network_initialise (network, 1);
  for (guint i = 0; i < n; i++)
    {
      const CpParameter *p = cp_network_get_parameter (network, n - 1 - i);

      tensors[i] = (CpTensor) { .name = p->name, .n_dims = p->n_dims, .n = p->size,
                                .values = cp_network_get_values (network) + p->offset };
      memcpy (tensors[i].shape, p->shape, sizeof p->shape);
    }
  g_assert_true (cp_safetensors_write (path, tensors, n, metadata, &error));
  model = cp_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cp_model_get_info (model)->size, ==, 12);
  g_assert_true (isnan (cp_model_get_info (model)->threshold));
  g_assert_cmpmem (cp_network_get_values (network), cp_network_get_n_values (network) * sizeof (float),
                   cp_network_get_values (cp_model_get_network (model, 0)),
                   cp_network_get_n_values (network) * sizeof (float));
}

static void
assert_refused (const char *path,
                const char *contents,
                gsize       length,
                const char *cause)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, (gssize) length, &error);
  g_assert_no_error (error);
  g_assert_null (cp_model_load (path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
  if (strstr (error->message, cause) == NULL)
    g_error ("expected “%s” in “%s”", cause, error->message);
  g_assert_null (strchr (error->message, '\n'));
}

/* A file with the header @json and @n_bytes of zeros. */
static void
assert_header_refused (const char *path,
                       const char *json,
                       gsize       n_bytes,
                       const char *cause)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 length = strlen (json);
  g_autofree guint8 *zeros = g_malloc0 (n_bytes + 1);

  g_byte_array_append (bytes, (const guint8 *) &length, 8);
  g_byte_array_append (bytes, (const guint8 *) json, (guint) length);
  g_byte_array_append (bytes, zeros, (guint) n_bytes);
  assert_refused (path, (const char *) bytes->data, bytes->len, cause);
}

static void
test_malformed_headers (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "bad.safetensors");

  assert_refused (path, "", 0, "not a safetensors file");
  assert_refused (path, "\377\377\377\377\377\377\377\377{}", 10, "not a safetensors file");
  assert_header_refused (path, "[]", 0, "JSON");
  assert_header_refused (path, "{", 0, "JSON");
  assert_header_refused (path, "{\"\xff\":{}}", 0, "UTF-8");
  assert_header_refused (path, "{}", 0, "baseline");
  assert_header_refused (path, "{}", 4, "expected 0 bytes");
  assert_header_refused (path, "{\"a\":1}", 0, "expected an object");
  assert_header_refused (path, "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2, "found F16");
  assert_header_refused (path, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 8, "found 4");
  assert_header_refused (path, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4, "truncated");
  assert_header_refused (path, "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "shape");
  assert_header_refused (path, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "shape");
  assert_header_refused (path, "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
                         4, "shape");
  assert_header_refused (path, "{\"__metadata__\":{\"seed\":1}}", 0, "string");
  assert_header_refused (path, "{\"__metadata__\":{\"seed\":\"many\"}}", 0, "whole number");
  assert_header_refused (path, "{\"__metadata__\":{\"input_size\":\"12\",\"threshold\":\"nan\"}}", 0, "from 0 to 1");
  assert_header_refused (path, "{\"__metadata__\":{\"input_size\":\"12\"}}", 0, "found nothing");
  assert_header_refused (path, "{\"__metadata__\":{\"input_size\":\"2\"}}", 0, "pixels a side");
  assert_header_refused (path, "{\"__metadata__\":{\"input_size\":\"12\",\"preset\":\"resnet\"}}", 0, "resnet");
  assert_header_refused (path, "{\"__metadata__\":{\"input_size\":\"12\",\"preset\":\"a\\nb\"}}", 0, "a?b");
}

/* Every truncation of a good file is refused with one line, none crashes. */
static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "model.safetensors");
  g_autofree char *contents = NULL;
  g_autoptr (CpModel) model = new_model ();
  gsize length;

  g_assert_true (cp_model_save (model, path, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize n = 0; n < length; n += n < 2000 ? 37 : 4099)
    assert_refused (path, contents, n, path);
}

/* Any byte of the header changed: refused or read, never a crash. */
static void
test_flipped_bytes (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "model.safetensors");
  g_autofree char *contents = NULL;
  g_autoptr (CpModel) model = new_model ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  gsize length;

  g_assert_true (cp_model_save (model, path, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CpModel) loaded = NULL;
      gsize at = (gsize) g_rand_int_range (rand, 0, 1200);
      char before = contents[at];

      contents[at] = (char) g_rand_int_range (rand, 0, 256);
      g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
      loaded = cp_model_load (path, &error);
      g_assert_true ((loaded != NULL) != (error != NULL));
      contents[at] = before;
    }
}

static void
test_not_finite (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "nan.safetensors");
  g_autofree char *contents = NULL;
  g_autoptr (CpModel) model = new_model ();
  const float nan = NAN;
  gsize length;

  g_assert_true (cp_model_save (model, path, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  memcpy (contents + length - 8, &nan, 4);
  assert_refused (path, contents, length, "finite");
}

static void
test_missing_and_folder (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *path = fixture_file (fixture, "missing.safetensors");
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_model_load (path, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "No such file"));
  g_clear_error (&error);
  g_assert_null (cp_model_load (fixture->folder, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "folder"));
  g_clear_error (&error);
  g_assert_null (cp_model_load ("/dev/zero", &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "device"));
}

static void
test_save_fails_whole (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "no-such-folder", "m.safetensors", NULL);
  g_autoptr (CpModel) model = new_model ();
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_model_save (model, path, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO);
  g_assert_nonnull (strstr (error->message, path));
}

/* One image alone gets the bits it gets among others, on any number of threads. */
static void
test_score_is_per_image (Fixture       *fixture,
                         gconstpointer  data)
{
  const CpImageSet *set = cp_dataset_get_split (fixture->dataset, CP_SPLIT_TEST);
  g_autoptr (CpModel) model = new_model ();
  g_autoptr (CpScores) together = cp_model_score (model, set->pixels, set->n, set->size, 2, NULL);

  for (gsize i = 0; i < set->n; i += 7)
    {
      g_autoptr (CpScores) alone = cp_model_score (model, set->pixels + i * set->size * set->size, 1, set->size, 1,
                                                   NULL);

      g_assert_cmpmem (alone->logits, sizeof (float), together->logits + i, sizeof (float));
      g_assert_cmpfloat (alone->probabilities[0], ==, cp_logit_to_probability (together->logits[i]));
    }
}

static void
test_score_refuses_other_sizes (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (CpModel) model = new_model ();
  g_autoptr (GError) error = NULL;
  guint8 pixels[16 * 16] = { 0 };

  g_assert_null (cp_model_score (model, pixels, 1, 16, 1, &error));
  g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "12×12"));
}

static void
test_recipe_ranges (Fixture       *fixture,
                    gconstpointer  data)
{
  const struct
  {
    guint epochs, batch;
    double rate;
    const char *word;
  } cases[] = {
    { 0, 32, 0.1, "epochs" }, { 1001, 32, 0.1, "epochs" }, { 1, 0, 0.1, "batch" }, { 1, 5000, 0.1, "batch" },
    { 1, 32, 0, "rate" }, { 1, 32, NAN, "rate" }, { 1, 32, 1.5, "rate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      CpRecipe recipe = fixture_recipe (cases[i].epochs);

      recipe.batch_size = cases[i].batch;
      recipe.learning_rate = cases[i].rate;
      g_assert_null (cp_training_new (&recipe, fixture->dataset, &error));
      g_assert_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/model/round-trip", test_round_trip);
  add ("/model/ensemble", test_ensemble);
  add ("/model/negative-variance", test_negative_variance);
  add ("/model/without-metadata", test_without_metadata);
  add ("/model/malformed-headers", test_malformed_headers);
  add ("/model/truncated", test_truncated);
  add ("/model/flipped-bytes", test_flipped_bytes);
  add ("/model/not-finite", test_not_finite);
  add ("/model/missing-and-folder", test_missing_and_folder);
  add ("/model/save-fails-whole", test_save_fails_whole);
  add ("/model/score-is-per-image", test_score_is_per_image);
  add ("/model/score-refuses-other-sizes", test_score_refuses_other_sizes);
  add ("/recipe/ranges", test_recipe_ranges);

  return g_test_run ();
}
