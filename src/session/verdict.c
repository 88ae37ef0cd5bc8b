/* SPDX-License-Identifier: MIT */
#include "verdict.h"

G_DEFINE_ENUM_TYPE (CpVerdict, cp_verdict,
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_AGREE, "agree"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_DISAGREE, "disagree"),
                    G_DEFINE_ENUM_VALUE (CP_VERDICT_UNSURE, "unsure"))

static const char *const names[CP_N_VERDICTS] = { "none", "agree", "disagree", "unsure" };

/**
 * cp_verdict_get_name:
 * @verdict: a verdict
 *
 * Returns: its name in files, never translated: `none`, `agree`, `disagree` or `unsure`
 */
const char *
cp_verdict_get_name (CpVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < CP_N_VERDICTS, names[CP_VERDICT_NONE]);

  return names[verdict];
}

/**
 * cp_verdict_from_name:
 * @name: a name from a file
 * @verdict: (out): the verdict of this name
 *
 * The inverse of cp_verdict_get_name().
 *
 * Returns: whether @name is one; if not, @verdict is left alone
 */
gboolean
cp_verdict_from_name (const char *name,
                      CpVerdict  *verdict)
{
  for (guint i = 0; i < CP_N_VERDICTS; i++)
    if (g_str_equal (name, names[i]))
      {
        *verdict = (CpVerdict) i;
        return TRUE;
      }
  return FALSE;
}
