/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpModel:
 *
 * A trained network, or an ensemble of them, and where it comes from.
 * Immutable, atomically reference-counted. Its file is safetensors with
 * PyTorch's names.
 */
typedef struct _CpModel CpModel;

/**
 * CpModelInfo:
 * @preset: name of the network
 * @size: side of the images it takes
 * @members: networks, whose probabilities are averaged; 1 for a single network
 * @epochs: finished epochs that each was trained for
 * @seed: of its training; the following members have the following seeds
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
  guint members;
  guint epochs;
  guint64 seed;
  double threshold;
  const char *data_name;
  const char *data_fingerprint;
} CpModelInfo;

CpModel           *cp_model_new            (const CpNetwork *const *networks,
                                            guint               n,
                                            const CpModelInfo  *info);
CpModel           *cp_model_with_threshold (CpModel            *self,
                                            double              threshold);
CpModel           *cp_model_load           (const char         *path,
                                            GError            **error);
gboolean           cp_model_save           (CpModel            *self,
                                            const char         *path,
                                            GError            **error);
CpModel           *cp_model_from_bytes     (GBytes             *bytes,
                                            const char         *name,
                                            GError            **error);
GBytes            *cp_model_to_bytes       (CpModel            *self);
CpModel           *cp_model_ref            (CpModel            *self);
void               cp_model_unref          (CpModel            *self);
const CpModelInfo *cp_model_get_info       (CpModel            *self);
const CpNetwork   *cp_model_get_network    (CpModel            *self,
                                            guint               member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpModel, cp_model_unref)

/**
 * CpScores:
 * @n: how many images
 * @logits: (n) what the network put out; of an ensemble, the logit of the probability
 * @probabilities: (n) 1 / (1 + exp (−logit)), in double; of an ensemble, the mean of its members'
 * @deviations: (n) (nullable): standard deviation of an ensemble's probabilities about that mean,
 *   over all members (not one less)
 *
 * A model's answer on n images.
 */
typedef struct
{
  gsize n;
  float *logits;
  double *probabilities;
  double *deviations;
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
