/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSplit:
 * @CP_SPLIT_TRAIN: the images the network learns from
 * @CP_SPLIT_VALIDATION: the images thresholds are chosen on
 * @CP_SPLIT_TEST: the images figures are reported on
 *
 * The three official parts of a data set.
 */
typedef enum
{
  CP_SPLIT_TRAIN,
  CP_SPLIT_VALIDATION,
  CP_SPLIT_TEST,
} CpSplit;

#define CP_N_SPLITS 3

/* The file of PneumoniaMNIST at 28 pixels, in Zenodo's record 10519652. */
#define CP_OFFICIAL_SIZE 4170669
#define CP_OFFICIAL_MD5 "28209eda62fecd6e6a2d98b1501bb15f"

/* So few validation images that a threshold chosen on them is chance, as the 16 of the Kaggle archive. */
#define CP_FEW_IMAGES 50

/**
 * CpImageSet:
 * @n: how many images
 * @size: side of the square images, in pixels
 * @pixels: (N, H, W) grey values, 0 to 255
 * @labels: (N) 0 for normal, 1 for pneumonia
 * @positives: how many labels are 1
 *
 * One split: images and their labels, read-only.
 */
typedef struct
{
  gsize n;
  guint size;
  const guint8 *pixels;
  const guint8 *labels;
  gsize positives;
} CpImageSet;

/**
 * CpDatasetKind:
 * @CP_DATASET_OFFICIAL: the official PneumoniaMNIST file, recognised by its MD5
 * @CP_DATASET_NPZ: another file in MedMNIST's form
 * @CP_DATASET_PHANTOM: synthetic images made by Cutpoint
 * @CP_DATASET_FOLDER: image files in folders
 *
 * Where a data set's images come from.
 */
typedef enum
{
  CP_DATASET_OFFICIAL,
  CP_DATASET_NPZ,
  CP_DATASET_PHANTOM,
  CP_DATASET_FOLDER,
} CpDatasetKind;

/**
 * CpDuplicates:
 * @groups: groups of two or more byte-identical images
 * @train_validation: groups with images in both train and validation
 * @train_test: groups with images in both train and test
 *
 * Byte-identical images within and across splits.
 */
typedef struct
{
  gsize groups;
  gsize train_validation;
  gsize train_test;
} CpDuplicates;

/**
 * CpDataset:
 *
 * Three splits of labelled square grey images; immutable and atomically
 * reference-counted, so that threads may share it.
 */
typedef struct _CpDataset CpDataset;

/**
 * CpDatasetProgress:
 * @done: files that have been read
 * @n: files there are
 * @user_data: what came with the function
 *
 * Follows how a folder is read, in any thread.
 *
 * Returns: whether to go on
 */
typedef gboolean (*CpDatasetProgress) (guint    done,
                                       guint    n,
                                       gpointer user_data);

/**
 * CpDatasetOptions:
 * @size: side of a folder's images where its location does not name one; 0 for 28
 * @progress: (nullable): called as a folder is read
 * @user_data: for @progress
 *
 * How to load a data set.
 */
typedef struct
{
  guint size;
  CpDatasetProgress progress;
  gpointer user_data;
} CpDatasetOptions;

CpDataset        *cp_dataset_load            (const char        *location,
                                              GError           **error);
CpDataset        *cp_dataset_load_with       (const char             *location,
                                              const CpDatasetOptions *options,
                                              GError                **error);
CpDataset        *cp_dataset_ref             (CpDataset         *self);
void              cp_dataset_unref           (CpDataset         *self);
const char       *cp_dataset_get_name        (CpDataset         *self);
const char       *cp_dataset_get_location    (CpDataset         *self);
CpDatasetKind     cp_dataset_get_kind        (CpDataset         *self);
guint             cp_dataset_get_size        (CpDataset         *self);
const CpImageSet *cp_dataset_get_split       (CpDataset         *self,
                                              CpSplit            split);
const char       *cp_dataset_get_fingerprint (CpDataset         *self);
guint             cp_dataset_get_skipped     (CpDataset         *self,
                                              const char       **first);
gboolean          cp_dataset_get_carved      (CpDataset         *self);
CpDuplicates      cp_dataset_get_duplicates  (CpDataset         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpDataset, cp_dataset_unref)

const char       *cp_split_get_name          (CpSplit            split);
gboolean          cp_split_from_name         (const char        *name,
                                              CpSplit           *split);

char             *cp_dataset_get_own_path    (void);

char             *cp_dataset_locate          (const char        *given,
                                              const char        *last_used);

G_END_DECLS
