/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include "grey-image.h"
#include "image-files.h"

#include <glib/gstdio.h>
#include <string.h>

/* Data sets of tiny PNG files in folders, each image of one grey, so that it can be told from the others. */

typedef struct
{
  char *root;
} Test;

static void
set_up (Test          *test,
        gconstpointer  data)
{
  test->root = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Test          *test,
           gconstpointer  data)
{
  remove_all (test->root);
  g_free (test->root);
}

static void
put (Test       *test,
     const char *folder,
     const char *name,
     guint8      grey)
{
  g_autofree char *path = g_build_filename (test->root, folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (CpGreyImage) image = cp_grey_image_new (10, 12);

  memset (image->pixels, grey, 120);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (cp_grey_image_save_png (image, path, NULL));
}

static void
put_text (Test       *test,
          const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (test->root, folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "no image", -1, NULL));
}

static CpDataset *
load (Test       *test,
      const char *suffix)
{
  g_autofree char *location = g_strconcat (test->root, suffix, NULL);
  g_autoptr (GError) error = NULL;
  CpDataset *dataset = cp_dataset_load (location, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
assert_split (CpDataset  *dataset,
              CpSplit     split,
              const char *expected)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, split);
  g_autoptr (GString) found = g_string_new (NULL);

  for (gsize i = 0; i < set->n; i++)
    g_string_append_printf (found, "%u:%u ", set->pixels[i * set->size * set->size], set->labels[i]);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
put_whole (Test       *test,
           const char *prefix)
{
  static const char *const folders[] = { "TRAIN/normal", "TRAIN/Pneumonia", "val/NORMAL", "val/PNEUMONIA", "test/NORMAL",
                                         "test/PNEUMONIA" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (prefix, folders[i], NULL);

      put (test, folder, "b.png", (guint8) (10 * i + 2));
      put (test, folder, "a.png", (guint8) (10 * i + 1));
    }
}

static void
test_whole (Test          *test,
            gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL;

  put_whole (test, "");
  put_text (test, "val/NORMAL", ".DS_Store");
  put_text (test, "val/NORMAL", "Thumbs.db");
  dataset = load (test, "");
  g_assert_cmpint (cp_dataset_get_kind (dataset), ==, CP_DATASET_FOLDER);
  g_assert_cmpuint (cp_dataset_get_size (dataset), ==, 28);
  g_assert_cmpuint (cp_dataset_get_skipped (dataset, NULL), ==, 0);
  g_assert_false (cp_dataset_get_carved (dataset));
  assert_split (dataset, CP_SPLIT_TRAIN, "1:0 2:0 11:1 12:1 ");
  assert_split (dataset, CP_SPLIT_VALIDATION, "21:0 22:0 31:1 32:1 ");
  assert_split (dataset, CP_SPLIT_TEST, "41:0 42:0 51:1 52:1 ");
}

/* As the archive unpacks: chest_xray in chest_xray, with a Macintosh's litter beside it. */
static void
test_nested (Test          *test,
             gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL;

  put_whole (test, "chest_xray/chest_xray");
  put (test, "chest_xray/__MACOSX/train", "._a.png", 7);
  dataset = load (test, "@16");
  g_assert_cmpuint (cp_dataset_get_size (dataset), ==, 16);
  g_assert_true (g_str_has_suffix (cp_dataset_get_location (dataset), "@16"));
  assert_split (dataset, CP_SPLIT_TEST, "41:0 42:0 51:1 52:1 ");
}

static void
test_patients (void)
{
  static const char *const names[][2] = {
    { "person12_bacteria_34.jpeg", "person12" }, { "person12_virus_7_1.jpeg", "person12" },
    { "IM-0115-0001.jpeg", "IM-0115" }, { "IM-0115-0001-0002.jpeg", "IM-0115" },
    { "NORMAL2-IM-0840-0001.jpeg", "NORMAL2-IM-0840" }, { "scan.png", "scan.png" }, { "person.png", "person.png" },
    { "\xff.png", "\xff.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *patient = cp_folder_patient (names[i][0]);

      g_assert_cmpstr (patient, ==, names[i][1]);
    }
}

static void
put_many (Test *test)
{
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *pneumonia = g_strdup_printf ("person%u_virus_%u.png", i / 3, i);
      g_autofree char *normal = g_strdup_printf ("IM-%04u-%04u.png", i / 2, i);

      put (test, "train/PNEUMONIA", pneumonia, (guint8) (i / 3)); /* a grey a patient */
      if (i < 60)
        put (test, "train/NORMAL", normal, (guint8) (i / 2));
    }
  put (test, "test/NORMAL", "a.png", 1);
  put (test, "test/PNEUMONIA", "b.png", 2);
}

static void
count_patients (const CpImageSet *set,
                guint             counts[2][256])
{
  memset (counts, 0, 2 * 256 * sizeof (guint));
  for (gsize i = 0; i < set->n; i++)
    counts[set->labels[i]][set->pixels[i * set->size * set->size]]++;
}

/* A tenth of each class, no patient on both sides, and the same tenth every time. */
static void
test_carve (Test          *test,
            gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL, again = NULL;
  guint train[2][256], validation[2][256];
  const CpImageSet *set;

  put_many (test);
  dataset = load (test, "");
  again = load (test, "");
  g_assert_cmpstr (cp_dataset_get_fingerprint (dataset), ==, cp_dataset_get_fingerprint (again));
  set = cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION);
  g_assert_cmpuint (set->positives, ==, 12);
  g_assert_cmpuint (set->n - set->positives, ==, 6);
  g_assert_cmpuint (cp_dataset_get_split (dataset, CP_SPLIT_TRAIN)->n, ==, 180 - 18);
  count_patients (set, validation);
  count_patients (cp_dataset_get_split (dataset, CP_SPLIT_TRAIN), train);
  for (guint label = 0; label < 2; label++)
    for (guint patient = 0; patient < 256; patient++)
      g_assert_true (validation[label][patient] == 0 || train[label][patient] == 0);
}

/* Whatever the class, a patient is on one side; a mere number in both classes is no patient. */
static void
test_carve_across_classes (Test          *test,
                           gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL;
  guint train[2][256], validation[2][256];

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("person%u_%u.png", i, i);
      g_autofree char *number = g_strdup_printf ("%u.png", i);

      put (test, "train/NORMAL", name, (guint8) i);
      put (test, "train/PNEUMONIA", name, (guint8) i);
      put (test, "train/PNEUMONIA", number, (guint8) (100 + i));
      if (i < 10)
        put (test, "train/NORMAL", number, (guint8) (100 + i));
    }
  put (test, "test/NORMAL", "a.png", 1);
  put (test, "test/PNEUMONIA", "b.png", 2);
  dataset = load (test, "");
  g_assert_true (cp_dataset_get_carved (dataset));
  count_patients (cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION), validation);
  count_patients (cp_dataset_get_split (dataset, CP_SPLIT_TRAIN), train);
  for (guint patient = 0; patient < 100; patient++)
    g_assert_true (validation[0][patient] + validation[1][patient] == 0 || train[0][patient] + train[1][patient] == 0);
}

/* One patient a class cannot be parted; of two, one is set aside. A val without images is none. */
static void
test_carve_few (Test          *test,
                gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL;

  put (test, "train/NORMAL", "IM-1-1.png", 1);
  put (test, "train/NORMAL", "IM-2-1.png", 2);
  put (test, "train/PNEUMONIA", "person1_1.png", 3);
  put (test, "train/PNEUMONIA", "person2_1.png", 4);
  put (test, "test/NORMAL", "a.png", 1);
  put (test, "test/PNEUMONIA", "b.png", 2);
  put (test, "val/NORMAL", ".DS_Store.png", 2);
  put (test, "val/PNEUMONIA", ".DS_Store.png", 2);
  dataset = load (test, "");
  g_assert_true (cp_dataset_get_carved (dataset));
  g_assert_cmpuint (cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION)->n, ==, 2);
  g_assert_cmpuint (cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION)->positives, ==, 1);
}

static gboolean
stop_at_third (guint    done,
               guint    n,
               gpointer user_data)
{
  guint *calls = user_data;

  g_assert_cmpuint (n, ==, 12);
  g_assert_cmpuint (done, ==, ++*calls);
  return done < 3;
}

static void
test_progress (Test          *test,
               gconstpointer  data)
{
  guint calls = 0;
  const CpDatasetOptions options = { 16, stop_at_third, &calls };
  g_autoptr (CpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *at = g_strconcat (test->root, "@20", NULL);

  put_whole (test, "");
  g_assert_null (cp_dataset_load_with (test->root, &options, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_STOPPED);
  g_assert_cmpuint (calls, ==, 3);

  dataset = cp_dataset_load_with (test->root, &(CpDatasetOptions) { .size = 16 }, NULL);
  g_assert_cmpuint (cp_dataset_get_size (dataset), ==, 16);
  g_clear_pointer (&dataset, cp_dataset_unref);
  dataset = cp_dataset_load_with (at, &(CpDatasetOptions) { .size = 16 }, NULL);
  g_assert_cmpuint (cp_dataset_get_size (dataset), ==, 20);
}

static void
test_list (Test          *test,
           gconstpointer  data)
{
  g_auto (GStrv) paths = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_image_files_list (test->root, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, test->root));
  put (test, ".", "b.PNG", 1);
  put (test, ".", "a.jpeg", 1);
  put (test, ".", ".c.png", 1);
  put (test, "more.png", "d.png", 1);
  put_text (test, ".", "notes.txt");
  paths = cp_image_files_list (test->root, NULL);
  g_assert_cmpuint (g_strv_length (paths), ==, 2);
  g_assert_true (g_str_has_suffix (paths[0], "/a.jpeg"));
  g_assert_true (g_str_has_suffix (paths[1], "/b.PNG"));
}

static void
test_skips (Test          *test,
            gconstpointer  data)
{
  g_autoptr (CpDataset) dataset = NULL;
  const char *first;

  put_whole (test, "");
  put_text (test, "val/PNEUMONIA", "c.png");
  put_text (test, "test/NORMAL", "a0.jpeg");
  dataset = load (test, "");
  g_assert_cmpuint (cp_dataset_get_skipped (dataset, &first), ==, 2);
  g_assert_nonnull (strstr (first, "c.png: expected a PNG or JPEG image, found something else"));
  assert_split (dataset, CP_SPLIT_VALIDATION, "21:0 22:0 31:1 32:1 ");
}

static void
assert_refused (Test       *test,
                const char *suffix,
                const char *contains)
{
  g_autofree char *location = g_strconcat (test->root, suffix, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_dataset_load (location, &error));
  g_assert_cmpuint (error->domain, ==, CP_DATASET_ERROR);
  g_assert_true (g_str_has_prefix (error->message, test->root));
  g_assert_nonnull (strstr (error->message, contains));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refused (Test          *test,
              gconstpointer  data)
{
  assert_refused (test, "", "expected the folders train and test");
  put (test, "train/NORMAL", "a.png", 1);
  put (test, "train/PNEUMONIA", "a.png", 1);
  put (test, "test/NORMAL", "a.png", 1);
  assert_refused (test, "", "expected the folders train and test");
  put (test, "test/PNEUMONIA", "a.png", 1);
  assert_refused (test, "", "val: expected images, found none"); /* a tenth of one is none */
  assert_refused (test, "@7", "expected images of 8 to 1024 pixels, found 7");
  assert_refused (test, "@x", "expected images of 8 to 1024 pixels, found 0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/folder/" name, Test, NULL, set_up, function, tear_down)
  ADD ("whole", test_whole);
  ADD ("nested", test_nested);
  ADD ("carve", test_carve);
  ADD ("carve-across-classes", test_carve_across_classes);
  ADD ("carve-few", test_carve_few);
  ADD ("progress", test_progress);
  ADD ("list", test_list);
  ADD ("skips", test_skips);
  ADD ("refused", test_refused);
#undef ADD
  g_test_add_func ("/folder/patients", test_patients);

  return g_test_run ();
}
