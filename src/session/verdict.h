/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CpVerdict:
 * @CP_VERDICT_NONE: nobody has judged the image
 * @CP_VERDICT_AGREE: the reader agrees
 * @CP_VERDICT_DISAGREE: the reader disagrees
 * @CP_VERDICT_UNSURE: the image does not tell
 *
 * What the person at the screen thinks of an image.
 */
typedef enum
{
  CP_VERDICT_NONE,
  CP_VERDICT_AGREE,
  CP_VERDICT_DISAGREE,
  CP_VERDICT_UNSURE,
} CpVerdict;

#define CP_N_VERDICTS 4

GType cp_verdict_get_type (void);
#define CP_TYPE_VERDICT (cp_verdict_get_type ())

const char *cp_verdict_get_name  (CpVerdict   verdict);
gboolean    cp_verdict_from_name (const char *name,
                                  CpVerdict  *verdict);

G_END_DECLS
