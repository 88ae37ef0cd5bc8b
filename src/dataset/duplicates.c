/* SPDX-License-Identifier: MIT */
#include "duplicates.h"

#include <string.h>

/* The images that share one picture: where they lie, as bits, and how many. */
typedef struct
{
  const guint8 *pixels;
  gsize n_pixels;
  gsize n;
  guint splits;
} Group;

/* FNV-1a over eight bytes at a time: it only has to spread, equality is by bytes.
 * Four sums, as one would wait for each of its multiplications. */
static guint
group_hash (gconstpointer key)
{
  const guint64 prime = G_GUINT64_CONSTANT (0x100000001b3);
  const Group *group = key;
  guint64 sums[4] = { 1, 2, 3, 4 }, hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  gsize i = 0;

  for (; i + sizeof sums <= group->n_pixels; i += sizeof sums)
    {
      guint64 words[4];

      memcpy (words, group->pixels + i, sizeof words);
      for (guint w = 0; w < 4; w++)
        {
          sums[w] = (sums[w] ^ words[w]) * prime;
          sums[w] ^= sums[w] >> 29;
        }
    }
  for (; i < group->n_pixels; i++)
    hash = (hash ^ group->pixels[i]) * prime;
  for (guint w = 0; w < 4; w++)
    hash = (hash ^ sums[w]) * prime;

  return (guint) (hash ^ hash >> 32);
}

static gboolean
group_equal (gconstpointer a,
             gconstpointer b)
{
  const Group *first = a, *second = b;

  return first->n_pixels == second->n_pixels &&
         memcmp (first->pixels, second->pixels, first->n_pixels) == 0;
}

static void
add_split (GHashTable       *groups,
           const CpImageSet *set,
           guint             split)
{
  gsize n_pixels = (gsize) set->size * set->size;

  for (gsize i = 0; i < set->n; i++)
    {
      Group key = { set->pixels + i * n_pixels, n_pixels, 0, 0 };
      Group *group = g_hash_table_lookup (groups, &key);

      if (group == NULL)
        {
          group = g_memdup2 (&key, sizeof key);
          g_hash_table_add (groups, group);
        }
      group->n++;
      group->splits |= 1u << split;
    }
}

static gboolean
spans (const Group *group,
       CpSplit      a,
       CpSplit      b)
{
  return (group->splits >> a & 1) && (group->splits >> b & 1);
}

/**
 * cp_duplicates_count:
 * @splits: the three splits
 *
 * Finds groups of byte-identical images, whatever their labels. Takes
 * O(pixels) time.
 *
 * Returns: how many there are, and how many reach over splits
 */
CpDuplicates
cp_duplicates_count (const CpImageSet splits[CP_N_SPLITS])
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (group_hash, group_equal, g_free, NULL);
  CpDuplicates found = { 0 };
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < CP_N_SPLITS; i++)
    add_split (groups, &splits[i], i);

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      found.groups += ((Group *) key)->n > 1;
      found.train_validation += spans (key, CP_SPLIT_TRAIN, CP_SPLIT_VALIDATION);
      found.train_test += spans (key, CP_SPLIT_TRAIN, CP_SPLIT_TEST);
    }

  return found;
}
