/* SPDX-License-Identifier: MIT */
#include "outside-private.h"

#include "printable.h"

#include <math.h>

struct _CpOutsideImage
{
  GObject parent_instance;

  char *path;
  char *name;
  guint width; /* of the file's image */
  guint height;
  CpGreyImage *preview;

  guint size;
  GBytes *pixels;
  CpModel *model; /* (nullable): whose answer this is */
  float logit;
  double probability;
  double deviation;
};

enum
{
  PROP_PROBABILITY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpOutsideImage, cp_outside_image, G_TYPE_OBJECT)

static void
cp_outside_image_finalize (GObject *object)
{
  CpOutsideImage *self = CP_OUTSIDE_IMAGE (object);

  g_free (self->path);
  g_free (self->name);
  cp_grey_image_free (self->preview);
  g_bytes_unref (self->pixels);
  g_clear_pointer (&self->model, cp_model_unref);

  G_OBJECT_CLASS (cp_outside_image_parent_class)->finalize (object);
}

static void
cp_outside_image_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_PROBABILITY)
    g_value_set_double (value, CP_OUTSIDE_IMAGE (object)->probability);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cp_outside_image_class_init (CpOutsideImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cp_outside_image_finalize;
  object_class->get_property = cp_outside_image_get_property;

  /**
   * CpOutsideImage:probability:
   *
   * The probability of pneumonia, NaN while no model has scored the image. When
   * it changes, pixels, logit and deviation may have, too.
   */
  properties[PROP_PROBABILITY] = g_param_spec_double ("probability", NULL, NULL, 0, 1, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
cp_outside_image_init (CpOutsideImage *self)
{
  self->logit = NAN;
  self->probability = self->deviation = NAN;
}

static void
set_model (CpOutsideImage *self,
           CpModel        *model)
{
  if (self->model == model)
    return;
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
}

static void
set_scores (CpOutsideImage *self,
            float           logit,
            double          probability,
            double          deviation)
{
  const gboolean same = self->probability == probability || (isnan (self->probability) && isnan (probability));

  self->logit = logit;
  self->probability = probability;
  self->deviation = deviation;
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBABILITY]);
}

/*
 * cp_outside_image_new:
 * @piece: what was read of a new file; gives its preview and pixels
 * @model: (nullable): who has scored it
 * @size: side of the pixels
 *
 * Returns: (transfer full)
 */
CpOutsideImage *
cp_outside_image_new (CpOutsidePiece *piece,
                      CpModel        *model,
                      guint           size)
{
  CpOutsideImage *self = g_object_new (CP_TYPE_OUTSIDE_IMAGE, NULL);
  g_autofree char *base = g_path_get_basename (piece->path);

  self->path = g_strdup (piece->path);
  self->name = cp_printable_path (base);
  self->width = piece->width;
  self->height = piece->height;
  self->preview = g_steal_pointer (&piece->preview);
  cp_outside_image_take (self, piece, model, size);

  return self;
}

/*
 * cp_outside_image_take:
 * @self: an image
 * @piece: its pixels and what @model says of them
 * @model: (nullable): who has scored it
 * @size: side of the pixels
 */
void
cp_outside_image_take (CpOutsideImage *self,
                       CpOutsidePiece *piece,
                       CpModel        *model,
                       guint           size)
{
  g_clear_pointer (&self->pixels, g_bytes_unref);
  self->pixels = g_bytes_ref (piece->pixels);
  self->size = size;
  set_model (self, model);
  set_scores (self, piece->logit, piece->probability, piece->deviation);
}

/* Whether it has been shown to @model (nullable). */
gboolean
cp_outside_image_is_of (CpOutsideImage *self,
                        CpModel        *model)
{
  return self->model == model;
}

/* There is no model any more. */
void
cp_outside_image_forget (CpOutsideImage *self)
{
  cp_outside_image_give_up (self, NULL);
}

/* The file is gone, and @model (nullable) takes images of another size. */
void
cp_outside_image_give_up (CpOutsideImage *self,
                          CpModel        *model)
{
  set_model (self, model);
  set_scores (self, NAN, NAN, NAN);
}

/* What its preview takes. */
gsize
cp_outside_preview_bytes (CpOutsideImage *image)
{
  const CpGreyImage *preview = cp_outside_image_get_preview (image);

  return (gsize) preview->width * preview->height;
}

/**
 * cp_outside_image_get_path:
 * @self: an image
 *
 * Returns: (type filename): its file
 */
const char *
cp_outside_image_get_path (CpOutsideImage *self)
{
  return self->path;
}

/**
 * cp_outside_image_get_name:
 * @self: an image
 *
 * Returns: its file's name, without the folder, as it can be shown
 */
const char *
cp_outside_image_get_name (CpOutsideImage *self)
{
  return self->name;
}

/**
 * cp_outside_image_get_width:
 * @self: an image
 *
 * Returns: the width of the image in its file, in pixels
 */
guint
cp_outside_image_get_width (CpOutsideImage *self)
{
  return self->width;
}

/**
 * cp_outside_image_get_height:
 * @self: an image
 *
 * Returns: the height of the image in its file, in pixels
 */
guint
cp_outside_image_get_height (CpOutsideImage *self)
{
  return self->height;
}

/**
 * cp_outside_image_get_preview:
 * @self: an image
 *
 * Returns: (transfer none): the whole image to look at, in its own proportions, at most
 *   CP_OUTSIDE_PREVIEW pixels a side
 */
const CpGreyImage *
cp_outside_image_get_preview (CpOutsideImage *self)
{
  return self->preview;
}

/**
 * cp_outside_image_get_size:
 * @self: an image
 *
 * Returns: the side of what the network sees, in pixels
 */
guint
cp_outside_image_get_size (CpOutsideImage *self)
{
  return self->size;
}

/**
 * cp_outside_image_get_pixels:
 * @self: an image
 *
 * What the network sees: the centred square, at the model's size. Others take their place when a model
 * of another size has scored the image.
 *
 * Returns: (transfer none): (size, size) grey values
 */
GBytes *
cp_outside_image_get_pixels (CpOutsideImage *self)
{
  return self->pixels;
}

/**
 * cp_outside_image_get_scored:
 * @self: an image
 *
 * Returns: whether there is a probability
 */
gboolean
cp_outside_image_get_scored (CpOutsideImage *self)
{
  return !isnan (self->probability);
}

/**
 * cp_outside_image_get_logit:
 * @self: an image
 *
 * Returns: what the network put out; NaN where not scored
 */
float
cp_outside_image_get_logit (CpOutsideImage *self)
{
  return self->logit;
}

/**
 * cp_outside_image_get_probability:
 * @self: an image
 *
 * Returns: of pneumonia; NaN where not scored
 */
double
cp_outside_image_get_probability (CpOutsideImage *self)
{
  return self->probability;
}

/**
 * cp_outside_image_get_deviation:
 * @self: an image
 *
 * Returns: the standard deviation of an ensemble's probabilities; NaN where no ensemble has scored it
 */
double
cp_outside_image_get_deviation (CpOutsideImage *self)
{
  return self->deviation;
}
