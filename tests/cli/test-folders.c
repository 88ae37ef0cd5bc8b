/* SPDX-License-Identifier: MIT */
/* Phantoms, written as image files into folders. */
#include "cli-test.h"

#include "dataset.h"
#include "grey-image.h"

#include <glib/gstdio.h>
#include <string.h>

static void
write_image (const CpImageSet *set,
             gsize             index,
             const char       *path)
{
  const CpGreyImage image = { set->size, set->size, (guint8 *) set->pixels + index * set->size * set->size };
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (cp_grey_image_save_png (&image, path, NULL));
}

/* Kaggle's form without val, two images a patient. */
static void
write_folder (void)
{
  g_autoptr (CpDataset) dataset = cp_dataset_load ("data.npz", NULL);
  static const CpSplit splits[] = { CP_SPLIT_TRAIN, CP_SPLIT_TEST };

  for (guint s = 0; s < G_N_ELEMENTS (splits); s++)
    {
      const CpImageSet *set = cp_dataset_get_split (dataset, splits[s]);

      for (gsize i = 0; i < set->n; i++)
        {
          g_autofree char *path = set->labels[i]
                                    ? g_strdup_printf ("x/chest_xray/%s/PNEUMONIA/person%zu_virus_%zu.png",
                                                       cp_split_get_name (splits[s]), i / 2, i)
                                    : g_strdup_printf ("x/chest_xray/%s/NORMAL/IM-%04zu-%04zu.png",
                                                       cp_split_get_name (splits[s]), i / 2, i);

          write_image (set, i, path);
        }
    }
}

static gint64
get_count (JsonNode   *node,
           const char *member)
{
  return json_object_get_int_member (json_node_get_object (node), member);
}

static void
test_info (void)
{
  g_autoptr (JsonNode) node = cli_json ("info x --json");
  g_autoptr (JsonNode) larger = cli_json ("info x --size 40 --json");
  g_autoptr (JsonNode) at = cli_json ("info x@40 --json");
  g_auto (Result) text = cli_run ("info x");
  g_auto (Result) both = cli_run ("info x@40 --size 41");
  g_auto (Result) npz = cli_run ("info data.npz --size 40");
  g_auto (Result) small = cli_run ("info x --size 7");

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "kind"), ==, "folder");
  g_assert_true (json_object_get_boolean_member (json_node_get_object (node), "validation_carved"));
  g_assert_cmpint (get_count (node, "size"), ==, 28);
  g_assert_cmpint (get_count (larger, "size"), ==, 40);
  g_assert_cmpint (get_count (at, "size"), ==, 40);
  assert_ok (&text);
  g_assert_nonnull (strstr (text.out, "No val folder: a tenth"));
  g_assert_nonnull (strstr (text.out, "images in val: a threshold chosen on so few"));
  assert_one_line (&both, 1, "x@40: --size 41 is for folders of images, found images of 40×40 pixels");
  assert_one_line (&npz, 1, "data.npz: --size 40 is for folders of images, found images of 16×16 pixels");
  g_assert_cmpint (small.status, ==, 2);
}

/* A folder's images are brought to the model's size, unless they are asked for at another. */
static void
test_model_size (void)
{
  g_auto (Result) train = cli_run ("train --data x --size 36 --epochs 1 --output large.safetensors");
  g_auto (Result) evaluate = cli_run ("evaluate --model large.safetensors --data x --json");
  g_auto (Result) predict = cli_run ("predict --model large.safetensors --data x --split val");
  g_auto (Result) other = cli_run ("predict --model large.safetensors --data x@28");

  assert_ok (&train);
  assert_ok (&evaluate);
  assert_ok (&predict);
  g_assert_true (g_str_has_prefix (predict.out, "index,split,label,logit,probability\n0,val,0,"));
  assert_one_line (&other, 1, "expected images of 36×36 pixels, as the model takes, found 28×28");
}

/* The images of a folder, in the order of their names, as if each had been named. */
static void
test_images (void)
{
  g_autoptr (CpDataset) dataset = cp_dataset_load ("data.npz", NULL);
  g_auto (Result) folder = { 0 }, each = { 0 };

  write_image (cp_dataset_get_split (dataset, CP_SPLIT_TEST), 1, "mine/b.png");
  write_image (cp_dataset_get_split (dataset, CP_SPLIT_TEST), 0, "mine/a.PNG");
  cli_write ("mine/notes.txt", g_bytes_new_static ("no", 2));
  folder = cli_run ("predict --model model.safetensors mine");
  each = cli_run ("predict --model model.safetensors mine/a.PNG mine/b.png");
  assert_ok (&folder);
  g_assert_cmpstr (folder.out, ==, each.out);
  g_assert_true (g_str_has_prefix (folder.out, "file,logit,probability\nmine/a.PNG,"));
}

static void
test_bad_images (void)
{
  g_auto (Result) result = { 0 }, empty = { 0 };
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (g_mkdir ("empty", 0700), ==, 0);
  cli_write ("mine/c.jpeg", g_bytes_new_static ("\xff\xd8\xff\xe0", 4));
  result = cli_run ("predict --model model.safetensors empty mine nothing.png");
  g_assert_cmpint (result.status, ==, 1);
  lines = g_strsplit (result.err, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[0], ==, "cutpoint-cli: empty: expected PNG or JPEG images in the folder, found none");
  g_assert_true (g_str_has_prefix (lines[1], "cutpoint-cli: mine/c.jpeg: damaged JPEG image"));
  g_assert_true (g_str_has_prefix (lines[2], "cutpoint-cli: nothing.png: "));
  g_assert_nonnull (strstr (result.out, "\nmine/b.png,"));

  empty = cli_run ("predict --model model.safetensors empty --json");
  assert_one_line (&empty, 1, "empty: expected PNG or JPEG images");
}

static void
test_ensemble (void)
{
  g_auto (Result) train = cli_run ("train --data x --epochs 1 --ensemble 2 --output two.safetensors");
  g_auto (Result) result = cli_run ("predict --model two.safetensors mine/a.PNG");
  g_autoptr (JsonNode) node = cli_json ("predict --model two.safetensors mine/a.PNG --json");
  JsonArray *array = json_object_get_array_member (json_node_get_object (node), "predictions");

  assert_ok (&train);
  g_assert_true (g_str_has_prefix (result.out, "file,logit,probability,std\nmine/a.PNG,"));
  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  g_assert_true (json_object_has_member (json_array_get_object_element (array, 0), "std"));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  cli_make_data ("data.npz");
  cli_make_model ("model.safetensors", "data.npz");
  write_folder ();

  g_test_add_func ("/cli/folders/info", test_info);
  g_test_add_func ("/cli/folders/model-size", test_model_size);
  g_test_add_func ("/cli/folders/images", test_images);
  g_test_add_func ("/cli/folders/bad-images", test_bad_images);
  g_test_add_func ("/cli/folders/ensemble", test_ensemble);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
