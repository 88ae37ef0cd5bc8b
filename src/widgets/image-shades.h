/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpImageShades:
 * @window: how many grey values are spread from black to white, 1 to 511
 * @level: the grey value in their middle, 0 to 255
 * @inverted: whether black and white change places
 *
 * How grey values are shown, in the words of radiology workstations.
 */
typedef struct
{
  double window;
  double level;
  gboolean inverted;
} CpImageShades;

void     cp_image_shades_init     (CpImageShades       *shades);
void     cp_image_shades_adjust   (CpImageShades       *shades,
                                   double               window,
                                   double               level);
gboolean cp_image_shades_is_plain (const CpImageShades *shades);
void     cp_image_shades_tabulate (const CpImageShades *shades,
                                   guint8               table[256]);

G_END_DECLS
