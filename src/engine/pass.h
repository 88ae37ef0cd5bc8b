/* SPDX-License-Identifier: MIT */
#pragma once

#include "cpu-level.h"
#include "gate.h"
#include "network.h"
#include "samples.h"
#include "thread-pool.h"

G_BEGIN_DECLS

/**
 * CpPass:
 *
 * Memory and work of running a network: forward over any number of images, or
 * forward and backward over one batch.
 */
typedef struct _CpPass CpPass;

CpPass      *cp_pass_new          (const CpNetwork *network,
                                   const CpKernels *kernels,
                                   CpThreadPool    *pool,
                                   guint            batch_size);
CpPass      *cp_pass_new_explaining (const CpNetwork *network,
                                   const CpKernels *kernels,
                                   CpThreadPool    *pool);
void         cp_pass_free         (CpPass          *self);
void         cp_pass_set_gate     (CpPass          *self,
                                   CpGate          *gate);
void         cp_pass_pack         (CpPass          *self);
void         cp_pass_infer        (CpPass          *self,
                                   const CpSamples *samples,
                                   float           *logits);
double       cp_pass_train        (CpPass          *self,
                                   const CpBatch   *batch);
void         cp_pass_track        (CpPass          *self,
                                   float           *values);
const float *cp_pass_get_gradient (CpPass          *self);
const float *cp_pass_get_logits   (CpPass          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpPass, cp_pass_free)

G_END_DECLS
