/* SPDX-License-Identifier: MIT */
#include "npy.h"

#include <string.h>

static void
test_good (void)
{
  static const struct { const char *text; char kind; guint size; gboolean big, fortran; guint n; gsize last; } cases[] = {
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 28, 28), }", 'u', 1, FALSE, FALSE, 3, 28 },
    { "{'descr':'<f4','fortran_order':True,'shape':(5,)}\n", 'f', 4, FALSE, TRUE, 1, 5 },
    { "{\"shape\": (), \"descr\": \">i8\", \"fortran_order\": False}", 'i', 8, TRUE, FALSE, 0, 0 },
    { "{'descr': '<U12', 'fortran_order': False, 'shape': (2, 0), }    \n", 'U', 12, FALSE, FALSE, 2, 0 },
    { " { 'descr' : '|b1' , 'fortran_order' : False , 'shape' : ( 7 , 1 ) } ", 'b', 1, FALSE, FALSE, 2, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      CpNpyHeader header;

      cp_npy_header_parse (cases[i].text, strlen (cases[i].text), &header, &error);
      g_assert_no_error (error);
      g_assert_cmpint (header.kind, ==, cases[i].kind);
      g_assert_cmpuint (header.item_size, ==, cases[i].size);
      g_assert_cmpint (header.big_endian, ==, cases[i].big);
      g_assert_cmpint (header.fortran_order, ==, cases[i].fortran);
      g_assert_cmpuint (header.n_dims, ==, cases[i].n);
      if (header.n_dims > 0)
        g_assert_cmpuint (header.shape[header.n_dims - 1], ==, cases[i].last);
    }
}

static void
test_bad (void)
{
  static const char *const cases[] = {
    "",
    "[1, 2]",
    "{",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)} x",
    "{'descr': '|u1', 'fortran_order': False}",
    "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'more': 1}",
    "{'descr': '|u1', 'fortran_order': 0, 'shape': (3,)}",
    "{'descr': '|u1', 'fortran_order': False 'shape': (3,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': 3}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (-3,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3 4)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3.0,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (18446744073709551616,)}",
    "{'descr': '|u1, 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '', 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '|', 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '|u99999', 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '<u1<u1<u1<u1<u1<u1<u1<u1<u1<u1<u1', 'fortran_order': False, 'shape': (3,)}",
    "{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '\\x7cu1', 'fortran_order': False, 'shape': (3,)}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      CpNpyHeader header;

      if (cp_npy_header_parse (cases[i], strlen (cases[i]), &header, &error))
        g_error ("accepted: %s", cases[i]);
      g_assert_nonnull (error);
      g_assert_true (error->domain == CP_DATASET_ERROR);
    }
}

/* A header cut anywhere is an error; nothing is read behind its end. */
static void
test_cut (void)
{
  const char *text = "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 28, 28), }";

  for (gsize n = 0; n < strlen (text); n++)
    {
      g_autofree char *copy = g_memdup2 (text, MAX (n, 1));
      CpNpyHeader header;

      g_assert_false (cp_npy_header_parse (copy, n, &header, NULL));
    }
}

static void
test_hostile_text (void)
{
  const char text[] = "{'descr': '<\n\x1b\xff', 'fortran_order': False, 'shape': (3,)}";
  g_autoptr (GError) error = NULL;
  CpNpyHeader header;

  g_assert_false (cp_npy_header_parse (text, sizeof text - 1, &header, &error));
  g_assert_null (strpbrk (error->message, "\n\x1b"));
  g_assert_true (g_utf8_validate (header.descr, -1, NULL));
  g_assert_null (strpbrk (header.descr, "\n\x1b"));
}

static void
test_preamble (void)
{
  static const struct { const char *bytes; gboolean good; gsize offset, length; } cases[] = {
    { "\x93NUMPY\1\0\x76\0{'", TRUE, 10, 118 },
    { "\x93NUMPY\2\0\x74\1\0\0", TRUE, 12, 372 },
    { "\x93NUMPY\3\0\x74\0\0\0", TRUE, 12, 116 },
    { "\x93NUMPY\4\0\x74\0\0\0", FALSE, 0, 0 },
    { "\x93NUMPY\1\1\x76\0{'", FALSE, 0, 0 },
    { "\x93NUMPY\0\0\x76\0{'", FALSE, 0, 0 },
    { "\x93NUMPX\1\0\x76\0{'", FALSE, 0, 0 },
    { "\x93NUMPY\1\0\1\0{'", FALSE, 0, 0 },
    { "\x93NUMPY\2\0\xff\xff\xff\xff", FALSE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize offset = 0, length = 0;
      gboolean good = cp_npy_preamble_parse ((const guint8 *) cases[i].bytes, &offset, &length, &error);

      g_assert_cmpint (good, ==, cases[i].good);
      g_assert_true (good == (error == NULL));
      if (good)
        {
          g_assert_cmpuint (offset, ==, cases[i].offset);
          g_assert_cmpuint (length, ==, cases[i].length);
        }
    }
}

static void
test_written (void)
{
  const gsize shapes[][3] = { { 5, 0, 0 }, { 4000000, 1, 0 }, { 12, 1024, 1024 } };

  for (guint n = 1; n <= 3; n++)
    {
      g_autoptr (GBytes) bytes = cp_npy_header_write (n, shapes[n - 1]);
      g_autoptr (GError) error = NULL;
      gsize size, offset, length;
      const guint8 *data = g_bytes_get_data (bytes, &size);
      CpNpyHeader header;

      cp_npy_preamble_parse (data, &offset, &length, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (offset + length, ==, size);
      g_assert_cmpuint (size % 64, ==, 0);
      cp_npy_header_parse ((const char *) data + offset, length, &header, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (header.n_dims, ==, n);
      g_assert_cmpmem (header.shape, n * sizeof (gsize), shapes[n - 1], n * sizeof (gsize));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npy/good", test_good);
  g_test_add_func ("/npy/bad", test_bad);
  g_test_add_func ("/npy/cut", test_cut);
  g_test_add_func ("/npy/hostile-text", test_hostile_text);
  g_test_add_func ("/npy/preamble", test_preamble);
  g_test_add_func ("/npy/written", test_written);

  return g_test_run ();
}
