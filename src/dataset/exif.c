/* SPDX-License-Identifier: MIT */
#include "exif.h"

#include <string.h>

#define HEADER "Exif\0"
#define HEADER_BYTES 6
#define ENTRY_BYTES 12
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

typedef struct
{
  const guint8 *data; /* from the TIFF header on */
  gsize size;
  gboolean big_endian;
} Tiff;

static guint
get_16 (const Tiff *tiff,
        gsize       at)
{
  return tiff->big_endian ? tiff->data[at] << 8 | tiff->data[at + 1] : tiff->data[at + 1] << 8 | tiff->data[at];
}

static gsize
get_32 (const Tiff *tiff,
        gsize       at)
{
  const gsize first = get_16 (tiff, at), second = get_16 (tiff, at + 2);

  return tiff->big_endian ? first << 16 | second : second << 16 | first;
}

static guint
find_orientation (const Tiff *tiff)
{
  const gsize directory = get_32 (tiff, 4);
  guint n;

  if (directory > tiff->size - 2)
    return 0;
  n = get_16 (tiff, directory);
  for (guint i = 0; i < n; i++)
    {
      const gsize entry = directory + 2 + (gsize) i * ENTRY_BYTES;

      if (entry + ENTRY_BYTES > tiff->size)
        return 0;
      if (get_16 (tiff, entry) == TAG_ORIENTATION && get_16 (tiff, entry + 2) == TYPE_SHORT)
        return get_16 (tiff, entry + 8);
    }

  return 0;
}

/*
 * cp_exif_get_orientation:
 * @data: what an APP1 marker of a JPEG holds
 * @size: bytes
 *
 * Returns: the orientation of Exif 2.3, table 6 (tag 0x0112): 1 to 8; 0 where it says none
 */
guint
cp_exif_get_orientation (const guint8 *data,
                         gsize         size)
{
  Tiff tiff;
  guint orientation;

  if (size < HEADER_BYTES + 8 || memcmp (data, HEADER, HEADER_BYTES) != 0)
    return 0;
  tiff = (Tiff) { data + HEADER_BYTES, size - HEADER_BYTES, data[HEADER_BYTES] == 'M' };
  if (memcmp (tiff.data, tiff.big_endian ? "MM" : "II", 2) != 0)
    return 0;
  orientation = find_orientation (&tiff);

  return orientation <= 8 ? orientation : 0;
}

/*
 * cp_grey_image_orient:
 * @image: (transfer full): an image as it is stored
 * @orientation: which row and column of it are the upper and left edge, 1 to 8: 1 stays,
 *   2 mirrored, 3 turned by half, 4 both, 5 to 8 the same with rows and columns exchanged
 *
 * Returns: (transfer full): the image upright, or %NULL when there is no memory for it
 */
CpGreyImage *
cp_grey_image_orient (CpGreyImage *image,
                      guint        orientation)
{
  const gboolean exchanged = orientation >= 5;
  const gboolean right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const gboolean bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  CpGreyImage *upright;

  if (orientation <= 1 || orientation > 8)
    return image;
  upright = exchanged ? cp_grey_image_new (image->height, image->width) : cp_grey_image_new (image->width, image->height);
  for (guint y = 0; upright != NULL && y < upright->height; y++)
    for (guint x = 0; x < upright->width; x++)
      {
        guint from_x = exchanged ? y : x, from_y = exchanged ? x : y;

        if (right)
          from_x = image->width - 1 - from_x;
        if (bottom)
          from_y = image->height - 1 - from_y;
        upright->pixels[(gsize) y * upright->width + x] = image->pixels[(gsize) from_y * image->width + from_x];
      }
  cp_grey_image_free (image);

  return upright;
}
