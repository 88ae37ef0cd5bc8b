/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset-error.h"

G_BEGIN_DECLS

#define CP_NPY_MAX_DIMS 8
#define CP_NPY_PREAMBLE 12
#define CP_NPY_MAX_HEADER (64u << 10)

/**
 * CpNpyHeader:
 * @kind: numpy's letter: 'u', 'i', 'b', 'f' …
 * @item_size: bytes an element
 * @big_endian: whether an element's first byte is its highest
 * @descr: the type as written, such as "<f4", printable
 * @fortran_order: whether the first index runs fastest
 * @n_dims: how many dimensions
 * @shape: (n_dims)
 *
 * What an npy file says of its array.
 */
typedef struct
{
  char kind;
  guint item_size;
  gboolean big_endian;
  char descr[32];
  gboolean fortran_order;
  guint n_dims;
  gsize shape[CP_NPY_MAX_DIMS];
} CpNpyHeader;

gboolean cp_npy_preamble_parse (const guint8       preamble[CP_NPY_PREAMBLE],
                                gsize             *offset,
                                gsize             *length,
                                GError           **error);
gboolean cp_npy_header_parse   (const char        *text,
                                gsize              length,
                                CpNpyHeader       *header,
                                GError           **error);
gsize    cp_npy_header_count   (const CpNpyHeader *header);
char    *cp_npy_format_shape   (const CpNpyHeader *header);
GBytes  *cp_npy_header_write   (guint              n_dims,
                                const gsize       *shape);

G_END_DECLS
