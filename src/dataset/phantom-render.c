/* SPDX-License-Identifier: MIT */
/* The grey of a chest at a point, layer upon layer from the body's outline to
 * the bones, then sampled into pixels. All in continuous coordinates: the same
 * chest at every size. */
#include "phantom-anatomy.h"

#include <math.h>

#define OUTSIDE 0.02f

/* 1 at 0, falling smoothly to 0 at ±1. */
static inline float
bump (float x)
{
  float t = 1 - x * x;

  return t > 0 ? t * t : 0;
}

static inline float
mix (float a,
     float b,
     float share)
{
  return a + (b - a) * share;
}

static inline float
lattice (guint32 seed,
         gint    x,
         gint    y)
{
  guint32 h = seed ^ (guint32) x * 0x9e3779b1u ^ (guint32) y * 0x85ebca77u;

  h = (h ^ h >> 15) * 0x2c1b3c6du;
  h = (h ^ h >> 12) * 0x297a2d39u;
  return (float) (h >> 8) * (2.0f / (1 << 24)) - 1.0f;
}

/* floorf() is a call where the processor's level is not known. */
static inline gint
floor_int (float x)
{
  gint i = (gint) x;

  return i - (x < (float) i);
}

/* Distance to the nearest whole number. */
static inline float
off_whole (float x)
{
  return fabsf (x - (float) floor_int (x + 0.5f));
}

/* Smooth noise from −1 to 1 that changes over about one unit. */
static inline float
value_noise (guint32 seed,
             float   x,
             float   y)
{
  gint i = floor_int (x), j = floor_int (y);
  float s = x - (float) i, t = y - (float) j;

  s = s * s * (3 - 2 * s);
  t = t * t * (3 - 2 * t);
  return mix (mix (lattice (seed, i, j), lattice (seed, i + 1, j), s),
              mix (lattice (seed, i, j + 1), lattice (seed, i + 1, j + 1), s), t);
}

/* Neck, shoulders and trunk: 1 inside. */
static float
body_mask (const CpAnatomy *a,
           float            u,
           float            v)
{
  float slope = MAX (u - 0.17f, 0.0f);
  float shoulder = -1.02f + 0.50f * slope * sqrtf (slope);
  float neck = cp_smooth (-0.06f, 0.12f, 0.27f + 0.5f * MAX (v + 1.0f, 0.0f) - u);
  float flank = a->body - 0.05f * v * v;

  return MAX (cp_smooth (-0.06f, 0.07f, v - shoulder), neck) * cp_smooth (-0.03f, 0.12f, flank - u);
}

/* An angle from 0 to 4 around the origin, without a call to atan2f(). */
static inline float
diamond_angle (float x,
               float y)
{
  float sum = fabsf (x) + fabsf (y) + 1e-6f;

  return x >= 0 ? 1 + y / sum : 3 - y / sum;
}

/* Soft crooked lines that run from the hilum outwards and fade with the distance. */
static float
vessels (const CpAnatomy *a,
         guint            side,
         float            u,
         float            v)
{
  float x = u - 0.17f, y = v - 0.04f;
  float distance = sqrtf (x * x + y * y);
  float near = cp_smooth (0.80f, 0.10f, distance);
  float bend, angle, coarse, fine;

  if (near <= 0)
    return 0;

  bend = value_noise (a->texture + 11 + side, u * 5, v * 5);
  angle = diamond_angle (x, y) + 0.22f * bend;
  coarse = value_noise (a->texture + side, angle * 3.3f, distance * 2.2f);
  fine = value_noise (a->texture + 7 + side, angle * 8.0f + bend, distance * 7.0f);

  return a->vessels * near * (bump (coarse * (2.0f + 3.0f * distance)) * (0.75f + 0.4f * bend) +
                              0.5f * bump (fine * 2.2f) * cp_smooth (0.10f, 0.35f, distance)) +
         a->hilum * bump (distance * (1 / 0.26f)) * (0.8f + 0.35f * bend);
}

/* What replaces air at a point, 0 to 1. */
static float
opacity (const CpAnatomy *a,
         float            u,
         float            v)
{
  float air = 1;

  for (guint i = 0; i < a->n_lumps; i++)
    {
      const CpLump *lump = &a->lumps[i];
      float x = (u - lump->u) / lump->radius_u, y = (v - lump->v) / lump->radius_v;
      float distance = x * x + y * y;

      if (distance > 2.4f)
        continue;
      distance = sqrtf (distance) +
                 lump->ragged * (0.30f * value_noise (a->texture + 31 + i, u * 7, v * 7) +
                                 0.18f * value_noise (a->texture + 61 + i, u * 17, v * 17));
      air *= 1 - MIN (lump->strength, 0.95f) * cp_smooth (1.15f, 0.35f, distance);
    }

  return 1 - air;
}

static float
lung_grey (const CpAnatomy *a,
           guint            side,
           float            across,
           float            u,
           float            v)
{
  float edge = cp_anatomy_outer (a, v) - across;
  float grey = a->air[side];

  grey += 0.10f * cp_smooth (0.16f, 0.0f, edge);        /* the wall seen along its length */
  grey += 0.09f * cp_smooth (-0.1f, 0.55f, v);          /* more tissue below */
  grey += 0.03f * value_noise (a->texture + 3, u * 9, v * 9);
  grey += vessels (a, side, across, v);

  return mix (grey, a->water - 0.03f, opacity (a, u, v));
}

static float
heart_mask (const CpAnatomy *a,
            float            u,
            float            v)
{
  float x = u - a->heart_u, y = v - a->heart_v;
  float along = (0.88f * x + 0.47f * y) / a->heart_ru, across = (0.88f * y - 0.47f * x) / a->heart_rv;
  float distance = along * along + across * across;

  if (distance > 1.6f)
    return 0;

  return cp_smooth (1.13f, 0.85f, sqrtf (distance) + 0.05f * value_noise (a->texture + 17, u * 4, v * 4));
}

static float
mediastinum_mask (const CpAnatomy *a,
                  float            u,
                  float            v)
{
  float width = a->mediastinum + 0.09f * cp_smooth (-0.55f, -0.95f, v) + 0.05f * cp_smooth (-0.3f, 0.3f, v);
  float y = (v + 0.33f) / (a->knob * 1.5f);

  if (fabsf (u) > 0.6f)
    return 0;

  width += 0.025f * value_noise (a->texture + 19 + (u > 0), v * 4, 0);
  width += u > 0 ? a->knob * bump (y) : 0;

  return cp_smooth (width + 0.05f, width - 0.06f, fabsf (u));
}

/* Ribs in the back fall outwards, those in front fall inwards; each a pale
 * band with brighter edges. A family of equal curves: only the nearest counts. */
static inline float
rib_band (float position,
          float thickness)
{
  float d = off_whole (position) * (1 / thickness);

  return 0.75f * bump (d) + 0.5f * bump ((d - 0.8f) * 2.6f);
}

static float
ribs (const CpAnatomy *a,
      float            across,
      float            v)
{
  float cage = cp_anatomy_outer (a, v) + 0.06f;
  float w = MIN (across / MAX (cage, 0.2f), 1.0f);
  float back = (v - a->rib_slope * (w * w * w - 0.35f * w)) / a->rib_spacing + a->rib_phase;
  float front = (v + 0.62f * w * (1.1f - 0.45f * w)) / (a->rib_spacing * 1.12f) + a->rib_phase + 0.4f;
  float inside = cp_smooth (-0.02f, 0.05f, cage - across) * cp_smooth (0.06f, 0.16f, across) *
                 cp_smooth (-0.12f, 0.02f, v - a->apex);

  if (inside <= 0)
    return 0;

  return inside * (rib_band (back, 0.23f) +
                   0.55f * rib_band (front, 0.25f) * cp_smooth (0.30f, 0.55f, across)) *
         mix (1.0f, 0.45f, cp_smooth (0.45f, 0.75f, v));
}

static float
clavicle (const CpAnatomy *a,
          float            across,
          float            v)
{
  float t = across - 0.10f;
  float line = a->clavicle_v + a->clavicle_tilt * t + 0.30f * t * (0.42f - t) * (0.84f - t) * 2.4f;
  float d = (v - line) * (1 / 0.042f);

  if (fabsf (d) > 1.2f)
    return 0;

  return (0.8f * bump (d) + 0.35f * bump ((fabsf (d) - 0.75f) * 2.5f)) *
         cp_smooth (0.07f, 0.13f, across) * cp_smooth (0.95f, 0.80f, across);
}

static float
spine (const CpAnatomy *a,
       float            u,
       float            v)
{
  float position = v * (1 / 0.135f) + a->rib_phase;
  float gap = bump (off_whole (position) * 4.5f);

  return bump (u * (1 / 0.12f)) * (1 - 0.55f * gap) * mix (1.0f, 0.6f, cp_smooth (-0.2f, 0.6f, v));
}

static float
abdomen (const CpAnatomy *a,
         float            u,
         float            v,
         float            grey)
{
  float x = u - 0.42f, y = v - a->dome[1] - 0.19f;
  float gas = a->stomach > 0 ? cp_smooth (a->stomach + 0.03f, a->stomach - 0.04f, sqrtf (x * x + 1.6f * y * y)) : 0;

  return mix (mix (grey, a->water + 0.03f, 0.85f), 0.40f, 0.7f * gas);
}

/* Chest wall and belly: what lies around the lungs. */
static float
wall_grey (const CpAnatomy *a,
           guint            side,
           float            across,
           float            u,
           float            v)
{
  float grey = a->tissue * mix (0.62f, 1.0f, cp_smooth (0.0f, 0.35f, a->body - across)) +
               0.025f * value_noise (a->texture + 5, u * 5, v * 5);
  float below = cp_smooth (-0.02f, 0.05f, v - cp_anatomy_dome (a, side, across)) *
                cp_smooth (-0.06f, 0.06f, cp_anatomy_outer (a, v) - across);

  return below > 0 ? mix (grey, abdomen (a, u, v, grey), below) : grey;
}

static float
grey_at (const CpAnatomy *a,
         float            u,
         float            v)
{
  guint side = u > 0;
  float across = fabsf (u);
  float body = body_mask (a, across, v);
  float lung, heart, middle, grey = 0;

  if (body <= 0)
    return OUTSIDE;

  lung = cp_anatomy_lung (a, side, across, v);
  heart = heart_mask (a, u, v);
  middle = mediastinum_mask (a, u, v);

  if (lung < 1)
    grey = wall_grey (a, side, across, u, v);
  if (lung > 0)
    grey = mix (grey, lung_grey (a, side, across, u, v), lung);
  grey = mix (grey, a->water, 0.92f * heart);
  grey = mix (grey, a->water - 0.02f, 0.88f * middle);

  if (across < 0.15f)
    {
      grey -= 0.12f * bump (u * (1 / 0.085f)) * cp_smooth (-0.18f, -0.42f, v); /* windpipe */
      grey += a->spine * spine (a, u, v);
    }
  grey += a->rib_contrast * ribs (a, across, v) * (1 - 0.75f * MAX (heart, middle));
  grey += a->clavicle_contrast * clavicle (a, across, v);

  return mix (OUTSIDE, grey, body);
}

static float
sample (const CpAnatomy *a,
        guint            size,
        float            x,
        float            y)
{
  float u, v;

  cp_anatomy_place (a, x / size, y / size, &u, &v);
  return grey_at (a, u, v);
}

/* A small image takes two points a pixel, on alternate diagonals, so that thin bones do not break up. */
static float
pixel_grey (const CpAnatomy *a,
            guint            size,
            guint            x,
            guint            y)
{
  float d = (x + y) % 2 ? 0.25f : -0.25f;

  if (size > 56)
    return sample (a, size, x + 0.5f, y + 0.5f);

  return (sample (a, size, x + 0.25f, y + 0.5f + d) + sample (a, size, x + 0.75f, y + 0.5f - d)) / 2;
}

/* About normal, variance 1: the sum of four uniform numbers out of one word. */
static float
grain (GRand *random)
{
  guint32 word = g_rand_int (random);
  float sum = (word & 255) + (word >> 8 & 255) + (word >> 16 & 255) + (word >> 24);

  return (sum - 510.0f) * (1.0f / 147.8f);
}

static GRand *
random_for (guint64 seed,
            CpSplit split,
            gsize   index)
{
  guint32 key[] = { seed & 0xffffffffu, seed >> 32, split,
                    (guint64) index & 0xffffffffu, (guint64) index >> 32 };

  return g_rand_new_with_seed_array (key, G_N_ELEMENTS (key));
}

/**
 * cp_phantom_get_truth:
 * @seed: of the data set
 * @split: which part
 * @index: of the image within it
 * @truth: (out caller-allocates): what is in it
 *
 * Says what cp_phantom_render() draws, without drawing it.
 */
void
cp_phantom_get_truth (guint64         seed,
                      CpSplit         split,
                      gsize           index,
                      CpPhantomTruth *truth)
{
  g_autoptr (GRand) random = random_for (seed, split, index);
  CpAnatomy anatomy;

  cp_anatomy_draw (&anatomy, random, cp_phantom_label (seed, split, index), truth);
}

/**
 * cp_phantom_render:
 * @seed: of the data set
 * @split: which part
 * @index: of the image within it
 * @size: side of the image
 * @pixels: (out caller-allocates): @size × @size grey values
 * @truth: (out caller-allocates) (optional): what is in it
 *
 * Makes one synthetic frontal chest image. It depends on the arguments alone;
 * at another @size it is the same chest, apart from the grain.
 */
void
cp_phantom_render (guint64         seed,
                   CpSplit         split,
                   gsize           index,
                   guint           size,
                   guint8         *pixels,
                   CpPhantomTruth *truth)
{
  g_autoptr (GRand) random = random_for (seed, split, index);
  CpPhantomTruth own;
  CpAnatomy anatomy;

  cp_anatomy_draw (&anatomy, random, cp_phantom_label (seed, split, index), truth != NULL ? truth : &own);

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      {
        float grey = CLAMP (pixel_grey (&anatomy, size, x, y), 0.0f, 1.2f);

        grey = anatomy.contrast * powf (grey, anatomy.gamma) + anatomy.brightness;
        grey = grey * 255 + anatomy.noise * grain (random) + 0.5f;
        *pixels++ = (guint8) CLAMP (grey, 0.0f, 255.0f);
      }
}
