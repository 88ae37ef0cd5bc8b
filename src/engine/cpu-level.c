/* SPDX-License-Identifier: MIT */
#include "cpu-level.h"

static gboolean
runs_always (void)
{
  return TRUE;
}

#ifdef CP_HAVE_X86_KERNELS
static gboolean
runs_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

static gboolean
runs_avx512 (void)
{
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl")
         && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw");
}
#endif

/* Fastest first. */
static const struct
{
  const CpKernels *kernels;
  gboolean (*runs) (void);
} levels[] = {
#ifdef CP_HAVE_X86_KERNELS
  { &cp_kernels_avx512, runs_avx512 },
  { &cp_kernels_avx2, runs_avx2 },
#endif
  { &cp_kernels_portable, runs_always },
  { &cp_kernels_reference, runs_always },
};

/**
 * cp_kernels_lookup:
 * @name: "reference", "portable", "avx2" or "avx512"
 * @error: return location
 *
 * Returns: (nullable) (transfer none): the kernels of that level; %NULL with
 *   CP_ENGINE_ERROR_INVALID where there is none or the processor lacks it
 */
const CpKernels *
cp_kernels_lookup (const char  *name,
                   GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      if (g_strcmp0 (levels[i].kernels->name, name) != 0)
        continue;
      if (levels[i].runs ())
        return levels[i].kernels;
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
                   "processor level “%s”: this processor does not have it", name);
      return NULL;
    }

  g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
               "unknown processor level “%s”, expected reference, portable, avx2 or avx512", name);
  return NULL;
}

/**
 * cp_kernels_choose:
 * @error: return location
 *
 * Returns: (nullable) (transfer none): the fastest level this processor has, or the
 *   one that the environment variable CUTPOINT_CPU names
 */
const CpKernels *
cp_kernels_choose (GError **error)
{
  const char *forced = g_getenv ("CUTPOINT_CPU");

  if (forced != NULL && *forced != '\0')
    return cp_kernels_lookup (forced, error);

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (levels[i].runs ())
      return levels[i].kernels;

  g_assert_not_reached ();
}
