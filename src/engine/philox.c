/* SPDX-License-Identifier: MIT */
#include "philox.h"

/**
 * cp_philox4x32:
 * @counter: position in the sequence
 * @key: which sequence
 * @out: four independent uniform 32-bit numbers
 *
 * Philox 4×32 with ten rounds: Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011.
 */
void
cp_philox4x32 (const guint32 counter[4],
               const guint32 key[2],
               guint32       out[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (int round = 0; round < 10; round++)
    {
      guint64 p0 = (guint64) 0xD2511F53u * c0;
      guint64 p1 = (guint64) 0xCD9E8D57u * c2;

      c0 = (guint32) (p1 >> 32) ^ c1 ^ k0;
      c1 = (guint32) p1;
      c2 = (guint32) (p0 >> 32) ^ c3 ^ k1;
      c3 = (guint32) p0;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }

  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * cp_random_stream:
 * @seed: the user's seed
 * @purpose: what the numbers are for
 * @stream: which of the purpose's streams
 *
 * Returns: a stream to read with cp_random_block() and its relatives
 */
CpRandom
cp_random_stream (guint64         seed,
                  CpRandomPurpose purpose,
                  guint32         stream)
{
  return (CpRandom) {
    .key = { (guint32) seed, (guint32) (seed >> 32) },
    .stream = stream,
    .purpose = (guint32) purpose,
  };
}

/**
 * cp_random_block:
 * @random: a stream
 * @position: which block of it
 * @out: (4) the block's numbers
 *
 * Reads four numbers at any position.
 */
void
cp_random_block (const CpRandom *random,
                 guint64         position,
                 guint32         out[4])
{
  const guint32 counter[4] = { (guint32) position, (guint32) (position >> 32),
                               random->stream, random->purpose };

  cp_philox4x32 (counter, random->key, out);
}

/**
 * cp_random_below:
 * @random: a stream
 * @position: which block of it
 * @bound: above 0
 *
 * Lemire's multiply-shift without rejection; with 64 random bits the bias is
 * under bound / 2⁶⁴.
 *
 * Returns: a number from 0 to @bound − 1
 */
guint64
cp_random_below (const CpRandom *random,
                 guint64         position,
                 guint64         bound)
{
  guint32 block[4];
  guint64 bits;

  cp_random_block (random, position, block);
  bits = (guint64) block[1] << 32 | block[0];

  return (guint64) (((unsigned __int128) bits * bound) >> 64);
}

/**
 * cp_random_to_unit:
 * @bits: 32 random bits
 *
 * Returns: a float in [0, 1), a multiple of 2⁻²⁴
 */
float
cp_random_to_unit (guint32 bits)
{
  return (float) (bits >> 8) * 0x1p-24f;
}

/**
 * cp_random_shuffle:
 * @random: a stream
 * @values: (n) shuffled in place
 * @n: how many
 *
 * Fisher and Yates's shuffle (Knuth's algorithm P).
 */
void
cp_random_shuffle (const CpRandom *random,
                   guint32        *values,
                   gsize           n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = cp_random_below (random, i, i);
      guint32 swapped = values[i - 1];

      values[i - 1] = values[j];
      values[j] = swapped;
    }
}
