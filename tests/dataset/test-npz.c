/* SPDX-License-Identifier: MIT */
/* Data sets that load, in every form they may have. */
#include "archive.h"

#include <string.h>

/* Takes @bytes. */
static CpDataset *
load (GBytes *bytes)
{
  char *path = write_file ("scans.npz", bytes);
  g_autoptr (GError) error = NULL;
  CpDataset *dataset = cp_dataset_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_dataset_get_location (dataset), ==, path);
  g_assert_cmpstr (cp_dataset_get_name (dataset), ==, "scans.npz");
  g_assert_cmpint (cp_dataset_get_kind (dataset), ==, CP_DATASET_NPZ);
  remove_file (path);
  g_bytes_unref (bytes);

  return dataset;
}

static void
assert_is_sample (CpDataset *dataset,
                  guint      size,
                  guint      n)
{
  g_assert_cmpuint (cp_dataset_get_size (dataset), ==, size);
  for (guint s = 0; s < CP_N_SPLITS; s++)
    {
      const CpImageSet *set = cp_dataset_get_split (dataset, s);

      g_assert_cmpuint (set->n, ==, n);
      g_assert_cmpuint (set->size, ==, size);
      g_assert_cmpuint (set->positives, ==, n - (n + 2) / 3);
      for (gsize i = 0; i < (gsize) n * size * size; i++)
        if (set->pixels[i] != (guint8) ((i * i * 7 + i * 31 + s * 101) >> 3))
          g_error ("pixel %" G_GSIZE_FORMAT " of split %u is wrong", i, s);
      for (guint i = 0; i < n; i++)
        g_assert_cmpuint (set->labels[i], ==, i % 3 != 0);
    }
}

static void
test_forms (gconstpointer data)
{
  Sample *sample = sample_new (28, 10);
  g_autoptr (CpDataset) dataset = NULL;

  sample->flags = GPOINTER_TO_UINT (data);
  dataset = load (sample_end (sample));
  assert_is_sample (dataset, 28, 10);
}

static void
test_sizes (void)
{
  const guint sizes[] = { 8, 9, 64, 224, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (CpDataset) dataset = load (sample_end (sample_new (sizes[i], 2)));

      assert_is_sample (dataset, sizes[i], 2);
    }
}

static void
test_versions (void)
{
  for (guint version = 1; version <= 3; version++)
    {
      Sample *sample = sample_new (8, 4);
      const guint8 labels[] = { 0, 1, 1, 0 };
      g_autoptr (CpDataset) dataset = NULL;

      sample_set (sample, "test_labels.npy", npy_new (version, "|u1", "False", "(4,)", labels, 4));
      dataset = load (sample_end (sample));
      g_assert_cmpuint (cp_dataset_get_split (dataset, CP_SPLIT_TEST)->positives, ==, 2);
    }
}

/* [n], [n,1], and every integer type, either byte order. */
static void
test_label_types (void)
{
  static const struct { const char *descr; guint size; gboolean big; } types[] = {
    { "|u1", 1, FALSE }, { "|i1", 1, FALSE }, { "|b1", 1, FALSE }, { "<u2", 2, FALSE }, { ">u2", 2, TRUE },
    { "<i4", 4, FALSE }, { ">i4", 4, TRUE }, { "<i8", 8, FALSE }, { ">u8", 8, TRUE }, { "=i8", 8, FALSE },
  };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      Sample *sample = sample_new (8, 4);
      guint8 labels[32] = { 0 };
      g_autoptr (CpDataset) dataset = NULL;
      const CpImageSet *set;

      for (guint i = 1; i <= 2; i++)
        labels[i * types[t].size + (types[t].big ? types[t].size - 1 : 0)] = 1;
      sample_set (sample, "val_labels.npy",
                  npy_new (1, types[t].descr, "False", t % 2 ? "(4, 1)" : "(4,)", labels, 4 * types[t].size));
      dataset = load (sample_end (sample));
      set = cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION);
      g_assert_cmpmem (set->labels, 4, ((guint8[]) { 0, 1, 1, 0 }), 4);
    }
}

static void
test_fingerprint (void)
{
  g_autoptr (CpDataset) deflated = load (sample_end (sample_new (8, 6)));
  Sample *sample = sample_new (8, 6);
  g_autoptr (CpDataset) stored = NULL;
  g_autoptr (CpDataset) other = NULL;

  sample->flags = MEMBER_STORED;
  stored = load (sample_end (sample));
  sample = sample_new (8, 6);
  sample_set (sample, "val_labels.npy", npy_new (1, "|u1", "False", "(6,)", "\0\1\1\0\1\0", 6));
  other = load (sample_end (sample));

  g_assert_cmpuint (strlen (cp_dataset_get_fingerprint (deflated)), ==, 64);
  g_assert_cmpstr (cp_dataset_get_fingerprint (deflated), ==, cp_dataset_get_fingerprint (stored));
  g_assert_cmpstr (cp_dataset_get_fingerprint (deflated), !=, cp_dataset_get_fingerprint (other));
}

/* a a b c | b d d | c d d: {a a}, {b b}, {c c}, {d d d d} */
static void
test_duplicates (void)
{
  const char *names[] = { "train", "val", "test" };
  const char *images[] = { "aabc", "bdd", "cdd" };
  const char *labels[] = { "\0\1\1\0", "\0\1\1", "\0\1\1" };
  Sample *sample = sample_new (8, 4);
  g_autoptr (CpDataset) dataset = NULL;
  CpDuplicates found;

  for (guint s = 0; s < 3; s++)
    {
      gsize n = strlen (images[s]);
      guint8 pixels[4 * 64];
      g_autofree char *images_name = g_strdup_printf ("%s_images.npy", names[s]);
      g_autofree char *labels_name = g_strdup_printf ("%s_labels.npy", names[s]);
      g_autofree char *images_shape = g_strdup_printf ("(%" G_GSIZE_FORMAT ", 8, 8)", n);
      g_autofree char *labels_shape = g_strdup_printf ("(%" G_GSIZE_FORMAT ",)", n);

      memset (pixels, 7, sizeof pixels);
      for (gsize i = 0; i < n; i++)
        pixels[i * 64 + 63] = images[s][i];
      sample_set (sample, images_name, npy_new (1, "|u1", "False", images_shape, pixels, n * 64));
      sample_set (sample, labels_name, npy_new (1, "|u1", "False", labels_shape, labels[s], n));
    }

  dataset = load (sample_end (sample));
  found = cp_dataset_get_duplicates (dataset);
  g_assert_cmpuint (found.groups, ==, 4);
  g_assert_cmpuint (found.train_validation, ==, 1);
  g_assert_cmpuint (found.train_test, ==, 1);
  found = cp_dataset_get_duplicates (dataset);
  g_assert_cmpuint (found.groups, ==, 4);
}

static void
test_split_names (void)
{
  CpSplit split;

  for (guint s = 0; s < CP_N_SPLITS; s++)
    {
      g_assert_true (cp_split_from_name (cp_split_get_name (s), &split));
      g_assert_cmpint (split, ==, s);
    }
  g_assert_cmpstr (cp_split_get_name (CP_SPLIT_VALIDATION), ==, "val");
  g_assert_false (cp_split_from_name ("validation", &split));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/npz/deflated", GUINT_TO_POINTER (MEMBER_DEFLATED), test_forms);
  g_test_add_data_func ("/npz/stored", GUINT_TO_POINTER (MEMBER_STORED), test_forms);
  g_test_add_data_func ("/npz/descriptor", GUINT_TO_POINTER (MEMBER_DESCRIPTOR), test_forms);
  g_test_add_data_func ("/npz/zip64", GUINT_TO_POINTER (MEMBER_ZIP64), test_forms);
  g_test_add_data_func ("/npz/zip64-stored", GUINT_TO_POINTER (MEMBER_ZIP64 | MEMBER_STORED), test_forms);
  g_test_add_data_func ("/npz/zip64-descriptor", GUINT_TO_POINTER (MEMBER_ZIP64 | MEMBER_DESCRIPTOR), test_forms);
  g_test_add_func ("/npz/sizes", test_sizes);
  g_test_add_func ("/npz/versions", test_versions);
  g_test_add_func ("/npz/label-types", test_label_types);
  g_test_add_func ("/npz/fingerprint", test_fingerprint);
  g_test_add_func ("/npz/duplicates", test_duplicates);
  g_test_add_func ("/npz/split-names", test_split_names);

  return g_test_run ();
}
