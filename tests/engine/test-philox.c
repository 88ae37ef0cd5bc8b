/* SPDX-License-Identifier: MIT */
#include "philox.h"

/* Known answers published with the generator's reference implementation (Random123, kat_vectors). */
static void
test_known_answers (void)
{
  static const struct
  {
    guint32 counter[4], key[2], expected[4];
  } cases[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint32 out[4];

      cp_philox4x32 (cases[i].counter, cases[i].key, out);
      for (guint j = 0; j < 4; j++)
        g_assert_cmphex (out[j], ==, cases[i].expected[j]);
    }
}

static void
test_streams_differ (void)
{
  CpRandom a = cp_random_stream (1, CP_RANDOM_SHUFFLE, 0);
  CpRandom others[] = {
    cp_random_stream (2, CP_RANDOM_SHUFFLE, 0),
    cp_random_stream (1, CP_RANDOM_DROPOUT, 0),
    cp_random_stream (1, CP_RANDOM_SHUFFLE, 1),
    cp_random_stream (1 + ((guint64) 1 << 32), CP_RANDOM_SHUFFLE, 0),
  };
  guint32 first[4], block[4];

  cp_random_block (&a, 0, first);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      cp_random_block (&others[i], 0, block);
      g_assert_true (block[0] != first[0] || block[1] != first[1]);
    }
}

static void
test_unit_range (void)
{
  g_assert_cmpfloat (cp_random_to_unit (0), ==, 0);
  g_assert_cmpfloat (cp_random_to_unit (G_MAXUINT32), <, 1);
  g_assert_cmpfloat (cp_random_to_unit (G_MAXUINT32), >, 0.9999);
}

static void
test_below_is_uniform (void)
{
  CpRandom random = cp_random_stream (7, CP_RANDOM_SHUFFLE, 0);
  guint counts[10] = { 0 };

  for (guint i = 0; i < 10000; i++)
    counts[cp_random_below (&random, i, 10)]++;
  /* 1000 expected, standard deviation 30 */
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpuint (counts[i], >, 850);
      g_assert_cmpuint (counts[i], <, 1150);
    }
}

static void
test_shuffle_is_a_permutation (void)
{
  enum { N = 1000 };
  CpRandom random = cp_random_stream (3, CP_RANDOM_SHUFFLE, 5);
  guint32 values[N];
  gboolean seen[N] = { FALSE };
  guint in_place = 0;

  for (guint i = 0; i < N; i++)
    values[i] = i;
  cp_random_shuffle (&random, values, N);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (values[i], <, N);
      g_assert_false (seen[values[i]]);
      seen[values[i]] = TRUE;
      in_place += values[i] == i;
    }
  g_assert_cmpuint (in_place, <, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/philox/known-answers", test_known_answers);
  g_test_add_func ("/philox/streams-differ", test_streams_differ);
  g_test_add_func ("/philox/unit-range", test_unit_range);
  g_test_add_func ("/philox/below-is-uniform", test_below_is_uniform);
  g_test_add_func ("/philox/shuffle-is-a-permutation", test_shuffle_is_a_permutation);

  return g_test_run ();
}
