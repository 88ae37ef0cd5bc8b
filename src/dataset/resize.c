/* SPDX-License-Identifier: MIT */
/* The one preprocessing of every image. The filter is a triangle as wide as the
 * scale when shrinking and of one pixel when enlarging, applied to rows, then
 * to columns, in 22-bit fixed point with 8 bits between: what Pillow does, so that a
 * network sees the same pixels here as in Python. */
#include "grey-image.h"

#include <math.h>
#include <string.h>

#define PRECISION 22

/* The source pixels that make one destination pixel, and their weights. */
typedef struct
{
  guint first;
  guint n;
  gint32 *weights;
} Tap;

typedef struct
{
  Tap *taps;
  gint32 *weights;
} Filter;

static double
triangle (double x)
{
  return MAX (1.0 - fabs (x), 0.0);
}

static void
fill_tap (Tap    *tap,
          double  centre,
          double  support,
          guint   source)
{
  double low = MAX (centre - support + 0.5, 0.0);
  double high = MIN (centre + support + 0.5, (double) source);
  double sum = 0;

  tap->first = (guint) low;
  tap->n = (guint) high - tap->first;
  for (guint i = 0; i < tap->n; i++)
    sum += triangle ((tap->first + i - centre + 0.5) / support);
  for (guint i = 0; i < tap->n; i++)
    tap->weights[i] = (gint32) (0.5 + triangle ((tap->first + i - centre + 0.5) / support) / sum
                                      * (1 << PRECISION));
}

static void
filter_init (Filter *filter,
             guint   source,
             guint   target)
{
  double scale = (double) source / target;
  double support = MAX (scale, 1.0);
  guint width = (guint) ceil (support) * 2 + 1;

  filter->taps = g_new (Tap, target);
  filter->weights = g_new (gint32, (gsize) target * width);
  for (guint i = 0; i < target; i++)
    {
      filter->taps[i].weights = filter->weights + (gsize) i * width;
      fill_tap (&filter->taps[i], (i + 0.5) * scale, support, source);
    }
}

static void
filter_clear (Filter *filter)
{
  g_free (filter->taps);
  g_free (filter->weights);
}

/* One destination pixel from source pixels that lie @step bytes apart. */
static guint8
apply (const Tap    *tap,
       const guint8 *source,
       gsize         step)
{
  gint64 sum = 1 << (PRECISION - 1);

  for (guint i = 0; i < tap->n; i++)
    sum += (gint64) tap->weights[i] * source[(tap->first + i) * step];

  return CLAMP (sum >> PRECISION, 0, 255);
}

/* @source: top left of (@height, @width) pixels in rows of @stride bytes. */
static void
resize (const guint8 *source,
        gsize         stride,
        guint         width,
        guint         height,
        CpGreyImage  *target)
{
  g_autofree guint8 *rows = g_malloc ((gsize) height * target->width); /* (height, target width) */
  Filter across, down;

  filter_init (&across, width, target->width);
  filter_init (&down, height, target->height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < target->width; x++)
      rows[(gsize) y * target->width + x] = apply (&across.taps[x], source + y * stride, 1);
  for (guint y = 0; y < target->height; y++)
    for (guint x = 0; x < target->width; x++)
      target->pixels[(gsize) y * target->width + x] = apply (&down.taps[y], rows + x, target->width);
  filter_clear (&across);
  filter_clear (&down);
}

/**
 * cp_grey_image_to_square:
 * @self: an image
 * @size: the side wanted, 1 to %CP_MAX_IMAGE_SIDE
 *
 * Makes a network's input of any image: the centred square of the short side,
 * by an antialiased bilinear filter. An image that is already that square is
 * copied unchanged.
 *
 * Returns: (transfer full): @size × @size pixels
 */
CpGreyImage *
cp_grey_image_to_square (const CpGreyImage *self,
                         guint              size)
{
  guint side = MIN (self->width, self->height);
  gsize left = (self->width - side) / 2, top = (self->height - side) / 2;
  const guint8 *square = self->pixels + top * self->width + left;
  CpGreyImage *image;

  g_return_val_if_fail (size >= 1 && size <= CP_MAX_IMAGE_SIDE, NULL);

  image = cp_grey_image_new (size, size);
  if (image == NULL)
    g_error ("not enough memory for %u×%u pixels", size, size);

  if (side != size)
    resize (square, self->width, side, side, image);
  else
    for (guint y = 0; y < size; y++)
      memcpy (image->pixels + (gsize) y * size, square + y * (gsize) self->width, size);

  return image;
}

/**
 * cp_grey_image_fit:
 * @self: an image
 * @side: of the square it has to fit into, in pixels
 *
 * Makes an image small enough to be kept and looked at, by the filter of
 * cp_grey_image_to_square(), in its own proportions; never larger.
 *
 * Returns: (transfer full) (nullable): a copy of at most @side × @side pixels; %NULL where there is no memory for it
 */
CpGreyImage *
cp_grey_image_fit (const CpGreyImage *self,
                   guint              side)
{
  const guint longest = MAX (self->width, self->height);
  const double scale = longest > side ? (double) side / longest : 1;
  CpGreyImage *image = cp_grey_image_new (MAX (1, (guint) lround (self->width * scale)),
                                          MAX (1, (guint) lround (self->height * scale)));

  if (image == NULL)
    return NULL;
  if (longest > side)
    resize (self->pixels, self->width, self->width, self->height, image);
  else
    memcpy (image->pixels, self->pixels, (gsize) self->width * self->height);

  return image;
}
