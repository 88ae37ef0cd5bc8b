/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <string.h>
#include <zlib.h>

#define SIGNATURE 8
#define AROUND 12 /* bytes of a chunk beside its data: length, type, CRC */

size_t LLVMFuzzerMutate (uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator (uint8_t *data, size_t size, size_t max_size, unsigned int seed);

static guint32
read_be32 (const uint8_t *p)
{
  guint32 word;

  memcpy (&word, p, sizeof word);
  return GUINT32_FROM_BE (word);
}

static void
write_be32 (uint8_t *p,
            guint32  value)
{
  const guint32 word = GUINT32_TO_BE (value);

  memcpy (p, &word, sizeof word);
}

/* Without it, next to every change is refused by its checksum before anything of it is read. One in eight keeps its
 * wrong sum, so that the check is tried as well. */
size_t
LLVMFuzzerCustomMutator (uint8_t     *data,
                         size_t       size,
                         size_t       max_size,
                         unsigned int seed)
{
  size_t at = SIGNATURE;

  size = LLVMFuzzerMutate (data, size, max_size);
  if (seed % 8 == 0)
    return size;
  while (at + AROUND <= size)
    {
      const size_t length = MIN (read_be32 (data + at), size - at - AROUND);

      if (seed % 8 == 1) /* lengths that do not fit are mended in some only */
        write_be32 (data + at, (guint32) length);
      write_be32 (data + at + 8 + length, (guint32) crc32 (0, data + at + 4, (uInt) (length + 4)));
      at += AROUND + length;
    }
  return size;
}
