/* SPDX-License-Identifier: MIT */
/* Maps of images of a split and of files. */
#include "cli-test.h"

#include "grey-image.h"

#include <math.h>
#include <string.h>

#define EXPLAIN "explain --model model.safetensors "

/* The picture as its viewer gets it, in grey. */
static CpGreyImage *
load_picture (const char *path)
{
  g_autoptr (GError) error = NULL;
  CpGreyImage *picture = cp_grey_image_load (path, &error);

  g_assert_no_error (error);

  return picture;
}

static const char *
string_of (JsonNode   *node,
           const char *key)
{
  return json_object_get_string_member (json_node_get_object (node), key);
}

static double
number_of (JsonNode   *node,
           const char *key)
{
  return json_object_get_double_member (json_node_get_object (node), key);
}

/* Its logit is that of predict, its picture 448 pixels or more wide. */
static void
test_split (void)
{
  g_autoptr (JsonNode) scores = cli_json ("predict --model model.safetensors --data data.npz --split val --json");
  g_autoptr (JsonNode) found = cli_json (EXPLAIN "--data data.npz --split val --index 5 --output a.png --json");
  g_autoptr (CpGreyImage) picture = load_picture ("a.png");
  JsonArray *all = json_object_get_array_member (json_node_get_object (scores), "predictions");
  JsonObject *fifth = json_array_get_object_element (all, 5);
  const gint64 size = json_object_get_int_member (json_node_get_object (found), "size");

  g_assert_cmpfloat_with_epsilon (number_of (found, "logit"), json_object_get_double_member (fifth, "logit"), 1e-4);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (found), "label"), ==,
                   json_object_get_int_member (fifth, "label"));
  g_assert_cmpstr (string_of (found, "split"), ==, "val");
  g_assert_cmpstr (string_of (found, "method"), ==, "hires-cam");
  g_assert_cmpstr (string_of (found, "class"), ==, "pneumonia");
  g_assert_cmpuint (picture->width, ==, picture->height);
  g_assert_cmpint (picture->width % size, ==, 0);
  g_assert_cmpuint (picture->width, >=, 448);
  g_assert_cmpint (picture->width, <, 448 + size);
}

/* Each method and class answers, and at most one class's map is empty. */
static void
test_methods (void)
{
  static const char *const methods[] = { "grad-cam", "hires-cam", "occlusion" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      gboolean empty[2];

      for (guint target = 0; target < 2; target++)
        {
          g_autofree char *line = g_strdup_printf (EXPLAIN "--data data.npz --index 2 --method %s --class %s --output m.png "
                                                   "--json", methods[i], target == 1 ? "pneumonia" : "normal");
          g_autoptr (JsonNode) found = cli_json (line);
          JsonObject *object = json_node_get_object (found);

          g_assert_cmpstr (string_of (found, "method"), ==, methods[i]);
          g_assert_cmpstr (string_of (found, "class"), ==, target == 1 ? "pneumonia" : "normal");
          empty[target] = json_object_get_boolean_member (object, "empty");
          g_assert_cmpint (empty[target], ==, json_object_get_null_member (object, "peak_x"));
          g_assert_cmpint (json_object_has_member (object, "patch"), ==, i == 2);
        }
      g_assert_false (empty[0] && empty[1]);
    }
}

/* No opacity leaves the image, each pixel as many wide as the scale says. */
static void
test_file (void)
{
  const guint size = 30;
  g_autoptr (CpGreyImage) image = cp_grey_image_new (size, size), picture = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) found = NULL;
  guint n;

  for (guint i = 0; i < size * size; i++)
    image->pixels[i] = (guint8) (i % 251);
  cp_grey_image_save_png (image, "in.png", &error);
  g_assert_no_error (error);
  found = cli_json (EXPLAIN "in.png --opacity 0 --scale 3 --output b.png --json");
  g_assert_cmpstr (string_of (found, "file"), ==, "in.png");
  n = (guint) json_object_get_int_member (json_node_get_object (found), "size");
  picture = load_picture ("b.png");
  g_assert_cmpuint (picture->width, ==, 3 * n);

  g_clear_pointer (&image, cp_grey_image_free);
  image = load_picture ("in.png");
  {
    g_autoptr (CpGreyImage) square = cp_grey_image_to_square (image, n);

    for (guint y = 0; y < 3 * n; y++)
      for (guint x = 0; x < 3 * n; x++)
        g_assert_cmpuint (picture->pixels[y * 3 * n + x], ==, square->pixels[y / 3 * n + x / 3]);
  }
}

/* Random weights answer otherwise, by their seed. */
static void
test_randomised (void)
{
  g_autoptr (JsonNode) trained = cli_json (EXPLAIN "--data data.npz --index 1 --output r.png --json");
  g_autoptr (JsonNode) one = cli_json (EXPLAIN "--data data.npz --index 1 --randomised --output r.png --json");
  g_autoptr (JsonNode) again = cli_json (EXPLAIN "--data data.npz --index 1 --randomised --seed 1 --output r.png --json");
  g_autoptr (JsonNode) two = cli_json (EXPLAIN "--data data.npz --index 1 --randomised --seed 2 --output r.png --json");

  g_assert_true (json_object_get_boolean_member (json_node_get_object (one), "randomised"));
  g_assert_true (g_str_has_prefix (string_of (one, "sentence"), "Random weights: "));
  g_assert_cmpfloat (number_of (one, "logit"), ==, number_of (again, "logit"));
  g_assert_cmpfloat (number_of (one, "logit"), !=, number_of (two, "logit"));
  g_assert_cmpfloat (number_of (one, "logit"), !=, number_of (trained, "logit"));
}

static void
test_words (void)
{
  g_auto (Result) result = cli_run (EXPLAIN "--data data.npz --index 0 --output w.png");

  assert_ok (&result);
  g_assert_cmpstr (result.out, ==, "");
  g_assert_nonnull (strstr (result.err, "vidence for pneumonia"));
  g_assert_nonnull (strstr (result.err, "HiResCAM"));
}

static void
test_refusals (void)
{
  static const struct { const char *line; int status; const char *message; } cases[] = {
    { "explain --output x.png in.png", 2, "explain needs --model" },
    { EXPLAIN "in.png", 2, "explain needs --output" },
    { EXPLAIN "--output x.jpg in.png", 2, "--output: x.jpg: expected a name that ends with .png" },
    { EXPLAIN "--output x in.png", 2, "--output: x: expected a name that ends with .png" },
    { EXPLAIN "--output x.png", 2, "explain needs --data and --index, or an image" },
    { EXPLAIN "--data data.npz --output x.png", 2, "needs --index" },
    { EXPLAIN "--data data.npz --index 1 --output x.png in.png", 2, "expected either an image or --data and --index" },
    { EXPLAIN "--output x.png in.png other.png", 2, "unexpected argument “other.png”" },
    { EXPLAIN "--output x.png in.png --method lime", 2, "expected grad-cam, hires-cam or occlusion, found “lime”" },
    { EXPLAIN "--output x.png in.png --class sick", 2, "expected pneumonia or normal, found “sick”" },
    { EXPLAIN "--output x.png in.png --opacity 1.1", 2, "--opacity" },
    { EXPLAIN "--output x.png in.png --scale 0", 2, "--scale" },
    { EXPLAIN "--data data.npz --index -1 --output x.png", 2, "--index" },
    { EXPLAIN "--data data.npz --index 100000 --output x.png", 1, "data.npz: --index: expected at most" },
    { EXPLAIN "--data data.npz --split all --index 0 --output x.png", 2, "--split" },
    { EXPLAIN "--output x.png none.png", 1, "none.png" },
    { EXPLAIN "--output x.png data.npz", 1, "data.npz: expected a" },
    { EXPLAIN "--output nowhere/x.png in.png", 1, "its folder does not exist" },
    { "explain --model in.png --output x.png in.png", 1, "in.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = cli_run (cases[i].line);

      assert_one_line (&result, cases[i].status, cases[i].message);
      assert_missing ("x.png");
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  cli_make_data ("data.npz");
  cli_make_model ("model.safetensors", "data.npz");
  g_test_add_func ("/cli/explain/split", test_split);
  g_test_add_func ("/cli/explain/methods", test_methods);
  g_test_add_func ("/cli/explain/file", test_file);
  g_test_add_func ("/cli/explain/randomised", test_randomised);
  g_test_add_func ("/cli/explain/words", test_words);
  g_test_add_func ("/cli/explain/refusals", test_refusals);
  status = g_test_run ();
  cli_tear_down ();

  return status;
}
