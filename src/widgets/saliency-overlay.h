/* SPDX-License-Identifier: MIT */
#pragma once

#include "explainer.h"

G_BEGIN_DECLS

/**
 * CpOverlayState:
 * @CP_OVERLAY_OFF: none is wanted
 * @CP_OVERLAY_UNAVAILABLE: there is no image, no model, or one for images of another size
 * @CP_OVERLAY_WAITING: it is being computed
 * @CP_OVERLAY_READY: it is there
 * @CP_OVERLAY_FAILED: it could not be computed
 *
 * What there is to show over an image.
 */
typedef enum
{
  CP_OVERLAY_OFF,
  CP_OVERLAY_UNAVAILABLE,
  CP_OVERLAY_WAITING,
  CP_OVERLAY_READY,
  CP_OVERLAY_FAILED,
} CpOverlayState;

/**
 * CpOverlayChoice:
 * @shown: whether a map is wanted
 * @method: how evidence is found
 * @target: 1 for evidence for pneumonia, 0 for normal
 * @randomised: whether to forget what was learned first, as a sanity check
 * @opacity: of the strongest evidence, 0 to 1
 *
 * What a person wants to see over an image.
 */
typedef struct
{
  gboolean shown;
  CpExplainMethod method;
  guint8 target;
  gboolean randomised;
  double opacity;
} CpOverlayChoice;

/**
 * CpSaliencyOverlay:
 *
 * The map of evidence in the image that is looked at: computed in a thread as
 * soon as it is wanted, given up when another image or another map is.
 *
 * `::changed`: choice, state or explanation are others.
 */
#define CP_TYPE_SALIENCY_OVERLAY (cp_saliency_overlay_get_type ())
G_DECLARE_FINAL_TYPE (CpSaliencyOverlay, cp_saliency_overlay, CP, SALIENCY_OVERLAY, GObject)

CpSaliencyOverlay     *cp_saliency_overlay_new             (void);
void                   cp_saliency_overlay_set_model       (CpSaliencyOverlay     *self,
                                                            CpModel               *model,
                                                            CpDataset             *dataset);
void                   cp_saliency_overlay_set_image       (CpSaliencyOverlay     *self,
                                                            GBytes                *pixels,
                                                            guint                  size);
const CpOverlayChoice *cp_saliency_overlay_get_choice      (CpSaliencyOverlay     *self);
void                   cp_saliency_overlay_set_choice      (CpSaliencyOverlay     *self,
                                                            const CpOverlayChoice *choice);
CpOverlayState         cp_saliency_overlay_get_state       (CpSaliencyOverlay     *self);
CpExplanation         *cp_saliency_overlay_get_explanation (CpSaliencyOverlay     *self);
const char            *cp_saliency_overlay_get_message     (CpSaliencyOverlay     *self);

G_END_DECLS
