/* SPDX-License-Identifier: MIT */
#include "explanation-private.h"

struct _CpExplanation
{
  gatomicrefcount references;
  CpExplanationInfo info;
  float *map; /* (size, size) */
  char *sentence;
};

G_DEFINE_BOXED_TYPE (CpExplanation, cp_explanation, cp_explanation_ref, cp_explanation_unref)

static const char *const method_names[CP_N_EXPLAIN_METHODS] = { "grad-cam", "hires-cam", "occlusion" };

/* A logit's own rounding, which is no evidence. */
#define LOGIT_NOISE 1e-4f

static void
find_peak (CpExplanation *self)
{
  CpExplanationInfo *info = &self->info;
  const gsize n = (gsize) info->size * info->size;
  gsize peak = 0;

  for (gsize i = 1; i < n; i++)
    if (self->map[i] > self->map[peak])
      peak = i;
  info->peak = self->map[peak];
  info->peak_x = (guint) (peak % info->size);
  info->peak_y = (guint) (peak / info->size);
  info->empty = !(info->peak > (info->method == CP_EXPLAIN_OCCLUSION ? LOGIT_NOISE : 0));
}

/*
 * cp_explanation_new_take:
 * @info: copied; the peak is found in the map
 * @map: (transfer full): (size, size) values that are not negative
 *
 * Returns: (transfer full): an explanation
 */
CpExplanation *
cp_explanation_new_take (const CpExplanationInfo *info,
                         float                   *map)
{
  CpExplanation *self = g_new0 (CpExplanation, 1);

  g_atomic_ref_count_init (&self->references);
  self->info = *info;
  self->map = map;
  find_peak (self);
  self->sentence = cp_explanation_sentence (&self->info);

  return self;
}

/**
 * cp_explanation_ref:
 * @self: an explanation
 *
 * Returns: (transfer full): @self
 */
CpExplanation *
cp_explanation_ref (CpExplanation *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * cp_explanation_unref:
 * @self: (transfer full): an explanation
 */
void
cp_explanation_unref (CpExplanation *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->map);
  g_free (self->sentence);
  g_free (self);
}

/**
 * cp_explanation_get_info:
 * @self: an explanation
 *
 * Returns: (transfer none): how it came about, and where its peak is
 */
const CpExplanationInfo *
cp_explanation_get_info (CpExplanation *self)
{
  return &self->info;
}

/**
 * cp_explanation_get_map:
 * @self: an explanation
 *
 * Of Grad-CAM and HiResCAM, values have no unit: compare them within one map only. Of
 * occlusion, they are how far the class's logit falls when a pixel is hidden.
 *
 * Returns: (transfer none): (size, size) evidence for the class, not negative
 */
const float *
cp_explanation_get_map (CpExplanation *self)
{
  return self->map;
}

/**
 * cp_explanation_get_sentence:
 * @self: an explanation
 *
 * Returns: (transfer none): where the evidence is, in words, translated; such as
 *   “Evidence for pneumonia is strongest in the lower right of the image.”
 */
const char *
cp_explanation_get_sentence (CpExplanation *self)
{
  return self->sentence;
}

/**
 * cp_explain_method_get_name:
 * @method: a method
 *
 * Returns: (transfer none): its name in files and on the command line
 */
const char *
cp_explain_method_get_name (CpExplainMethod method)
{
  g_return_val_if_fail (method < CP_N_EXPLAIN_METHODS, NULL);

  return method_names[method];
}

/**
 * cp_explain_method_from_name:
 * @name: such as “grad-cam”
 * @method: (out): the method of that name
 *
 * Returns: %FALSE where there is none
 */
gboolean
cp_explain_method_from_name (const char      *name,
                             CpExplainMethod *method)
{
  for (guint i = 0; i < CP_N_EXPLAIN_METHODS; i++)
    if (g_strcmp0 (name, method_names[i]) == 0)
      {
        *method = i;
        return TRUE;
      }

  return FALSE;
}
