/* SPDX-License-Identifier: MIT */
#include "image-shades.h"

#define PLAIN_WINDOW 255.0
#define PLAIN_LEVEL 127.5
#define LARGEST_WINDOW 511.0

/**
 * cp_image_shades_init:
 * @shades: (out): the shades
 *
 * Shows every grey value as it is.
 */
void
cp_image_shades_init (CpImageShades *shades)
{
  *shades = (CpImageShades) { .window = PLAIN_WINDOW, .level = PLAIN_LEVEL };
}

/**
 * cp_image_shades_adjust:
 * @shades: the shades
 * @window: to add to the window
 * @level: to add to the level
 *
 * Changes window and level, within their ranges.
 */
void
cp_image_shades_adjust (CpImageShades *shades,
                        double         window,
                        double         level)
{
  shades->window = CLAMP (shades->window + window, 1, LARGEST_WINDOW);
  shades->level = CLAMP (shades->level + level, 0, 255);
}

/**
 * cp_image_shades_is_plain:
 * @shades: the shades
 *
 * Returns: whether every grey value is shown as it is
 */
gboolean
cp_image_shades_is_plain (const CpImageShades *shades)
{
  return !shades->inverted && shades->window == PLAIN_WINDOW && shades->level == PLAIN_LEVEL;
}

/**
 * cp_image_shades_tabulate:
 * @shades: the shades
 * @table: (out): what each grey value is shown as
 *
 * Spreads the window around the level over 0 to 255.
 */
void
cp_image_shades_tabulate (const CpImageShades *shades,
                          guint8               table[256])
{
  double low = shades->level - shades->window / 2;

  for (guint i = 0; i < 256; i++)
    {
      double shade = CLAMP ((i - low) * 255 / shades->window, 0, 255);

      table[i] = (guint8) ((shades->inverted ? 255 - shade : shade) + 0.5);
    }
}
