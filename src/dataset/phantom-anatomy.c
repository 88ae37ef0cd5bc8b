/* SPDX-License-Identifier: MIT */
/* Draws one chest at random: its shape, its exposure, and what is wrong in it. */
#include "phantom-anatomy.h"

#include <math.h>

static float
uniform (GRand *random,
         float  low,
         float  high)
{
  return low + (high - low) * (float) g_rand_double (random);
}

/* Bell-shaped between @mean − @spread and @mean + @spread: the sum of three. */
static float
around (GRand *random,
        float  mean,
        float  spread)
{
  return mean + spread * (uniform (random, -1, 1) + uniform (random, -1, 1) + uniform (random, -1, 1)) / 3;
}

static gboolean
chance (GRand *random,
        float  probability)
{
  return g_rand_double (random) < probability;
}

/**
 * cp_anatomy_outer:
 * @self: a chest
 * @v: a height
 *
 * Returns: how far from the middle the rib cage reaches there
 */
float
cp_anatomy_outer (const CpAnatomy *self,
                  float            v)
{
  float t = (v - 0.35f) / 1.27f;

  return self->width * sqrtf (MAX (1 - t * t, 0.0f));
}

/**
 * cp_anatomy_dome:
 * @self: a chest
 * @side: 0 or 1
 * @u: distance from the middle
 *
 * Returns: height of the diaphragm there
 */
float
cp_anatomy_dome (const CpAnatomy *self,
                 guint            side,
                 float            u)
{
  float t = u - 0.34f;

  return self->dome[side] + 0.8f * t * t + 3.0f * t * t * t * t;
}

/**
 * cp_anatomy_lung:
 * @self: a chest
 * @side: 0 or 1
 * @u: distance from the middle
 * @v: a height
 *
 * Returns: 1 inside that lung, 0 outside, between at its edge
 */
float
cp_anatomy_lung (const CpAnatomy *self,
                 guint            side,
                 float            u,
                 float            v)
{
  float t = u - 0.34f;
  float top = self->apex + 1.1f * t * t;

  return cp_smooth (-0.03f, 0.05f, cp_anatomy_outer (self, v) - u) *
         cp_smooth (-0.04f, 0.05f, u - self->medial) *
         cp_smooth (-0.02f, 0.04f, cp_anatomy_dome (self, side, u) - v) *
         cp_smooth (-0.03f, 0.07f, v - top);
}

/**
 * cp_anatomy_place:
 * @self: a chest
 * @x: 0 to 1 across the image
 * @y: 0 to 1 down the image
 * @u: (out): across the body
 * @v: (out): down the body
 *
 * Turns a place in the image into one in the body.
 */
void
cp_anatomy_place (const CpAnatomy *self,
                  float            x,
                  float            y,
                  float           *u,
                  float           *v)
{
  float a = 2 * x - 1 - self->shift_u, b = 2 * y - 1 - self->shift_v;

  *u = (self->cosine * a + self->sine * b) / self->scale_u;
  *v = (self->cosine * b - self->sine * a) / self->scale_v;
}

/* The reverse of cp_anatomy_place(), for the truth. The body's turn is of a few degrees: the ellipse stays upright. */
static void
to_image (const CpAnatomy  *self,
          const CpLump     *lump,
          CpPhantomOpacity *opacity)
{
  float a = lump->u * self->scale_u, b = lump->v * self->scale_v;

  opacity->x = (self->cosine * a - self->sine * b + self->shift_u + 1) / 2;
  opacity->y = (self->sine * a + self->cosine * b + self->shift_v + 1) / 2;
  opacity->radius_x = lump->radius_u * self->scale_u / 2;
  opacity->radius_y = lump->radius_v * self->scale_v / 2;
  opacity->strength = lump->strength;
}

static void
draw_position (CpAnatomy *self,
               GRand     *random)
{
  float turn = around (random, 0, 0.07f), scale = around (random, 1.14f, 0.15f);

  self->shift_u = around (random, 0, 0.09f);
  self->shift_v = around (random, 0, 0.09f);
  self->cosine = cosf (turn);
  self->sine = sinf (turn);
  self->scale_u = scale * around (random, 1, 0.10f);
  self->scale_v = scale;
}

static void
draw_lungs (CpAnatomy *self,
            GRand     *random)
{
  float breath = around (random, 0, 0.22f); /* how far it was breathed out */
  float air = around (random, 0.26f, 0.07f) + 0.16f * breath;
  float asymmetry = around (random, 0, 0.035f);

  self->apex = around (random, -0.78f, 0.07f);
  self->width = around (random, 0.80f, 0.07f);
  self->dome[0] = around (random, 0.46f, 0.06f) - breath * 0.8f;
  self->dome[1] = self->dome[0] + around (random, 0.06f, 0.05f);
  self->medial = around (random, 0.13f, 0.03f);
  self->air[0] = air + asymmetry;
  self->air[1] = air - asymmetry;
  self->vessels = uniform (random, 0.06f, 0.17f);
  self->hilum = uniform (random, 0.06f, 0.20f);
}

static void
draw_mediastinum (CpAnatomy *self,
                  GRand     *random)
{
  self->heart_u = around (random, 0.13f, 0.05f);
  self->heart_v = self->dome[1] - around (random, 0.17f, 0.06f);
  self->heart_ru = around (random, 0.36f, 0.10f);
  self->heart_rv = around (random, 0.33f, 0.06f);
  self->knob = around (random, 0.07f, 0.05f);
  self->mediastinum = around (random, 0.17f, 0.06f);
  self->stomach = chance (random, 0.6f) ? uniform (random, 0.08f, 0.17f) : 0;
  self->tissue = around (random, 0.58f, 0.08f);
  self->water = around (random, 0.78f, 0.06f);
  self->body = around (random, 1.02f, 0.08f);
}

static void
draw_bones (CpAnatomy *self,
            GRand     *random)
{
  self->rib_spacing = around (random, 0.165f, 0.02f);
  self->rib_phase = uniform (random, 0, 1);
  self->rib_slope = around (random, 0.42f, 0.12f);
  self->rib_contrast = uniform (random, 0.05f, 0.11f);
  self->clavicle_v = self->apex + around (random, 0.13f, 0.06f);
  self->clavicle_tilt = around (random, -0.14f, 0.12f);
  self->clavicle_contrast = uniform (random, 0.10f, 0.19f);
  self->spine = uniform (random, 0.04f, 0.11f);
}

static void
draw_exposure (CpAnatomy *self,
               GRand     *random)
{
  self->gamma = around (random, 1.0f, 0.20f);
  self->contrast = around (random, 1.0f, 0.14f);
  self->brightness = around (random, 0.02f, 0.08f);
  self->noise = uniform (random, 1.5f, 5.0f);
  self->texture = g_rand_int (random);
}

/* A place well inside a lung and outside the heart. */
static void
draw_place (const CpAnatomy *self,
            GRand           *random,
            guint            side,
            float           *u,
            float           *v)
{
  for (guint tries = 0; tries < 50; tries++)
    {
      float across = uniform (random, 0.2f, 0.7f), down = uniform (random, -0.6f, 0.55f);
      float h = (side == 1 ? across - self->heart_u : across + self->heart_u) / self->heart_ru;
      float k = (down - self->heart_v) / self->heart_rv;

      *u = side == 1 ? across : -across;
      *v = down;
      if (cp_anatomy_lung (self, side, across + 0.06f, down + 0.06f) > 0.9f && h * h + k * k > 1.1f)
        return;
    }
  *u = side == 1 ? 0.5f : -0.5f;
  *v = 0;
}

static CpLump *
add_lump (CpAnatomy *self,
          GRand     *random,
          guint      side,
          float      radius,
          float      strength)
{
  CpLump *lump = &self->lumps[self->n_lumps++];

  draw_place (self, random, side, &lump->u, &lump->v);
  lump->radius_u = radius * uniform (random, 0.8f, 1.2f);
  lump->radius_v = radius * uniform (random, 0.8f, 1.3f);
  lump->strength = strength;
  lump->ragged = uniform (random, 0.3f, 0.8f);

  return lump;
}

/* One lobe, or part of it, full of fluid. */
static void
draw_lobar (CpAnatomy *self,
            GRand     *random,
            float      severity)
{
  add_lump (self, random, chance (random, 0.55f) ? 0 : 1,
            uniform (random, 0.24f, 0.42f), 0.38f + 0.58f * severity);
}

/* Several small foci around the first one. */
static void
draw_patchy (CpAnatomy *self,
             GRand     *random,
             float      severity)
{
  guint n = g_rand_int_range (random, 3, 7);
  gboolean both = chance (random, 0.6f);
  guint side = chance (random, 0.5f) ? 0 : 1;

  for (guint i = 0; i < n; i++)
    add_lump (self, random, both ? i % 2 : side,
              uniform (random, 0.13f, 0.23f), (0.42f + 0.52f * severity) * uniform (random, 0.7f, 1.1f));
}

/* A haze over much of both lungs, from the hila outwards. */
static void
draw_diffuse (CpAnatomy *self,
              GRand     *random,
              float      severity)
{
  for (guint side = 0; side < 2; side++)
    {
      CpLump *lump = add_lump (self, random, side, uniform (random, 0.34f, 0.48f),
                               (0.34f + 0.45f * severity) * uniform (random, 0.8f, 1.2f));

      lump->u = (side == 1 ? 1 : -1) * uniform (random, 0.30f, 0.42f);
      lump->v = uniform (random, -0.15f, 0.25f);
      lump->ragged = uniform (random, 0.6f, 1.0f);
    }
}

static void
draw_pneumonia (CpAnatomy *self,
                GRand     *random)
{
  float severity = uniform (random, 0, 1);
  float kind = uniform (random, 0, 1);

  if (kind < 0.4f)
    draw_lobar (self, random, severity);
  else if (kind < 0.75f)
    draw_patchy (self, random, severity);
  else
    draw_diffuse (self, random, severity);
}

/* What is no pneumonia but may look like a mild one: in both classes, so that it tells nothing. */
static void
draw_haze (CpAnatomy *self,
           GRand     *random)
{
  guint n = chance (random, 0.35f) ? g_rand_int_range (random, 1, 3) : 0;

  for (guint i = 0; i < n; i++)
    add_lump (self, random, chance (random, 0.5f) ? 0 : 1,
              uniform (random, 0.16f, 0.34f), uniform (random, 0.04f, 0.19f));
}

/**
 * cp_anatomy_draw:
 * @self: (out caller-allocates): a chest
 * @random: where chance comes from
 * @label: 1 to plant pneumonia
 * @truth: (out caller-allocates): what was planted
 *
 * Draws a chest.
 */
void
cp_anatomy_draw (CpAnatomy      *self,
                 GRand          *random,
                 guint8          label,
                 CpPhantomTruth *truth)
{
  *self = (CpAnatomy) { 0 };
  draw_position (self, random);
  draw_lungs (self, random);
  draw_mediastinum (self, random);
  draw_bones (self, random);
  draw_exposure (self, random);
  if (label == 1)
    draw_pneumonia (self, random);

  *truth = (CpPhantomTruth) { .label = label, .n_opacities = self->n_lumps };
  for (guint i = 0; i < self->n_lumps; i++)
    to_image (self, &self->lumps[i], &truth->opacities[i]);

  draw_haze (self, random);
}
