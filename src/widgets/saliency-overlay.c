/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "saliency-overlay.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#define OPACITY 0.6

struct _CpSaliencyOverlay
{
  GObject parent_instance;

  CpExplainer *explainer;
  CpModel *model;     /* (nullable) */
  CpDataset *dataset; /* (nullable): the model's, or one like it */
  GBytes *reference;  /* (nullable): the mean training image, made when it is needed */
  GCancellable *averaging; /* (nullable) */
  GBytes *pixels;     /* (nullable) */
  guint size;

  CpOverlayChoice choice;
  CpOverlayState state;
  CpExplanation *explanation; /* (nullable) */
  char *error;                /* (nullable) */
  guint request;              /* of the newest one; answers to others are not wanted any more */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpSaliencyOverlay, cp_saliency_overlay, G_TYPE_OBJECT)

static void
set_state (CpSaliencyOverlay *self,
           CpOverlayState     state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* @explanation: (transfer full) */
static void
take_explanation (CpSaliencyOverlay *self,
                  CpExplanation     *explanation)
{
  g_clear_pointer (&self->explanation, cp_explanation_unref);
  self->explanation = explanation;
  set_state (self, CP_OVERLAY_READY);
}

static void
fail (CpSaliencyOverlay *self,
      const GError      *error)
{
  g_free (self->error);
  self->error = g_strdup (error->message);
  set_state (self, CP_OVERLAY_FAILED);
}

/* An answer, and which request it is to. */
typedef struct
{
  CpSaliencyOverlay *overlay;
  guint request;
} Waiting;

static Waiting *
waiting_new (CpSaliencyOverlay *self)
{
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting) { g_object_ref (self), self->request };
  return waiting;
}

static void
waiting_free (Waiting *self)
{
  g_object_unref (self->overlay);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

static void
on_explained (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  CpSaliencyOverlay *self = waiting->overlay;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpExplanation) explanation = cp_explainer_explain_finish (CP_EXPLAINER (source), result, &error);

  if (waiting->request != self->request)
    return;
  if (explanation != NULL)
    take_explanation (self, g_steal_pointer (&explanation));
  else
    fail (self, error);
}

static void
explain (CpSaliencyOverlay *self)
{
  CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  CpExplanation *kept;

  options.method = self->choice.method;
  options.target = self->choice.target;
  options.randomised = self->choice.randomised;
  options.reference = self->choice.method == CP_EXPLAIN_OCCLUSION ? self->reference : NULL;
  kept = cp_explainer_lookup (self->explainer, self->model, self->pixels, &options);
  if (kept != NULL)
    {
      take_explanation (self, kept);
      return;
    }
  set_state (self, CP_OVERLAY_WAITING);
  cp_explainer_explain_async (self->explainer, self->model, self->pixels, &options, on_explained, waiting_new (self));
}

static void
average_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, cp_image_set_mean (cp_dataset_get_split (task_data, CP_SPLIT_TRAIN)),
                         (GDestroyNotify) g_bytes_unref);
}

static void
on_averaged (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  CpSaliencyOverlay *self = waiting->overlay;
  g_autoptr (GError) error = NULL;
  GBytes *mean = g_task_propagate_pointer (G_TASK (result), &error);

  if (mean == NULL) /* cancelled: another data set */
    return;
  g_clear_object (&self->averaging);
  self->reference = mean;
  if (self->state == CP_OVERLAY_WAITING && self->choice.method == CP_EXPLAIN_OCCLUSION)
    explain (self);
}

static void
average (CpSaliencyOverlay *self)
{
  g_autoptr (GTask) task = NULL;

  set_state (self, CP_OVERLAY_WAITING);
  if (self->averaging != NULL)
    return;
  self->averaging = g_cancellable_new ();
  task = g_task_new (NULL, self->averaging, on_averaged, waiting_new (self));
  g_task_set_task_data (task, cp_dataset_ref (self->dataset), (GDestroyNotify) cp_dataset_unref);
  g_task_run_in_thread (task, average_thread);
}

static gboolean
can_average (CpSaliencyOverlay *self)
{
  return self->dataset != NULL && cp_dataset_get_size (self->dataset) == self->size
         && cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN)->n > 0;
}

/* What is shown is no longer what is wanted. */
static void
refresh (CpSaliencyOverlay *self)
{
  self->request++;
  cp_explainer_cancel (self->explainer);
  g_clear_pointer (&self->explanation, cp_explanation_unref);
  if (!self->choice.shown)
    set_state (self, CP_OVERLAY_OFF);
  else if (self->model == NULL || self->pixels == NULL || cp_model_get_info (self->model)->size != self->size)
    set_state (self, CP_OVERLAY_UNAVAILABLE);
  else if (self->choice.method == CP_EXPLAIN_OCCLUSION && self->reference == NULL && can_average (self))
    average (self);
  else
    explain (self);
}

static void
forget_reference (CpSaliencyOverlay *self)
{
  g_cancellable_cancel (self->averaging);
  g_clear_object (&self->averaging);
  g_clear_pointer (&self->reference, g_bytes_unref);
}

static void
cp_saliency_overlay_dispose (GObject *object)
{
  CpSaliencyOverlay *self = CP_SALIENCY_OVERLAY (object);

  forget_reference (self);
  g_clear_object (&self->explainer);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_pointer (&self->explanation, cp_explanation_unref);
  g_clear_pointer (&self->error, g_free);

  G_OBJECT_CLASS (cp_saliency_overlay_parent_class)->dispose (object);
}

static void
cp_saliency_overlay_class_init (CpSaliencyOverlayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_saliency_overlay_dispose;

  signals[CHANGED] = g_signal_new ("changed", CP_TYPE_SALIENCY_OVERLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cp_saliency_overlay_init (CpSaliencyOverlay *self)
{
  const CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;

  self->explainer = cp_explainer_new (0);
  self->choice = (CpOverlayChoice) { .method = options.method, .target = options.target, .opacity = OPACITY };
}

/**
 * cp_saliency_overlay_new:
 *
 * Returns: (transfer full): an overlay that shows nothing
 */
CpSaliencyOverlay *
cp_saliency_overlay_new (void)
{
  return g_object_new (CP_TYPE_SALIENCY_OVERLAY, NULL);
}

/**
 * cp_saliency_overlay_set_model:
 * @self: an overlay
 * @model: (nullable): whose evidence to show
 * @dataset: (nullable): whose mean training image shows where occlusion hides something
 *
 * Asks another model. Maps of the former ones are forgotten.
 */
void
cp_saliency_overlay_set_model (CpSaliencyOverlay *self,
                               CpModel           *model,
                               CpDataset         *dataset)
{
  g_return_if_fail (CP_IS_SALIENCY_OVERLAY (self));

  if (self->model == model && self->dataset == dataset)
    return;

  if (self->dataset != dataset)
    {
      forget_reference (self);
      g_clear_pointer (&self->dataset, cp_dataset_unref);
      self->dataset = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
    }
  cp_explainer_forget (self->explainer);
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
  refresh (self);
}

/**
 * cp_saliency_overlay_set_image:
 * @self: an overlay
 * @pixels: (nullable): (size, size) the image that is looked at; %NULL where nothing may be told of it
 * @size: its side
 *
 * Looks at another image.
 */
void
cp_saliency_overlay_set_image (CpSaliencyOverlay *self,
                               GBytes            *pixels,
                               guint              size)
{
  g_return_if_fail (CP_IS_SALIENCY_OVERLAY (self));

  if (self->pixels == pixels)
    return;

  g_clear_pointer (&self->pixels, g_bytes_unref);
  self->pixels = pixels != NULL ? g_bytes_ref (pixels) : NULL;
  self->size = size;
  refresh (self);
}

/**
 * cp_saliency_overlay_get_choice:
 * @self: an overlay
 *
 * Returns: (transfer none): what is wanted
 */
const CpOverlayChoice *
cp_saliency_overlay_get_choice (CpSaliencyOverlay *self)
{
  g_return_val_if_fail (CP_IS_SALIENCY_OVERLAY (self), NULL);

  return &self->choice;
}

/**
 * cp_saliency_overlay_set_choice:
 * @self: an overlay
 * @choice: what is wanted
 *
 * Shows another map, or the same one otherwise.
 */
void
cp_saliency_overlay_set_choice (CpSaliencyOverlay     *self,
                                const CpOverlayChoice *choice)
{
  CpOverlayChoice old;

  g_return_if_fail (CP_IS_SALIENCY_OVERLAY (self));

  old = self->choice;
  self->choice = *choice;
  if (old.shown != choice->shown || old.method != choice->method || old.target != choice->target
      || old.randomised != choice->randomised)
    refresh (self);
  else if (old.opacity != choice->opacity)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * cp_saliency_overlay_get_state:
 * @self: an overlay
 *
 * Returns: what there is to show
 */
CpOverlayState
cp_saliency_overlay_get_state (CpSaliencyOverlay *self)
{
  g_return_val_if_fail (CP_IS_SALIENCY_OVERLAY (self), CP_OVERLAY_OFF);

  return self->state;
}

/**
 * cp_saliency_overlay_get_explanation:
 * @self: an overlay
 *
 * Returns: (transfer none) (nullable): the map, where it is ready
 */
CpExplanation *
cp_saliency_overlay_get_explanation (CpSaliencyOverlay *self)
{
  g_return_val_if_fail (CP_IS_SALIENCY_OVERLAY (self), NULL);

  return self->explanation;
}

/**
 * cp_saliency_overlay_get_message:
 * @self: an overlay
 *
 * Returns: (transfer none): what is shown or why nothing is, in a sentence
 */
const char *
cp_saliency_overlay_get_message (CpSaliencyOverlay *self)
{
  g_return_val_if_fail (CP_IS_SALIENCY_OVERLAY (self), NULL);

  switch (self->state)
    {
    case CP_OVERLAY_UNAVAILABLE:
      if (self->model == NULL)
        return _("Train or open a model to see where it finds evidence.");
      return _("There is no map of this image.");
    case CP_OVERLAY_WAITING:
      return _("Looking for evidence…");
    case CP_OVERLAY_READY:
      return cp_explanation_get_sentence (self->explanation);
    case CP_OVERLAY_FAILED:
      return self->error;
    case CP_OVERLAY_OFF:
    default:
      return _("A map shows where in the image the network finds evidence.");
    }
}
