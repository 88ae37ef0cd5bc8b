/* SPDX-License-Identifier: MIT */
#include "saliency.h"

#include "pass-private.h"

#include <string.h>

/* Hidden images that are made and scored together. */
#define BATCH (4 * CP_CHUNK)

/**
 * cp_occlusion_default:
 * @size: side of the images
 * @fill: grey value of the patch
 *
 * A quarter of the image's side in about eleven steps: at 28 pixels a patch of 7
 * every 2. Smaller patches hide too little of an opacity to move the logit.
 *
 * Returns: how to hide images of that size
 */
CpOcclusion
cp_occlusion_default (guint  size,
                      guint8 fill)
{
  return (CpOcclusion) { .patch = MAX (size / 4, 1), .stride = MAX (size / 14, 1), .fill = fill };
}

/* How many places a patch takes along one side: the last one ends at the edge. */
static guint
count_places (guint              size,
              const CpOcclusion *o)
{
  return 1 + (size - o->patch + o->stride - 1) / o->stride;
}

static guint
place_of (guint              index,
          guint              size,
          const CpOcclusion *o)
{
  return MIN (index * o->stride, size - o->patch);
}

static void
hide (const guint8      *pixels,
      guint              size,
      const CpOcclusion *o,
      guint              place,
      guint8            *hidden)
{
  const guint places = count_places (size, o);
  const guint left = place_of (place % places, size, o), top = place_of (place / places, size, o);

  memcpy (hidden, pixels, (gsize) size * size);
  for (guint y = top; y < top + o->patch; y++)
    if (o->reference != NULL)
      memcpy (hidden + (gsize) y * size + left, o->reference + (gsize) y * size + left, o->patch);
    else
      memset (hidden + (gsize) y * size + left, o->fill, o->patch);
}

/* What a patch takes from the logit belongs to all pixels it hides. */
static void
spread (float              drop,
        guint              size,
        const CpOcclusion *o,
        guint              place,
        float             *map)
{
  const guint places = count_places (size, o);
  const guint left = place_of (place % places, size, o), top = place_of (place / places, size, o);

  for (guint y = top; y < top + o->patch; y++)
    for (guint x = left; x < left + o->patch; x++)
      map[(gsize) y * size + x] += drop;
}

/* How many patches hide each row, which is also how many hide each column. */
static void
count_cover (guint              size,
             const CpOcclusion *o,
             guint             *cover)
{
  for (guint i = 0; i < count_places (size, o); i++)
    for (guint x = 0; x < o->patch; x++)
      cover[place_of (i, size, o) + x]++;
}

static void
average (guint              size,
         const CpOcclusion *o,
         float             *map)
{
  g_autofree guint *cover = g_new0 (guint, size);

  count_cover (size, o, cover);
  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      map[(gsize) y * size + x] /= (float) cover[y] * (float) cover[x];
}

/**
 * cp_occlude:
 * @pass: a pass that infers
 * @pixels: one image of the network's size
 * @occlusion: how to hide it: a patch that is no larger than the image, and a stride that is no
 *   larger than the patch
 * @map: (out caller-allocates): (size, size) by how much hiding a pixel lowers the logit: the
 *   mean over all patches that cover it
 * @logit: (out) (optional): the network's output for the whole image
 *
 * Hides an image part by part, after Zeiler and Fergus, Visualizing and
 * Understanding Convolutional Networks, 2014. The map is signed: what speaks for
 * normal is below zero.
 */
void
cp_occlude (CpPass            *pass,
            const guint8      *pixels,
            const CpOcclusion *occlusion,
            float             *map,
            float             *logit)
{
  const guint size = cp_network_get_size (pass->network);
  const gsize n_pixels = (gsize) size * size;
  const guint n = count_places (size, occlusion) * count_places (size, occlusion);
  g_autofree guint8 *hidden = g_malloc (MIN (n, BATCH) * n_pixels);
  CpSamples samples = { .pixels = pixels, .n = 1, .size = size };
  float whole = 0, logits[BATCH];

  g_return_if_fail (occlusion->patch >= 1 && occlusion->patch <= size);
  g_return_if_fail (occlusion->stride >= 1 && occlusion->stride <= occlusion->patch);

  cp_pass_infer (pass, &samples, &whole);
  if (logit != NULL)
    *logit = whole;
  memset (map, 0, n_pixels * sizeof (float));
  samples.pixels = hidden;
  for (guint first = 0; first < n; first += BATCH)
    {
      samples.n = MIN (n - first, BATCH);
      if (pass->gate != NULL && !cp_gate_pass (pass->gate))
        return;
      for (guint i = 0; i < samples.n; i++)
        hide (pixels, size, occlusion, first + i, hidden + i * n_pixels);
      cp_pass_infer (pass, &samples, logits);
      for (guint i = 0; i < samples.n; i++)
        spread (whole - logits[i], size, occlusion, first + i, map);
    }
  average (size, occlusion, map);
}
