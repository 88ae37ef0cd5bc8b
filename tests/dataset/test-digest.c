/* SPDX-License-Identifier: MIT */
/* Our SHA-256 against GLib's. */
#include "digest.h"

/* From the empty message on, over all ways a last block can end. */
#define LONGEST 300

static void
fill (guint8 *bytes,
      gsize   length)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (gsize i = 0; i < length; i++)
    bytes[i] = (guint8) g_rand_int (random);
}

static void
test_known (void)
{
  g_autoptr (CpDigest) digest = cp_digest_new ();
  g_autofree char *text = NULL;

  cp_digest_update (digest, (const guint8 *) "abc", 3);
  text = cp_digest_finish (digest);
  g_assert_cmpstr (text, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_every_length (void)
{
  guint8 bytes[LONGEST];

  fill (bytes, sizeof bytes);
  for (gsize length = 0; length <= LONGEST; length++)
    {
      g_autoptr (CpDigest) digest = cp_digest_new ();
      g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
      g_autofree char *found = NULL;

      cp_digest_update (digest, bytes, length);
      found = cp_digest_finish (digest);
      g_assert_cmpstr (found, ==, expected);
    }
}

/* In pieces, which begin and end anywhere in a block. */
static void
test_every_piece (void)
{
  guint8 bytes[LONGEST];
  g_autofree char *expected = NULL;

  fill (bytes, sizeof bytes);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, sizeof bytes);
  for (gsize piece = 1; piece < LONGEST; piece++)
    {
      g_autoptr (CpDigest) digest = cp_digest_new ();
      g_autofree char *found = NULL;

      for (gsize at = 0; at < LONGEST; at += piece)
        cp_digest_update (digest, bytes + at, MIN (piece, LONGEST - at));
      found = cp_digest_finish (digest);
      g_assert_cmpstr (found, ==, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/known", test_known);
  g_test_add_func ("/digest/every-length", test_every_length);
  g_test_add_func ("/digest/every-piece", test_every_piece);

  return g_test_run ();
}
