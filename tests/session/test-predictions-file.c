/* SPDX-License-Identifier: MIT */
/* Tables of other programs: what is read, what is refused, and never a crash. */
#include "predictions-file.h"

#include "confusion.h"
#include "decimal.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *folder;
static char *path;

/* Without waiting for the disk. */
static void
put (const char *text,
     gssize      length)
{
  FILE *file = g_fopen (path, "wb");
  gsize n = length < 0 ? strlen (text) : (gsize) length;

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, n, file), ==, n);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Two pneumonias at 0.75 and 0.5, one normal at 0.25, however they are written. */
static const char *const good[] = {
  "label,probability\n1,0.75\n1,0.5\n0,0.25\n",
  "label,probability\n1,0.75\n1,0.5\n0,0.25",
  "label,probability\r\n1,0.75\r\n1,0.5\r\n0,0.25\r\n\r\n",
  "label,probability\r\n1,0.75\r\n1,0.5\r\n0,0.25\r",
  "\xef\xbb\xbflabel,probability\n1,0.75\n1,0.5\n0,0.25\n\n\n",
  "probability,label\n.75,1\n5e-1,1.0\n+0.250,0.0\n",
  "index,Probability, LABEL ,x\n0, 0.75 , 1,\n1,\t0.5,1 ,\n2,0.25,0,\n",
  "\"label\",\"probability\"\n\"1\",\"0.75\"\r\n\"1\",0.5\r\n0,\"0.25\"",
  "file,label,probability\n\"a \"\"b\"\", c.png\",pneumonia,0.75\n\"two\nlines\",PNEUMONIA,0.5\n\"\",Normal,0.25\n",
  "file,label,probability\n5\" x,1,0.75\n,1,0.5\nx,0,0.25\n",
  "label,probability,x,x\n1,0.75,1,2\n1,0.5,1,2\n0,0.25,1,2\n",
};

static void
test_good (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPredictions) predictions = NULL;
  g_autofree char *split = NULL;
  CpConfusion confusion;

  put (text, -1);
  predictions = cp_predictions_file_load (path, NULL, &split, &error);
  g_assert_no_error (error);
  g_assert_null (split);
  g_assert_cmpuint (cp_predictions_get_n (predictions), ==, 3);
  g_assert_cmpuint (cp_predictions_get_positives (predictions), ==, 2);
  confusion = cp_confusion_at (predictions, 0.5);
  g_assert_cmpuint (confusion.tp, ==, 2);
  g_assert_cmpuint (confusion.fp, ==, 0);
  confusion = cp_confusion_at (predictions, 0.25);
  g_assert_cmpuint (confusion.fp, ==, 1);
  confusion = cp_confusion_at (predictions, nextafter (0.75, 1));
  g_assert_cmpuint (confusion.fn, ==, 2);
}

typedef struct
{
  const char *text;
  gssize length;
  const char *message; /* behind the file's name */
} Bad;

static const Bad bad[] = {
  { "", 0, "expected a header with the columns label and probability, found an empty file" },
  { "\r\n\n", -1, "expected a header with the columns label and probability, found an empty file" },
  { "\xef\xbb\xbf", -1, "expected a header with the columns label and probability, found an empty file" },
  { "label,probability\n", -1, "expected at least one row below the header, found none" },
  { "label,probability", -1, "expected at least one row below the header, found none" },
  { "1,0.75\n0,0.5\n", -1,
    "row 1: expected a header with the columns label and probability, with commas between, found “1,0.75”" },
  { "label;probability\n1;0.5\n", -1,
    "row 1: expected a header with the columns label and probability, with commas between, found “label;probability”" },
  { "label,label,probability\n1,1,0.5\n", -1, "row 1: expected one column “label”, found two" },
  { "label,probability,Probability \n1,0.5,0.5\n", -1, "row 1: expected one column “probability”, found two" },
  { "label,probability\n1,nan\n", -1, "row 2: probability: expected a number from 0 to 1, found “nan”" },
  { "label,probability\n1,0.5\n1,1.0000001\n", -1,
    "row 3: probability: expected a number from 0 to 1, found “1.0000001”" },
  { "label,probability\n1,-1e-300\n", -1, "row 2: probability: expected a number from 0 to 1, found “-1e-300”" },
  { "label,probability\n1,0x1p-2\n", -1, "row 2: probability: expected a number from 0 to 1, found “0x1p-2”" },
  { "label,probability\n1,inf\n", -1, "row 2: probability: expected a number from 0 to 1, found “inf”" },
  { "label,probability\n1,\n", -1, "row 2: probability: expected a number from 0 to 1, found “”" },
  { "label,probability\n1,\"0,5\"\n", -1, "row 2: probability: expected a number from 0 to 1, found “0,5”" },
  { "label,probability\n1,0.5.5\n", -1, "row 2: probability: expected a number from 0 to 1, found “0.5.5”" },
  { "label,probability\n2,0.5\n", -1, "row 2: label: expected 0, 1, normal or pneumonia, found “2”" },
  { "label,probability\n0.5,0.5\n", -1, "row 2: label: expected 0, 1, normal or pneumonia, found “0.5”" },
  { "label,probability\nnormally,0.5\n", -1, "row 2: label: expected 0, 1, normal or pneumonia, found “normally”" },
  { "label,probability\n1\n", -1, "row 2: expected 2 fields, as in the header, found 1" },
  { "label,probability\n1,0.5,\n", -1, "row 2: expected 2 fields, as in the header, found 3" },
  { "label,probability\n1,0.5\n\n0,0.5\n", -1, "row 3: expected fields, found an empty line" },
  { "label,probability\n1,0.\0005\n", 25, "row 2: expected text, found a NUL byte" },
  { "label,probability\n1,\"0.5\n0,0.5\n", -1, "row 2: expected a closing quote within 65536 bytes, found none" },
  { "label,probability\n1,\"0.5\"0\n", -1, "row 2: expected a comma after a closing quote, found something else" },
  { "\xff\xfel\0a\0b\0", 8, "expected UTF-8 text, found UTF-16" },
};

static void
assert_refused (const char *split,
                int         code,
                const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf ("%s: %s", path, message);

  g_assert_null (cp_predictions_file_load (path, split, NULL, &error));
  g_assert_error (error, CP_SESSION_ERROR, code);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_bad (gconstpointer data)
{
  const Bad *c = data;

  put (c->text, c->length);
  assert_refused (NULL, CP_SESSION_ERROR_FORMAT, c->message);
}

/* A long field is printed short; a row may be 64 KiB long and no longer. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("x,label,probability\n");
  g_autoptr (GString) filler = g_string_new (NULL);
  g_autoptr (CpPredictions) predictions = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  const gsize header = text->len;

  while (filler->len < 65536 - 6)
    g_string_append_c (filler, 'z');
  g_string_append_printf (text, "%s,1,0.5\n", filler->str);
  g_assert_cmpuint (text->len - header, ==, 65536 + 1);
  put (text->str, (gssize) text->len);
  assert_refused (NULL, CP_SESSION_ERROR_FORMAT, "row 2: expected at most 65536 bytes, found more");

  g_string_erase (text, (gssize) header, 1);
  put (text->str, (gssize) text->len);
  predictions = cp_predictions_file_load (path, NULL, NULL, &error);
  g_assert_no_error (error);

  /* the same with quotes, which go another way */
  text->str[header] = '"';
  text->str[header + 65536 - 8] = '"';
  put (text->str, (gssize) text->len);
  g_clear_pointer (&predictions, cp_predictions_unref);
  predictions = cp_predictions_file_load (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_string_insert_c (text, (gssize) header + 1, 'z');
  put (text->str, (gssize) text->len);
  assert_refused (NULL, CP_SESSION_ERROR_FORMAT, "row 2: expected at most 65536 bytes, found more");

  g_string_printf (text, "label,probability\n1,0.%s\n", filler->str + 100);
  put (text->str, (gssize) text->len);
  message = g_strdup_printf ("row 2: probability: expected a number from 0 to 1, found “0.%.38s…”", filler->str);
  assert_refused (NULL, CP_SESSION_ERROR_FORMAT, message);
}

static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("label,probability\n");

  for (guint i = 0; i < CP_PREDICTIONS_FILE_MAX_ROWS + 1; i++)
    g_string_append_len (text, "1,0\n", 4);
  put (text->str, (gssize) text->len);
  assert_refused (NULL, CP_SESSION_ERROR_FORMAT, "expected at most 4000000 rows, found more");
}

static void
test_splits (void)
{
  g_autoptr (GString) many = g_string_new ("split,label,probability\n");
  g_autoptr (CpPredictions) predictions = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *split = NULL;

  /* what is wrong in other splits does not matter */
  put ("split,label,probability\nval,1,0.5\n test,0,0.25\ntest ,1,1\nval,0,nan\n", -1);
  predictions = cp_predictions_file_load (path, "test", &split, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (split, ==, "test");
  g_assert_cmpuint (cp_predictions_get_n (predictions), ==, 2);
  assert_refused ("train", CP_SESSION_ERROR_MISMATCH, "split: expected rows of “train”, found “val”, “test”");
  assert_refused ("val", CP_SESSION_ERROR_FORMAT, "row 5: probability: expected a number from 0 to 1, found “nan”");

  put ("split,label,probability\nval,1,0.5\ntest,0,0.25\n", -1);
  assert_refused (NULL, CP_SESSION_ERROR_MISMATCH, "split: expected one, found “val”, “test”");

  put ("split,label,probability\nval,1,0.5\nval,0,0.25\n", -1);
  g_clear_pointer (&predictions, cp_predictions_unref);
  g_clear_pointer (&split, g_free);
  predictions = cp_predictions_file_load (path, NULL, &split, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (split, ==, "val");

  put ("label,probability\n1,0.5\n", -1);
  assert_refused ("val", CP_SESSION_ERROR_FORMAT,
                  "row 1: expected a header with a column split, to choose by, found “label,probability”");

  for (guint i = 0; i < CP_PREDICTIONS_FILE_MAX_SPLITS + 1; i++)
    g_string_append_printf (many, "s%u,1,0.5\n", i);
  put (many->str, -1);
  assert_refused (NULL, CP_SESSION_ERROR_FORMAT, "row 18: split: expected one of at most 16 names, found “s16”");
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_predictions_file_load (folder, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "expected a file, found a folder"));
}

static void
assert_same (const char *text)
{
  double number = NAN;
  double expected = g_ascii_strtod (text, NULL);

  g_assert_true (cp_decimal_parse (text, strlen (text), &number));
  if (memcmp (&number, &expected, sizeof number) != 0)
    g_test_message ("%s", text);
  g_assert_cmpmem (&number, sizeof number, &expected, sizeof expected);
}

/* The nearest double, to the last bit, also where a number lies half way. */
static void
test_decimals (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  const char *texts[] = {
    "0", "-0", "1", "0.1", "1.", ".5", "+.5", "00000000000000000000000000.5", "1e-5", "1E+2", "5e-324", "1e-400",
    "9007199254740993", "9007199254740993.0", "0.9999999999999999444", "0.99999999999999994449", "1.7976931348623157e308",
    "0.5000000000000000555111512312578270211815834045410156250", "0.50000000000000005551115123125782702118158340454101562",
    "9223372036854775807", "18446744073709551615", "9999999999999999999e-19", "1e-19", "0.0000000000000000001",
    "0.00000000000000000000000000001", "1e100000000000000000000",
  };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (texts); i++)
    assert_same (texts[i]);
  for (guint i = 0; i < 100000; i++)
    {
      char text[64];
      char format[8];

      g_snprintf (format, sizeof format, "%%.%d%c", g_rand_int_range (rand, 0, 20), "efg"[i % 3]);
      g_ascii_formatd (text, sizeof text, format, g_rand_double (rand) * pow (10, g_rand_int_range (rand, -12, 3)));
      assert_same (text);
    }
}

static void
test_no_decimals (void)
{
  const char *texts[] = {
    "", "-", "+", ".", "e5", ".e5", "1e", "1e+", "1 ", " 1", "0x1", "nan", "inf", "1,5", "1.5.5", "--1", "1e400", "1f",
    "1e99999999999999999999",
  };
  double number;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (cp_decimal_parse (texts[i], strlen (texts[i]), &number));
}

/* Whatever bytes are lost, doubled or changed: predictions, or one line that
 * names the file. The sanitizers watch. */
static void
test_damaged (void)
{
  const char *original =
    "\xef\xbb\xbfindex,split,\"la\"\"bel\",label,probability\r\n0,val,\"a,\r\n\"\"b\",1,0.75\r\n1,val,,\"normal\",2.5e-1\n2,val,x,0,1\n";
  const char bytes[] = "\",\n\r\0 09.e-\xff\x80";
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint read = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) text = g_string_new (original);
      g_autoptr (GError) error = NULL;
      g_autoptr (CpPredictions) predictions = NULL;

      for (gint32 n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        text->str[g_rand_int_range (rand, 0, (gint32) text->len)] = bytes[g_rand_int_range (rand, 0, sizeof bytes)];
      if (i % 4 == 0)
        g_string_truncate (text, (gsize) g_rand_int_range (rand, 0, (gint32) text->len));
      put (text->str, (gssize) text->len);

      predictions = cp_predictions_file_load (path, NULL, NULL, &error);
      g_assert_true ((predictions != NULL) == (error == NULL));
      g_assert_true (error == NULL || g_str_has_prefix (error->message, path));
      g_assert_true (error == NULL || strpbrk (error->message, "\r\n") == NULL);
      read += predictions != NULL;
    }
  g_assert_cmpuint (read, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("cutpoint-predictions-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "p.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *name = g_strdup_printf ("/predictions-file/good/%u", i);

      g_test_add_data_func (name, good[i], test_good);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *name = g_strdup_printf ("/predictions-file/bad/%u", i);

      g_test_add_data_func (name, &bad[i], test_bad);
    }
  g_test_add_func ("/predictions-file/long", test_long);
  g_test_add_func ("/predictions-file/too-many", test_too_many);
  g_test_add_func ("/predictions-file/splits", test_splits);
  g_test_add_func ("/predictions-file/no-file", test_no_file);
  g_test_add_func ("/predictions-file/damaged", test_damaged);
  g_test_add_func ("/decimal/same", test_decimals);
  g_test_add_func ("/decimal/none", test_no_decimals);

  status = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);

  return status;
}
