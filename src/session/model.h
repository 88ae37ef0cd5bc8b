/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpModel:
 *
 * A trained network and where it comes from. Immutable, atomically
 * reference-counted. Its file is safetensors with PyTorch's names.
 */
typedef struct _CpModel CpModel;

/**
 * CpModelInfo:
 * @preset: name of the network
 * @size: side of the images it takes
 * @epochs: finished epochs it was trained for
 * @seed: of its training
 * @threshold: chosen on validation; NaN where none was
 * @data_name: name of the data set it was trained on, or NULL
 * @data_fingerprint: of that data set, or NULL
 *
 * What a model file says of itself.
 */
typedef struct
{
  const char *preset;
  guint size;
  guint epochs;
  guint64 seed;
  double threshold;
  const char *data_name;
  const char *data_fingerprint;
} CpModelInfo;

/* Copies @network and @info. */
CpModel           *cp_model_new            (const CpNetwork    *network,
                                            const CpModelInfo  *info);
CpModel           *cp_model_load           (const char         *path,
                                            GError            **error);
gboolean           cp_model_save           (CpModel            *self,
                                            const char         *path,
                                            GError            **error);
CpModel           *cp_model_ref            (CpModel            *self);
void               cp_model_unref          (CpModel            *self);
const CpModelInfo *cp_model_get_info       (CpModel            *self);
const CpNetwork   *cp_model_get_network    (CpModel            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpModel, cp_model_unref)

/**
 * CpScores:
 * @n: how many images
 * @logits: (n) what the network put out
 * @probabilities: (n) 1 / (1 + exp (−logit)), in double
 *
 * A model's answer on n images.
 */
typedef struct
{
  gsize n;
  float *logits;
  double *probabilities;
} CpScores;

/* @threads: 0 for one a processor. Errors: the images' size is not the model's. Thread-safe, blocking. */
CpScores *cp_model_score       (CpModel           *self,
                                const guint8      *pixels,     /* (n, size, size) */
                                gsize              n,
                                guint              size,
                                guint              threads,
                                GError           **error);
void      cp_scores_free       (CpScores          *scores);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpScores, cp_scores_free)

double    cp_logit_to_probability (float logit);

G_END_DECLS
