/* SPDX-License-Identifier: MIT */
/* The grey of a chest at a point, layer upon layer from the body's outline to
 * the bones, then sampled into pixels. All in continuous coordinates: the same
 * chest at every size. */
#include "phantom-anatomy.h"

#include <math.h>

#define HEART 0.74f
#define FLUID 0.72f
#define ABDOMEN 0.76f

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

/* Smooth noise from −1 to 1 that changes over about one unit. */
static float
value_noise (guint32 seed,
             float   x,
             float   y)
{
  float fx = floorf (x), fy = floorf (y);
  gint i = (gint) fx, j = (gint) fy;
  float s = cp_smooth (0, 1, x - fx), t = cp_smooth (0, 1, y - fy);

  return mix (mix (lattice (seed, i, j), lattice (seed, i + 1, j), s),
              mix (lattice (seed, i, j + 1), lattice (seed, i + 1, j + 1), s), t);
}

/* Neck, shoulders and trunk: 1 inside. */
static float
body_mask (const CpAnatomy *a,
           float            u,
           float            v)
{
  float slope = MAX (u - 0.24f, 0.0f);
  float shoulder = -0.97f + 0.62f * slope * sqrtf (slope);
  float neck = cp_smooth (0, 0.08f, 0.26f - u);
  float flank = a->body - 0.05f * v * v;

  return MAX (cp_smooth (-0.03f, 0.05f, v - shoulder), neck) * cp_smooth (-0.02f, 0.10f, flank - u);
}

/* Soft lines that run from the hilum outwards and fade with the distance. */
static float
vessels (const CpAnatomy *a,
         guint            side,
         float            u,
         float            v)
{
  float x = u - 0.16f, y = v - 0.02f;
  float distance = sqrtf (x * x + y * y);
  float angle = atan2f (y, x);
  float wave = value_noise (a->texture + side, angle * 4.5f, distance * 3.0f);
  float fine = value_noise (a->texture + 7 + side, angle * 10.0f, distance * 6.0f);
  float ridge = bump (wave * 3.0f) * cp_smooth (0.75f, 0.05f, distance) +
                0.6f * bump (fine * 2.5f) * cp_smooth (0.8f, 0.15f, distance);

  return a->vessels * ridge + a->hilum * bump (distance / 0.24f);
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

      if (distance > 2.6f)
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

  return mix (grey, FLUID, opacity (a, u, v));
}

static float
heart_mask (const CpAnatomy *a,
            float            u,
            float            v)
{
  float x = u - a->heart_u, y = v - a->heart_v;
  float along = (0.88f * x + 0.47f * y) / a->heart_ru, across = (0.88f * y - 0.47f * x) / a->heart_rv;

  return cp_smooth (1.06f, 0.92f, sqrtf (along * along + across * across));
}

static float
mediastinum_mask (const CpAnatomy *a,
                  float            u,
                  float            v)
{
  float width = a->mediastinum + 0.10f * cp_smooth (-0.55f, -0.9f, v) + 0.03f * cp_smooth (-0.1f, 0.3f, v);
  float x = u - a->mediastinum - 0.01f, y = v + 0.30f;
  float knob = cp_smooth (a->knob + 0.02f, a->knob - 0.03f, sqrtf (x * x + y * y));

  return MAX (cp_smooth (width + 0.03f, width - 0.04f, fabsf (u)), knob);
}

/* Ribs in the back fall outwards, those in front fall inwards; each a pale
 * band with brighter edges. A family of equal curves: only the nearest counts. */
static float
rib_band (float position,
          float thickness)
{
  float d = fabsf (position - roundf (position)) / thickness;

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
                 cp_smooth (a->apex - 0.12f, a->apex + 0.02f, v);

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
  float line = a->clavicle_v + a->clavicle_tilt * t + 0.10f * sinf (t * 7.5f) * (0.3f + t);
  float d = (v - line) / 0.042f;

  return (0.8f * bump (d) + 0.35f * bump ((fabsf (d) - 0.75f) * 2.5f)) *
         cp_smooth (0.07f, 0.13f, across) * cp_smooth (0.95f, 0.80f, across);
}

static float
spine (const CpAnatomy *a,
       float            u,
       float            v)
{
  float position = v / 0.135f + a->rib_phase;
  float gap = bump ((position - roundf (position)) * 4.5f);

  return bump (u / 0.12f) * (1 - 0.55f * gap) * mix (1.0f, 0.6f, cp_smooth (-0.2f, 0.6f, v));
}

static float
abdomen (const CpAnatomy *a,
         float            u,
         float            v,
         float            grey)
{
  float x = u - 0.42f, y = v - a->dome[1] - 0.19f;
  float gas = a->stomach > 0 ? cp_smooth (a->stomach + 0.03f, a->stomach - 0.04f, sqrtf (x * x + 1.6f * y * y)) : 0;

  return mix (mix (grey, ABDOMEN, 0.85f), 0.40f, 0.7f * gas);
}

static float
grey_at (const CpAnatomy *a,
         float            u,
         float            v)
{
  guint side = u > 0;
  float across = fabsf (u);
  float body = body_mask (a, across, v);
  float lung, below, heart, middle, grey;

  if (body <= 0)
    return 0.015f;

  lung = cp_anatomy_lung (a, side, across, v);
  below = cp_smooth (-0.02f, 0.05f, v - cp_anatomy_dome (a, side, across)) *
          cp_smooth (-0.06f, 0.06f, cp_anatomy_outer (a, v) - across);
  heart = heart_mask (a, u, v);
  middle = mediastinum_mask (a, u, v);

  grey = a->tissue * mix (0.62f, 1.0f, cp_smooth (a->body, a->body - 0.35f, across)) +
         0.025f * value_noise (a->texture + 5, u * 5, v * 5);
  if (below > 0)
    grey = mix (grey, abdomen (a, u, v, grey), below);
  if (lung > 0)
    grey = mix (grey, lung_grey (a, side, across, u, v), lung);
  grey = mix (grey, HEART, 0.92f * heart);
  grey = mix (grey, HEART - 0.03f, 0.85f * middle);

  grey -= 0.13f * bump (u / 0.06f) * cp_smooth (-0.22f, -0.36f, v);  /* windpipe */
  grey += a->spine * spine (a, u, v);
  grey += a->rib_contrast * ribs (a, across, v) * (1 - 0.75f * MAX (heart, middle));
  grey += a->clavicle_contrast * clavicle (a, across, v);

  return mix (0.015f, grey, body);
}

/* Mean of n × n points in a pixel, enough to show no jagged edges at 28 pixels. */
static float
pixel_grey (const CpAnatomy *a,
            guint            size,
            guint            column,
            guint            row,
            guint            n)
{
  float sum = 0;

  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < n; i++)
      {
        float u, v;

        cp_anatomy_place (a, (column + (i + 0.5f) / n) / size, (row + (j + 0.5f) / n) / size, &u, &v);
        sum += grey_at (a, u, v);
      }

  return sum / (n * n);
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
  guint n = MAX (1, (56 + size - 1) / size);
  CpPhantomTruth own;
  CpAnatomy anatomy;

  cp_anatomy_draw (&anatomy, random, cp_phantom_label (seed, split, index), truth != NULL ? truth : &own);

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      {
        float grey = CLAMP (pixel_grey (&anatomy, size, x, y, n), 0.0f, 1.2f);

        grey = anatomy.contrast * powf (grey, anatomy.gamma) + anatomy.brightness;
        grey = grey * 255 + anatomy.noise * grain (random) + 0.5f;
        *pixels++ = (guint8) CLAMP (grey, 0.0f, 255.0f);
      }
}
