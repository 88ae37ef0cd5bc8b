/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

G_BEGIN_DECLS

/**
 * CpWeightAverage:
 *
 * An exponential moving average of a network's weights over the steps of a
 * training, as a network of its own.
 */
typedef struct _CpWeightAverage CpWeightAverage;

CpWeightAverage *cp_weight_average_new         (const CpNetwork *network,
                                                double           decay);
void             cp_weight_average_free        (CpWeightAverage *self);
void             cp_weight_average_reset       (CpWeightAverage *self,
                                                const CpNetwork *network);
void             cp_weight_average_restore     (CpWeightAverage *self,
                                                guint64          steps,
                                                const float     *values);
void             cp_weight_average_add         (CpWeightAverage *self,
                                                const CpNetwork *network);
const CpNetwork *cp_weight_average_get_network (CpWeightAverage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpWeightAverage, cp_weight_average_free)

G_END_DECLS
