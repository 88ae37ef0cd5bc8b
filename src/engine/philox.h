/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpRandomPurpose:
 *
 * What random numbers are for: streams of different purposes never overlap.
 */
typedef enum
{
  CP_RANDOM_INITIALISE = 1,
  CP_RANDOM_SHUFFLE,
  CP_RANDOM_DROPOUT,
  CP_RANDOM_AUGMENT,
  CP_RANDOM_RANDOMISE,
} CpRandomPurpose;

/**
 * CpRandom:
 * @key: the seed
 * @stream: such as the epoch, the step or the parameter
 * @purpose: a #CpRandomPurpose
 *
 * A stream of random numbers that can be read at any position, so that the
 * numbers depend on what they are for and never on which thread asks.
 */
typedef struct
{
  guint32 key[2];
  guint32 stream;
  guint32 purpose;
} CpRandom;

void     cp_philox4x32      (const guint32    counter[4],
                             const guint32    key[2],
                             guint32          out[4]);
CpRandom cp_random_stream   (guint64          seed,
                             CpRandomPurpose  purpose,
                             guint32          stream);
void     cp_random_block    (const CpRandom  *random,
                             guint64          position,
                             guint32          out[4]);
guint64  cp_random_below    (const CpRandom  *random,
                             guint64          position,
                             guint64          bound);
float    cp_random_to_unit  (guint32          bits);
void     cp_random_shuffle  (const CpRandom  *random,
                             guint32         *values,
                             gsize            n);

G_END_DECLS
