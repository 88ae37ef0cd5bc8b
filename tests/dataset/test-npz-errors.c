/* SPDX-License-Identifier: MIT */
/* Files that must be refused, each with its message; and damaged ones, which must never crash. */
#include "archive.h"

#include "dataset-error.h"
#include "npz.h"

#include <glib/gstdio.h>
#include <string.h>

/* One array of a good data set replaced, and what is said of it. */
typedef struct
{
  const char *what;
  const char *member;
  const char *descr;
  const char *order;
  const char *shape;
  gsize size;
  gint code;
  const char *message;
} Case;

static const Case cases[] = {
  { "rgb", "train_images.npy", "|u1", "False", "(10, 28, 28, 3)", 23520, CP_DATASET_ERROR_UNSUPPORTED,
    "train_images.npy: expected greyscale images [n,h,w], found [10,28,28,3] (RGB)" },
  { "rgba", "val_images.npy", "|u1", "False", "(10, 28, 28, 4)", 31360, CP_DATASET_ERROR_UNSUPPORTED,
    "val_images.npy: expected greyscale images [n,h,w], found [10,28,28,4] (RGBA)" },
  { "flat", "train_images.npy", "|u1", "False", "(10, 784)", 7840, CP_DATASET_ERROR_UNSUPPORTED,
    "train_images.npy: expected greyscale images [n,h,w], found [10,784]" },
  { "float", "train_images.npy", "<f4", "False", "(10, 28, 28)", 31360, CP_DATASET_ERROR_UNSUPPORTED,
    "train_images.npy: expected uint8, found <f4" },
  { "signed", "test_images.npy", "|i1", "False", "(10, 28, 28)", 7840, CP_DATASET_ERROR_UNSUPPORTED,
    "test_images.npy: expected uint8, found |i1" },
  { "objects", "test_images.npy", "|O", "False", "(10, 28, 28)", 99, CP_DATASET_ERROR_UNSUPPORTED,
    "test_images.npy: expected uint8, found |O" },
  { "fortran", "val_images.npy", "|u1", "True", "(10, 28, 28)", 7840, CP_DATASET_ERROR_UNSUPPORTED,
    "val_images.npy: expected C order, found Fortran order" },
  { "oblong", "val_images.npy", "|u1", "False", "(10, 28, 32)", 8960, CP_DATASET_ERROR_UNSUPPORTED,
    "val_images.npy: expected square images, found [10,28,32]" },
  { "small", "train_images.npy", "|u1", "False", "(10, 7, 7)", 490, CP_DATASET_ERROR_UNSUPPORTED,
    "train_images.npy: expected images of 8 to 1024 pixels a side, found [10,7,7]" },
  { "large", "train_images.npy", "|u1", "False", "(10, 1025, 1025)", 100, CP_DATASET_ERROR_UNSUPPORTED,
    "train_images.npy: expected images of 8 to 1024 pixels a side, found [10,1025,1025]" },
  { "other-size", "test_images.npy", "|u1", "False", "(10, 32, 32)", 10240, CP_DATASET_ERROR_UNSUPPORTED,
    "test_images.npy: expected images of 28×28 as in train, found [10,32,32]" },
  { "empty", "val_images.npy", "|u1", "False", "(0, 28, 28)", 0, CP_DATASET_ERROR_UNSUPPORTED,
    "val_images.npy: expected at least one image, found [0,28,28]" },
  { "too-many", "val_images.npy", "|u1", "False", "(4000001, 28, 28)", 10, CP_DATASET_ERROR_UNSUPPORTED,
    "val_images.npy: expected at most 4,000,000 images, found [4000001,28,28]" },
  { "too-much", "train_images.npy", "|u1", "False", "(10, 1024, 1024)", 10, CP_DATASET_ERROR_FORMAT,
    "train_images.npy: expected 10485760 bytes of data, found 10" },
  { "short", "train_images.npy", "|u1", "False", "(10, 28, 28)", 7839, CP_DATASET_ERROR_FORMAT,
    "train_images.npy: expected 7840 bytes of data, found 7839" },
  { "long", "train_images.npy", "|u1", "False", "(10, 28, 28)", 7841, CP_DATASET_ERROR_FORMAT,
    "train_images.npy: expected 7840 bytes of data, found 7841" },
  { "overflow", "train_images.npy", "|u1", "False", "(99999999999999999999, 28, 28)", 7840, CP_DATASET_ERROR_FORMAT,
    "train_images.npy: damaged npy header: a dimension is too large" },
  { "count", "train_images.npy", "|u1", "False", "(11, 28, 28)", 8624, CP_DATASET_ERROR_FORMAT,
    "train_labels.npy: expected 11 labels, as many as images, found 10" },
  { "label-count", "test_labels.npy", "|u1", "False", "(9, 1)", 9, CP_DATASET_ERROR_FORMAT,
    "test_labels.npy: expected 10 labels, as many as images, found 9" },
  { "label-float", "train_labels.npy", "<f4", "False", "(10, 1)", 40, CP_DATASET_ERROR_UNSUPPORTED,
    "train_labels.npy: expected uint8, found <f4" },
  { "multi-label", "train_labels.npy", "|u1", "False", "(10, 14)", 140, CP_DATASET_ERROR_UNSUPPORTED,
    "train_labels.npy: expected one label an image, [n,1] or [n], found [10,14]" },
  { "one-class-train", "train_labels.npy", "|u1", "False", "(10, 1)", 10, CP_DATASET_ERROR_UNSUPPORTED,
    "train_labels.npy: expected both classes, found only normal (0)" },
  { "one-class-test", "test_labels.npy", "|u1", "False", "(10,)", 10, CP_DATASET_ERROR_UNSUPPORTED,
    "test_labels.npy: expected both classes, found only normal (0)" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  Sample *sample = sample_new (28, 10);
  g_autofree guint8 *zeros = g_malloc0 (c->size + 1);

  sample_set (sample, c->member, npy_new (1, c->descr, c->order, c->shape, zeros, c->size));
  assert_load_fails (sample_end (sample), c->code, c->message);
}

/* As many labels as images, which together are one MiB too many. */
static void
test_two_gibibytes (void)
{
  Sample *sample = sample_new (28, 10);
  guint8 labels[2049] = { 1 };

  sample_set (sample, "train_images.npy", npy_new (1, "|u1", "False", "(2049, 1024, 1024)", labels, 10));
  sample_set (sample, "train_labels.npy", npy_new (1, "|u1", "False", "(2049,)", labels, sizeof labels));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_LIMIT,
                     "train_images.npy: expected at most 2 GiB, found [2049,1024,1024] of |u1");
}

static void
test_labels_to_seven (void)
{
  Sample *sample = sample_new (28, 10);

  sample_set (sample, "train_labels.npy", npy_new (1, "|u1", "False", "(10, 1)", "\0\1\1\0\7\2\3\4\5\6", 10));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_UNSUPPORTED,
                     "train_labels.npy: expected labels 0 and 1, found 7 at row 4");

  sample = sample_new (28, 2);
  sample_set (sample, "val_labels.npy", npy_new (1, "<i2", "False", "(2, 1)", "\1\0\xff\xff", 4));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_UNSUPPORTED,
                     "val_labels.npy: expected labels 0 and 1, found -1 at row 1");
}

static void
test_only_pneumonia (void)
{
  Sample *sample = sample_new (28, 2);

  sample_set (sample, "val_labels.npy", npy_new (1, "|u1", "False", "(2, 1)", "\1\1", 2));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_UNSUPPORTED,
                     "val_labels.npy: expected both classes, found only pneumonia (1)");
}

static void
test_missing_member (void)
{
  const char *const names[] = { "train_images.npy", "train_labels.npy", "val_images.npy",
                                "val_labels.npy", "test_images.npy", "test_labels.npy" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *message = g_strdup_printf ("member %s is missing", names[i]);
      Sample *sample = sample_new (8, 4);

      sample_remove (sample, names[i]);
      assert_load_fails (sample_end (sample), CP_DATASET_ERROR_FORMAT, message);
    }
}

static void
test_not_npy (void)
{
  Sample *sample = sample_new (8, 4);

  sample_set (sample, "val_labels.npy", g_bytes_new_static ("hello, hello, hello", 19));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_FORMAT,
                     "val_labels.npy: expected an npy array, found something else");

  sample = sample_new (8, 4);
  sample_set (sample, "val_labels.npy", g_bytes_new_static ("", 0));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_FORMAT, "val_labels.npy: it ends too early");

  sample = sample_new (8, 4);
  sample_set (sample, "val_labels.npy", npy_new (4, "|u1", "False", "(4,)", "\0\1\0\1", 4));
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_UNSUPPORTED,
                     "val_labels.npy: expected npy 1.0 to 3.0, found 4.0");
}

static gboolean
read_npz (CpZip          *zip,
          CpImageBuffer   buffers[CP_N_SPLITS],
          GError        **error)
{
  g_autoptr (CpNpzReader) reader = cp_npz_reader_new (zip, error);

  return reader != NULL && cp_npz_reader_finish (reader, buffers, error);
}

/* Every member is damaged: the first is named, whichever thread reads it. */
static void
test_bad_crc (void)
{
  Sample *sample = sample_new (8, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CpZip) zip = NULL;
  CpImageBuffer buffers[CP_N_SPLITS];

  sample->flags = MEMBER_BAD_CRC;
  bytes = sample_end (sample);
  zip = cp_zip_new (bytes, &error);
  g_assert_no_error (error);
  g_assert_false (read_npz (zip, buffers, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "train_labels.npy: expected CRC "));
}

static void
test_longer (void)
{
  Sample *sample = sample_new (8, 4);

  sample->flags = MEMBER_LONGER;
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_FORMAT,
                     "train_labels.npy: it does not end after the 77 bytes it declares");
}

static void
test_encrypted (void)
{
  Sample *sample = sample_new (8, 4);

  sample->flags = MEMBER_ENCRYPTED;
  assert_load_fails (sample_end (sample), CP_DATASET_ERROR_UNSUPPORTED,
                     "train_images.npy: expected plain data, found it encrypted");
}

/* 1.9 GiB in a few bytes: refused before any of it is inflated. */
static void
test_bomb (void)
{
  Archive *archive = archive_new ();
  g_autofree guint8 *zeros = g_malloc0 (4 << 20);
  g_autoptr (GBytes) content = npy_new (1, "|u1", "False", "(2541000, 28, 28)", zeros, 4 << 20);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CpZip) zip = NULL;
  const CpZipMember *member;

  archive_add (archive, "train_images.npy", content, MEMBER_HUGE);
  bytes = archive_end (archive);
  zip = cp_zip_new (bytes, &error);
  g_assert_no_error (error);
  member = cp_zip_find (zip, "train_images.npy", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (member->size, ==, G_GUINT64_CONSTANT (1900) << 20);
  g_assert_null (cp_zip_reader_new (zip, member, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT);
}

/* The same bytes under two names: how a small archive grows without end. */
static void
test_overlap (void)
{
  Archive *archive = archive_new ();
  g_autoptr (GBytes) content = g_bytes_new_static ("0123456789", 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint entry;

  archive_add (archive, "a", content, MEMBER_STORED);
  entry = archive->directory->len;
  archive_add (archive, "a", content, MEMBER_STORED);
  memset (archive->directory->data + entry + 42, 0, 4); /* its local header is the first one's */
  bytes = archive_end (archive);
  g_assert_null (cp_zip_new (bytes, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, "damaged zip archive: its members overlap");
}

static void
test_twice (void)
{
  Archive *archive = archive_new ();
  g_autoptr (GBytes) content = g_bytes_new_static ("0123456789", 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CpZip) zip = NULL;

  archive_add (archive, "a", content, MEMBER_STORED);
  archive_add (archive, "a", content, MEMBER_DEFLATED);
  bytes = archive_end (archive);
  zip = cp_zip_new (bytes, &error);
  g_assert_no_error (error);
  g_assert_null (cp_zip_find (zip, "a", &error));
  g_assert_cmpstr (error->message, ==, "expected one member a, found two");
}

static void
test_not_a_zip (void)
{
  assert_load_fails (g_bytes_new_static ("", 0), CP_DATASET_ERROR_FORMAT,
                     "expected a zip archive (npz), found an empty file");
  assert_load_fails (g_bytes_new_static ("index,label\n0,1\n", 16), CP_DATASET_ERROR_FORMAT,
                     "expected a zip archive (npz), found something else");
  assert_load_fails (g_bytes_new_static ("PK\3\4 and no more", 16), CP_DATASET_ERROR_FORMAT,
                     "damaged zip archive: no table of contents at its end; is the file complete?");
}

static void
assert_path_fails (const char *path,
                   const char *cause)
{
  g_autofree char *expected = g_strdup_printf ("%s: %s", path, cause);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_dataset_load (path, &error));
  g_assert_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_IO);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_not_a_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (folder, "none.npz", NULL);

  assert_path_fails (missing, "No such file or directory");
  assert_path_fails ("/dev/null", "expected a file, found a device or pipe");
  g_rmdir (folder);
}

/* A data set with labels, or an error: the outcome of reading damaged bytes. */
static gboolean
try_read (const guint8  *data,
          gsize          size,
          CpImageBuffer  buffers[CP_N_SPLITS])
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpZip) zip = cp_zip_new (bytes, &error);
  gboolean read = zip != NULL && read_npz (zip, buffers, &error);

  g_assert_true (read == (error == NULL));
  if (error != NULL)
    {
      g_assert_true (error->domain == CP_DATASET_ERROR);
      g_assert_null (strchr (error->message, '\n'));
    }

  return read;
}

static void
clear (CpImageBuffer buffers[CP_N_SPLITS])
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    cp_image_buffer_clear (&buffers[i]);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = sample_end (sample_new (28, 12));
  CpImageBuffer buffers[CP_N_SPLITS];
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize n = 0; n < size; n += 97)
    g_assert_false (try_read (data, n, buffers));
  for (gsize n = size - 200; n < size; n++)
    g_assert_false (try_read (data, n, buffers));
  g_assert_true (try_read (data, size, buffers));
  clear (buffers);
}

/* Bytes changed at random: an error, or exactly the data there was; never another data set. */
static void
test_flipped (gconstpointer flags)
{
  Sample *sample = sample_new (8, 6);
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);
  g_autoptr (GBytes) bytes = NULL;
  CpImageBuffer whole[CP_N_SPLITS];
  const guint8 *data;
  gsize size;
  guint survived = 0;

  sample->flags = GPOINTER_TO_UINT (flags);
  bytes = sample_end (sample);
  data = g_bytes_get_data (bytes, &size);
  g_assert_true (try_read (data, size, whole));

  for (guint round = 0; round < 3000; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      CpImageBuffer buffers[CP_N_SPLITS];

      for (gint i = g_rand_int_range (random, 1, 5); i > 0; i--)
        copy[g_rand_int_range (random, 0, size)] = g_rand_int (random);
      if (!try_read (copy, size, buffers))
        continue;
      for (guint s = 0; s < CP_N_SPLITS; s++)
        {
          g_assert_cmpmem (buffers[s].pixels, buffers[s].n * 64, whole[s].pixels, whole[s].n * 64);
          g_assert_cmpmem (buffers[s].labels, buffers[s].n, whole[s].labels, whole[s].n);
        }
      clear (buffers);
      survived++;
    }

  g_test_message ("%u of 3000 damaged archives still held the data", survived);
  g_assert_cmpuint (survived, <, 1500);
  clear (whole);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/npz-errors/%s", cases[i].what);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/npz-errors/two-gibibytes", test_two_gibibytes);
  g_test_add_func ("/npz-errors/labels-to-seven", test_labels_to_seven);
  g_test_add_func ("/npz-errors/only-pneumonia", test_only_pneumonia);
  g_test_add_func ("/npz-errors/missing-member", test_missing_member);
  g_test_add_func ("/npz-errors/not-npy", test_not_npy);
  g_test_add_func ("/npz-errors/bad-crc", test_bad_crc);
  g_test_add_func ("/npz-errors/longer", test_longer);
  g_test_add_func ("/npz-errors/encrypted", test_encrypted);
  g_test_add_func ("/npz-errors/bomb", test_bomb);
  g_test_add_func ("/npz-errors/overlap", test_overlap);
  g_test_add_func ("/npz-errors/twice", test_twice);
  g_test_add_func ("/npz-errors/not-a-zip", test_not_a_zip);
  g_test_add_func ("/npz-errors/not-a-file", test_not_a_file);
  g_test_add_func ("/npz-errors/truncated", test_truncated);
  g_test_add_data_func ("/npz-errors/flipped", GUINT_TO_POINTER (MEMBER_DEFLATED), test_flipped);
  g_test_add_data_func ("/npz-errors/flipped-stored", GUINT_TO_POINTER (MEMBER_STORED | MEMBER_ZIP64), test_flipped);

  return g_test_run ();
}
