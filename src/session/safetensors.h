/* SPDX-License-Identifier: MIT */
#pragma once

#include "session-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CP_TENSOR_MAX_DIMS 8

/**
 * CpTensor:
 * @name: such as "features.0.weight"
 * @n_dims: how many dimensions
 * @shape: (n_dims)
 * @n: product of the dimensions
 * @whole: whole numbers, which a file holds as 64-bit integers
 * @values: (n) row-major
 *
 * A named array of floats, borrowed from a network or a file.
 */
typedef struct
{
  const char *name;
  guint n_dims;
  gsize shape[CP_TENSOR_MAX_DIMS];
  gsize n;
  gboolean whole;
  const float *values;
} CpTensor;

/**
 * CpSafetensors:
 *
 * A safetensors file that was read and checked.
 */
typedef struct _CpSafetensors CpSafetensors;

CpSafetensors  *cp_safetensors_read         (const char           *path,
                                             GError              **error);
CpSafetensors  *cp_safetensors_parse        (GBytes               *file,
                                             const char           *path,
                                             GError              **error);
void            cp_safetensors_free         (CpSafetensors        *self);
guint           cp_safetensors_get_n        (CpSafetensors        *self);
const CpTensor *cp_safetensors_lookup       (CpSafetensors        *self,
                                             const char           *name);
const char     *cp_safetensors_get_metadata (CpSafetensors        *self,
                                             const char           *key);
GBytes         *cp_safetensors_serialise    (const CpTensor       *tensors,
                                             guint                 n,
                                             const char *const    *metadata);
gboolean        cp_safetensors_write        (const char           *path,
                                             const CpTensor       *tensors,
                                             guint                 n,
                                             const char *const    *metadata,
                                             GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSafetensors, cp_safetensors_free)

G_END_DECLS
