/* SPDX-License-Identifier: MIT */
#include "explanation-private.h"

#include "saliency.h"

#include <math.h>

/* Colours of evidence, from violet over red to yellow: computed in CIELAB, where
 * equal steps look equal, with a lightness that only rises. So they keep their
 * order in grey and for every kind of colour blindness. */

#define N_COLORS 256

/* Lightness, chroma and hue (degrees) at equal steps. */
static const double stops[][3] = {
  { 18, 38, 300 },
  { 38, 62, 330 },
  { 56, 72, 378 },
  { 74, 74, 425 },
  { 92, 66, 460 },
};

static double
interpolate (double share,
             guint  which)
{
  const double at = share * (G_N_ELEMENTS (stops) - 1);
  const guint first = MIN ((guint) at, G_N_ELEMENTS (stops) - 2);

  return stops[first][which] + (at - first) * (stops[first + 1][which] - stops[first][which]);
}

/* CIE 1976: from f (t) back to t. */
static double
unroot (double f)
{
  return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);
}

/* CIELAB (D65) to linear sRGB (IEC 61966-2-1); outside 0 to 1 where no screen shows it. */
static void
lab_to_linear (double lightness,
               double a,
               double b,
               double linear[3])
{
  const double f = (lightness + 16) / 116;
  const double x = 0.95047 * unroot (f + a / 500), y = unroot (f), z = 1.08883 * unroot (f - b / 200);

  linear[0] = 3.2404542 * x - 1.5371385 * y - 0.4985314 * z;
  linear[1] = -0.9692660 * x + 1.8760108 * y + 0.0415560 * z;
  linear[2] = 0.0556434 * x - 0.2040259 * y + 1.0572252 * z;
}

static gboolean
is_shown (const double linear[3])
{
  for (guint i = 0; i < 3; i++)
    if (linear[i] < -1e-9 || linear[i] > 1 + 1e-9)
      return FALSE;

  return TRUE;
}

static guint8
encode (double linear)
{
  const double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;

  return (guint8) lround (255 * CLAMP (value, 0, 1));
}

/* As vivid as the stop says, or as a screen can show at that lightness. */
static void
compute_color (double share,
               guint8 rgb[3])
{
  const double lightness = interpolate (share, 0), hue = interpolate (share, 2) * G_PI / 180;
  double chroma = interpolate (share, 1), linear[3];

  lab_to_linear (lightness, chroma * cos (hue), chroma * sin (hue), linear);
  while (chroma > 0 && !is_shown (linear))
    {
      chroma -= 0.5;
      lab_to_linear (lightness, chroma * cos (hue), chroma * sin (hue), linear);
    }
  for (guint i = 0; i < 3; i++)
    rgb[i] = encode (linear[i]);
}

static guint8 (*get_table (void))[3]
{
  static guint8 table[N_COLORS][3];
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < N_COLORS; i++)
        compute_color (i / (N_COLORS - 1.0), table[i]);
      g_once_init_leave (&ready, 1);
    }

  return table;
}

/**
 * cp_explanation_get_color:
 * @share: of the map's peak, 0 to 1
 * @rgb: (out caller-allocates): the colour of such evidence, opaque
 *
 * For a legend.
 */
void
cp_explanation_get_color (double share,
                          guint8 rgb[3])
{
  const guint8 *color = get_table ()[(guint) (CLAMP (share, 0, 1) * (N_COLORS - 1) + 0.5)];

  for (guint i = 0; i < 3; i++)
    rgb[i] = color[i];
}

/* Little evidence lets the image through. */
static double
alpha_of (double share,
          double opacity)
{
  return opacity * (1 - (1 - share) * (1 - share));
}

/* Evidence over a grey value, or over nothing where that is negative. */
static guint32
blend (double share,
       double opacity,
       int    grey)
{
  const double alpha = alpha_of (share, opacity), under = grey >= 0 ? (1 - alpha) * grey : 0;
  const guint32 a = grey >= 0 ? 255 : (guint32) lround (255 * alpha);
  guint32 argb = a << 24;
  guint8 rgb[3];

  cp_explanation_get_color (share, rgb);
  for (guint i = 0; i < 3; i++)
    argb |= (guint32) MIN (lround (alpha * rgb[i] + under), (long) a) << (16 - 8 * i);

  return argb;
}

/**
 * cp_explanation_render:
 * @self: an explanation
 * @pixels: (nullable): (size, size) the image it explains, drawn in sharp pixels; %NULL for the map alone
 * @side: side of what is drawn, in pixels
 * @opacity: of the strongest evidence, 0 to 1; less evidence is more transparent
 * @argb: (out caller-allocates): (side, side) premultiplied, as CAIRO_FORMAT_ARGB32 and
 *   GDK_MEMORY_DEFAULT have it; opaque where there are @pixels
 *
 * Draws the map in colours, scaled to its own peak, over the image. The map is
 * interpolated, the image is not. An empty map leaves the image as it is.
 */
void
cp_explanation_render (CpExplanation *self,
                       const guint8  *pixels,
                       guint          side,
                       double         opacity,
                       guint32       *argb)
{
  const CpExplanationInfo *info = cp_explanation_get_info (self);
  const double peak = info->empty ? 0 : (double) info->peak;
  g_autofree float *map = g_new (float, (gsize) side * side);
  const float *value = map;

  cp_saliency_enlarge (cp_explanation_get_map (self), info->size, map, side);
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++, value++)
      {
        const gsize at = (gsize) ((guint64) y * info->size / side) * info->size + (guint64) x * info->size / side;
        const double share = peak > 0 ? CLAMP ((double) *value / peak, 0, 1) : 0;

        *argb++ = blend (share, opacity, pixels != NULL ? pixels[at] : -1);
      }
}
