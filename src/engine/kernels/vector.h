/* SPDX-License-Identifier: MIT */
#pragma once

#include "level.h"

#include <string.h>

/* A level's vectors: CP_LANES floats, or as many 32-bit integers. */

typedef float CpVector __attribute__ ((vector_size (CP_LANES * 4)));
typedef float CpLoose __attribute__ ((vector_size (CP_LANES * 4), aligned (4), may_alias));
typedef gint32 CpWhole __attribute__ ((vector_size (CP_LANES * 4)));

/* A sanitizer's checks make a tile many times larger to compile: there are only small ones then. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CP_SMALL_TILES
#endif

#define CP_INLINE static inline __attribute__ ((always_inline))

CP_INLINE CpVector
load (const float *p)
{
  return *(const CpLoose *) p;
}

/* The first @n lanes, all of them where @n is larger; zero in the others. */
CP_INLINE CpVector
load_some (const float *p,
           gsize        n)
{
  CpVector v = { 0 };

  if (n >= CP_LANES)
    return load (p);
  memcpy (&v, p, n * sizeof (float));
  return v;
}

/* The first @n lanes, all of them where @n is larger. */
CP_INLINE void
store (float   *p,
       CpVector v,
       gsize    n)
{
  if (n >= CP_LANES)
    *(CpLoose *) p = v;
  else
    memcpy (p, &v, n * sizeof (float));
}

/* The same number in every lane (minus zero would be kept, too). */
CP_INLINE CpVector
spread (float f)
{
  return f - (CpVector) { 0 };
}

/* yes where the mask is set, no elsewhere */
CP_INLINE CpVector
choose (CpWhole  mask,
        CpVector yes,
        CpVector no)
{
  return (CpVector) ((mask & (CpWhole) yes) | (~mask & (CpWhole) no));
}
