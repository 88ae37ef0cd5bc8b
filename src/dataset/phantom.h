/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "dataset-error.h"

G_BEGIN_DECLS

#define CP_PHANTOM_MAX_OPACITIES 8

/* The comment by which an archive of phantoms is recognised. */
#define CP_PHANTOM_COMMENT "Cutpoint phantoms: synthetic images"

/**
 * CpPhantomSettings:
 * @size: side of the images, 8 to 1024
 * @n_train: images to learn from, at least 4
 * @n_val: images for validation, at least 4
 * @n_test: images for testing, at least 4
 * @seed: a number that picks one of many such data sets
 *
 * Which phantoms to make.
 */
typedef struct
{
  guint size;
  gsize n_train;
  gsize n_val;
  gsize n_test;
  guint64 seed;
} CpPhantomSettings;

#define CP_PHANTOM_SETTINGS_DEFAULT \
  { .size = 28, .n_train = 2000, .n_val = 400, .n_test = 600, .seed = 1 }

/**
 * CpPhantomOpacity:
 * @x: centre, 0 at the image's left edge, 1 at its right
 * @y: centre, 0 at the image's top edge, 1 at its bottom
 * @radius_x: half its width, as a share of the image's side
 * @radius_y: half its height, likewise
 * @strength: how much of the air it replaces at its centre, 0 to 1
 *
 * A planted sign of pneumonia: an upright ellipse with a soft, ragged edge.
 */
typedef struct
{
  double x;
  double y;
  double radius_x;
  double radius_y;
  double strength;
} CpPhantomOpacity;

/**
 * CpPhantomTruth:
 * @label: 1 for pneumonia
 * @n_opacities: how many were planted; 0 in a normal image
 * @opacities: (n_opacities)
 *
 * What is really in a phantom.
 */
typedef struct
{
  guint8 label;
  guint n_opacities;
  CpPhantomOpacity opacities[CP_PHANTOM_MAX_OPACITIES];
} CpPhantomTruth;

gboolean   cp_phantom_settings_check (const CpPhantomSettings  *settings,
                                      GError                  **error);
guint8     cp_phantom_label          (guint64                   seed,
                                      CpSplit                   split,
                                      gsize                     index);
void       cp_phantom_get_truth      (guint64                   seed,
                                      CpSplit                   split,
                                      gsize                     index,
                                      CpPhantomTruth           *truth);
void       cp_phantom_render         (guint64                   seed,
                                      CpSplit                   split,
                                      gsize                     index,
                                      guint                     size,
                                      guint8                   *pixels,
                                      CpPhantomTruth           *truth);
CpDataset *cp_phantom_dataset_new    (const CpPhantomSettings  *settings,
                                      GError                  **error);
gboolean   cp_phantom_write_npz      (const CpPhantomSettings  *settings,
                                      const char               *path,
                                      GError                  **error);

G_END_DECLS
