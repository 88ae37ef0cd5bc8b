/* SPDX-License-Identifier: MIT */
#pragma once

#include "phantom.h"

G_BEGIN_DECLS

/* Soft lumps in a lung: planted opacities, and the mild haze of normal images. */
typedef struct
{
  float u, v;
  float radius_u, radius_v;
  float strength;
  float ragged; /* how far noise moves its edge */
} CpLump;

#define CP_MAX_LUMPS (CP_PHANTOM_MAX_OPACITIES + 2)

/*
 * One chest, in coordinates that know nothing of pixels: u runs from −1 at the
 * image's left to 1 at its right, v from −1 at its top to 1 at its bottom, before
 * the body's own shift, turn and scale. Side 0 is the image's left, the
 * patient's right. Grey runs from 0 (air) to 1 (bone).
 */
typedef struct
{
  /* where the body lies in the image */
  float shift_u, shift_v;
  float cosine, sine;
  float scale_u, scale_v;

  /* the lungs */
  float apex;         /* v of their tops */
  float width;        /* u of the rib cage at its widest */
  float dome[2];      /* v of each half of the diaphragm */
  float medial;       /* u where a lung begins */
  float air[2];       /* grey of each lung */
  float vessels;      /* how bright they are */
  float hilum;

  /* what lies between and around them */
  float heart_u, heart_v, heart_ru, heart_rv;
  float knob;         /* radius of the aortic arch */
  float mediastinum;  /* half its width */
  float stomach;      /* radius of the air below the left dome; 0 for none */
  float tissue;       /* grey of the chest wall */
  float water;        /* grey of heart, vessels' trunks, liver */
  float body;         /* u of its outline */

  /* bones */
  float rib_spacing, rib_phase, rib_slope, rib_contrast;
  float clavicle_v, clavicle_tilt, clavicle_contrast;
  float spine;

  /* the exposure */
  float gamma, contrast, brightness;
  float noise;        /* standard deviation of the grain, in grey levels */
  guint32 texture;    /* seed of the noise that is part of the body */

  guint n_lumps;
  CpLump lumps[CP_MAX_LUMPS];
} CpAnatomy;

void  cp_anatomy_draw   (CpAnatomy       *self,
                         GRand           *random,
                         guint8           label,
                         CpPhantomTruth  *truth);
void  cp_anatomy_place  (const CpAnatomy *self,
                         float            x,
                         float            y,
                         float           *u,
                         float           *v);
float cp_anatomy_lung   (const CpAnatomy *self,
                         guint            side,
                         float            u,
                         float            v);
float cp_anatomy_dome   (const CpAnatomy *self,
                         guint            side,
                         float            u);
float cp_anatomy_outer  (const CpAnatomy *self,
                         float            v);

/* 0 below @low, 1 above @high, smooth between. */
static inline float
cp_smooth (float low,
           float high,
           float x)
{
  float t = (x - low) * (1.0f / (high - low)); /* folded where the bounds are constants */

  t = t > 0.0f ? t : 0.0f;
  t = t < 1.0f ? t : 1.0f;
  return t * t * (3.0f - 2.0f * t);
}

G_END_DECLS
