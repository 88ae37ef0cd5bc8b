/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "explanation-private.h"

#include <glib/gi18n-lib.h>

/* By thirds of the image, rows from the top. */
static const char *const places[3][3] = {
  { N_("in the upper left of the image"), N_("at the top of the image"), N_("in the upper right of the image") },
  { N_("on the left of the image"), N_("in the middle of the image"), N_("on the right of the image") },
  { N_("in the lower left of the image"), N_("at the bottom of the image"), N_("in the lower right of the image") },
};

static char *
locate (const CpExplanationInfo *info)
{
  const char *place = _(places[3 * info->peak_y / info->size][3 * info->peak_x / info->size]);

  if (info->empty)
    return g_strdup (info->target == 1 ? _("No positive evidence for pneumonia: the map is empty.")
                                       : _("No positive evidence for normal: the map is empty."));

  return g_strdup_printf (info->target == 1 ? _("Evidence for pneumonia is strongest %s.")
                                            : _("Evidence for normal is strongest %s."), place);
}

/* Returns: (transfer full): where the peak is */
char *
cp_explanation_sentence (const CpExplanationInfo *info)
{
  g_autofree char *words = locate (info);

  return info->randomised ? g_strdup_printf (_("Random weights: %s"), words) : g_steal_pointer (&words);
}

static char *
describe_occlusion (const CpExplanationInfo *info)
{
  return g_strdup_printf (info->target == 1
                          ? _("Occlusion: how far the logit of pneumonia falls when a patch of %u×%u pixels is hidden")
                          : _("Occlusion: how far the logit of normal falls when a patch of %u×%u pixels is hidden"),
                          info->patch, info->patch);
}

static char *
describe_grad_cam (const CpExplanationInfo *info)
{
  return g_strdup_printf (info->target == 1
                          ? _("Grad-CAM: where the network's last features, %u×%u cells, speak for pneumonia")
                          : _("Grad-CAM: where the network's last features, %u×%u cells, speak for normal"),
                          info->cells, info->cells);
}

static char *
describe_hires_cam (const CpExplanationInfo *info)
{
  return g_strdup_printf (info->target == 1
                          ? _("HiResCAM: where the network's last features, %u×%u cells, speak for pneumonia")
                          : _("HiResCAM: where the network's last features, %u×%u cells, speak for normal"),
                          info->cells, info->cells);
}

/**
 * cp_explanation_describe:
 * @self: an explanation
 *
 * Returns: (transfer full): what the map shows, for its legend, translated
 */
char *
cp_explanation_describe (CpExplanation *self)
{
  const CpExplanationInfo *info = cp_explanation_get_info (self);

  switch (info->method)
    {
    case CP_EXPLAIN_GRAD_CAM:
      return describe_grad_cam (info);
    case CP_EXPLAIN_HIRES_CAM:
      return describe_hires_cam (info);
    case CP_EXPLAIN_OCCLUSION:
      return describe_occlusion (info);
    default:
      g_return_val_if_reached (NULL);
    }
}
