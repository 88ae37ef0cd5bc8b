/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpPredictions:
 *
 * The probabilities of one split, sorted once with prefix sums of the labels,
 * so that any threshold costs O(log n). Immutable, atomically reference-counted.
 */
typedef struct _CpPredictions CpPredictions;

CpPredictions *cp_predictions_new           (const double         *probabilities,
                                             const guint8         *labels,
                                             gsize                 n,
                                             GError              **error);
CpPredictions *cp_predictions_ref           (CpPredictions        *self);
void           cp_predictions_unref         (CpPredictions        *self);
gsize          cp_predictions_get_n         (const CpPredictions  *self);
gsize          cp_predictions_get_positives (const CpPredictions  *self);
gsize          cp_predictions_get_negatives (const CpPredictions  *self);
void           cp_predictions_histogram     (const CpPredictions  *self,
                                             guint                 n_bins,
                                             guint                *negatives,
                                             guint                *positives);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpPredictions, cp_predictions_unref)

G_END_DECLS
