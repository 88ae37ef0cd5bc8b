/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "npy.h"

/* The header of an array, as text. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  CpNpyHeader header;

  if (size >= CP_NPY_PREAMBLE)
    {
      gsize offset, length;

      cp_npy_preamble_parse (data, &offset, &length, NULL);
    }
  if (cp_npy_header_parse ((const char *) data, size, &header, &error))
    {
      g_autofree char *shape = cp_npy_format_shape (&header);

      g_assert_cmpuint (header.n_dims, <=, CP_NPY_MAX_DIMS);
      cp_npy_header_count (&header);
    }
  else
    {
      g_assert_nonnull (error);
    }
  return 0;
}
