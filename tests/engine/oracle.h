/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "samples.h"

G_BEGIN_DECLS

/* The network once more, in double, written without the engine's kernels, layouts
 * or packing: PyTorch's (C, H, W) order and plain loops. */
typedef struct _Oracle Oracle;

Oracle  *oracle_new         (const CpNetwork *network,
                             const CpSamples *samples,
                             const float      class_weights[2]);
void     oracle_free        (Oracle          *self);
guint    oracle_node_of     (Oracle          *self,
                             guint            parameter);
double   oracle_loss_from   (Oracle          *self,
                             guint            node);
void     oracle_use_running  (Oracle          *self);
double  *oracle_edit_values (Oracle          *self);
double   oracle_get_logit   (Oracle          *self,
                             guint            sample);
guint32  oracle_get_pattern (Oracle          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Oracle, oracle_free)

G_END_DECLS
