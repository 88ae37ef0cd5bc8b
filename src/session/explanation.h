/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"

G_BEGIN_DECLS

/**
 * CpExplainMethod:
 * @CP_EXPLAIN_GRAD_CAM: the last convolution's features, weighed by their gradients (Selvaraju 2017)
 * @CP_EXPLAIN_HIRES_CAM: the same, by each place's own gradient (Draelos and Carin 2020)
 * @CP_EXPLAIN_OCCLUSION: by how much hiding a part lowers the logit (Zeiler and Fergus 2014)
 *
 * How evidence is found. Grad-CAM averages gradients over all places, which misleads for networks whose last
 * layers weigh places differently, such as the baseline; for others HiResCAM is the same.
 */
typedef enum
{
  CP_EXPLAIN_GRAD_CAM,
  CP_EXPLAIN_HIRES_CAM,
  CP_EXPLAIN_OCCLUSION,
} CpExplainMethod;

#define CP_N_EXPLAIN_METHODS 3

/**
 * CpExplainOptions:
 * @method: how to find evidence
 * @target: 1 for evidence for pneumonia, 0 for normal
 * @randomised: whether to forget what was learned first, as a sanity check of the map (Adebayo 2018)
 * @seed: of the random weights
 * @patch: side of what occlusion hides, in pixels; 0 for a quarter of the image's
 * @stride: pixels from one place of it to the next; 0 for a fourteenth of the image's side
 * @reference: (nullable): what shows instead of what is hidden: the pixels of an image, best
 *   cp_image_set_mean() of the training images; %NULL for the image's own mean grey, which in the middle of a dark
 *   lung looks like an opacity itself
 * @threads: to compute on; 0 for one a processor
 *
 * What to explain and how.
 */
typedef struct
{
  CpExplainMethod method;
  guint8 target;
  gboolean randomised;
  guint64 seed;
  guint patch;
  guint stride;
  GBytes *reference;
  guint threads;
} CpExplainOptions;

#define CP_EXPLAIN_OPTIONS_DEFAULT \
  { .method = CP_EXPLAIN_HIRES_CAM, .target = 1, .seed = 1 }

/**
 * CpExplanationInfo:
 * @method: how evidence was found
 * @target: 1: the map holds evidence for pneumonia; 0: for normal
 * @randomised: whether the weights were random: a map that means nothing
 * @size: side of the image and of the map
 * @cells: side of what was computed: of the last features, or @size for occlusion
 * @patch: side of what was hidden; 0 for other methods
 * @stride: pixels from one place to the next; 0 for other methods
 * @referenced: whether a reference image showed through; else the image's mean grey did
 * @logit: the network's answer to the image; of random weights where @randomised
 * @probability: likewise
 * @peak: largest value of the map
 * @peak_x: column of that pixel, from the left
 * @peak_y: row of that pixel, from the top
 * @empty: whether there is no positive evidence at all
 *
 * What an explanation says of itself.
 */
typedef struct
{
  CpExplainMethod method;
  guint8 target;
  gboolean randomised;
  guint size;
  guint cells;
  guint patch;
  guint stride;
  gboolean referenced;
  float logit;
  double probability;
  float peak;
  guint peak_x;
  guint peak_y;
  gboolean empty;
} CpExplanationInfo;

/**
 * CpExplanation:
 *
 * Where in an image a model finds evidence. Immutable, atomically
 * reference-counted.
 */
typedef struct _CpExplanation CpExplanation;

#define CP_TYPE_EXPLANATION (cp_explanation_get_type ())
GType cp_explanation_get_type (void) G_GNUC_CONST;

CpExplanation           *cp_explain                  (CpModel                 *model,
                                                      const guint8            *pixels,
                                                      guint                    size,
                                                      const CpExplainOptions  *options,
                                                      GCancellable            *cancellable,
                                                      GError                 **error);
GPtrArray               *cp_explain_images           (CpModel                 *model,
                                                      const guint8            *pixels,
                                                      gsize                    n,
                                                      guint                    size,
                                                      const CpExplainOptions  *options,
                                                      GCancellable            *cancellable,
                                                      GError                 **error);
GBytes                  *cp_image_set_mean           (const CpImageSet        *set);

CpExplanation           *cp_explanation_ref          (CpExplanation           *self);
void                     cp_explanation_unref        (CpExplanation           *self);
const CpExplanationInfo *cp_explanation_get_info     (CpExplanation           *self);
const float             *cp_explanation_get_map      (CpExplanation           *self);
const char              *cp_explanation_get_sentence (CpExplanation           *self);
char                    *cp_explanation_describe     (CpExplanation           *self);

void                     cp_explanation_render       (CpExplanation           *self,
                                                      const guint8            *pixels,
                                                      guint                    side,
                                                      double                   opacity,
                                                      guint32                 *argb);
void                     cp_explanation_get_color    (double                   share,
                                                      guint8                   rgb[3]);

const char              *cp_explain_method_get_name  (CpExplainMethod          method);
gboolean                 cp_explain_method_from_name (const char              *name,
                                                      CpExplainMethod         *method);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpExplanation, cp_explanation_unref)

G_END_DECLS
