/* SPDX-License-Identifier: MIT */
#include "saliency.h"

#include "network-features.h"
#include "pass-private.h"

/* Maps are signed: evidence for pneumonia above zero, for normal below. The
 * logit for normal is the other's negative, and so are its gradient and its map:
 * one way back through the network gives both. */

/**
 * cp_grad_cam_get_shape:
 * @network: a finished network with a convolution
 *
 * Returns: shape of the features that Grad-CAM weighs; its maps have their
 *   height and width
 */
CpShape
cp_grad_cam_get_shape (const CpNetwork *network)
{
  return cp_network_get_node (network, cp_network_get_head (network))->in;
}

/* The mean over the pixels; the first pixel's place takes the sums. */
static void
average_in_place (const CpShape *shape,
                  float         *gradient)
{
  const guint pixels = shape->height * shape->width, channels = shape->channels;

  for (guint p = 1; p < pixels; p++)
    for (guint c = 0; c < channels; c++)
      gradient[c] += gradient[p * channels + c];
  for (guint c = 0; c < channels; c++)
    gradient[c] /= (float) pixels;
}

static void
weigh (const CpShape *shape,
       const float   *weights,
       const float   *features,
       float         *map)
{
  for (guint p = 0; p < shape->height * shape->width; p++, features += shape->channels)
    {
      map[p] = 0;
      for (guint c = 0; c < shape->channels; c++)
        map[p] += weights[c] * features[c];
    }
}

/* Each place's features by its own gradient. */
static void
multiply (const CpShape *shape,
          const float   *gradient,
          const float   *features,
          float         *map)
{
  for (guint p = 0; p < shape->height * shape->width; p++)
    {
      map[p] = 0;
      for (guint c = 0; c < shape->channels; c++)
        map[p] += *gradient++ * *features++;
    }
}

typedef struct
{
  float *maps;
  gboolean averaged; /* gradients over all places */
} Explanation;

static void
explain (CpPass   *pass,
         gsize     first,
         guint     n,
         guint     worker,
         gpointer  data)
{
  const Explanation *self = data;
  const guint layer = pass->layers[pass->head].input;
  const CpShape shape = pass->layers[layer].out;
  const gsize pixels = shape.height * shape.width, floats = pass->memory[layer].floats;
  float *gradient = cp_pass_gradient (pass, layer, 0, worker);
  const float *features = cp_pass_values (pass, layer, 0, worker);
  float *map = self->maps + first * pixels;

  cp_pass_go_back (pass, n, worker);
  for (guint i = 0; i < n; i++, gradient += floats, features += floats, map += pixels)
    if (self->averaged)
      {
        average_in_place (&shape, gradient);
        weigh (&shape, gradient, features, map);
      }
    else
      multiply (&shape, gradient, features, map);
}

/**
 * cp_grad_cam:
 * @pass: a pass made with cp_pass_new_explaining()
 * @samples: images of the network's size
 * @maps: (out caller-allocates): (n, h, w) of cp_grad_cam_get_shape(): Σ_c w_c A_c,
 *   A being the features of the last convolution after its ReLU, and w_c the mean
 *   over all places of ∂logit/∂A_c
 * @logits: (out caller-allocates): (n) the network's output
 *
 * Says from where in each image the evidence comes, after Selvaraju and others,
 * Grad-CAM, 2017. Without the ReLU of the last step, so that the map holds both
 * classes' sides: see cp_saliency_take_side().
 *
 * The mean forgets where a gradient was. That is right where the head itself
 * averages all places, as the residual network's does, and misleads where its
 * weights differ from place to place, as the baseline's do: see cp_hires_cam().
 */
void
cp_grad_cam (CpPass          *pass,
             const CpSamples *samples,
             float           *maps,
             float           *logits)
{
  Explanation explanation = { maps, TRUE };

  g_return_if_fail (pass->head > 0);

  cp_pass_infer_visited (pass, samples, logits, explain, &explanation);
}

/**
 * cp_hires_cam:
 * @pass: a pass made with cp_pass_new_explaining()
 * @samples: images of the network's size
 * @maps: (out caller-allocates): (n, h, w) of cp_grad_cam_get_shape(): Σ_c ∂logit/∂A_c ⊙ A_c
 * @logits: (out caller-allocates): (n) the network's output
 *
 * Like cp_grad_cam(), with each place's own gradient, after Draelos and Carin,
 * HiResCAM, 2020. Where the head averages all places, both are the same.
 */
void
cp_hires_cam (CpPass          *pass,
              const CpSamples *samples,
              float           *maps,
              float           *logits)
{
  Explanation explanation = { maps, FALSE };

  g_return_if_fail (pass->head > 0);

  cp_pass_infer_visited (pass, samples, logits, explain, &explanation);
}

/**
 * cp_saliency_take_side:
 * @map: (n) a signed map, or several
 * @n: values
 * @positive: whether to keep what speaks for pneumonia, or what speaks for normal
 * @evidence: (out caller-allocates): (n) ReLU of @map, or of its negative
 *
 * Returns: the largest value; 0 where nothing speaks for that class
 */
float
cp_saliency_take_side (const float *map,
                       gsize        n,
                       gboolean     positive,
                       float       *evidence)
{
  float peak = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float value = positive ? map[i] : -map[i];

      evidence[i] = value > 0 ? value : 0;
      peak = MAX (peak, evidence[i]);
    }

  return peak;
}

/* The two cells that a pixel lies between, and how near it is to the second. */
static void
find_cells (guint  pixel,
            guint  cells,
            guint  pixels,
            guint *first,
            guint *second,
            float *share)
{
  const float at = MAX (((float) pixel + 0.5f) * (float) cells / (float) pixels - 0.5f, 0.0f);

  *first = MIN ((guint) at, cells - 1);
  *second = MIN (*first + 1, cells - 1);
  *share = at - (float) *first;
}

/**
 * cp_saliency_enlarge:
 * @map: (size, size)
 * @size: its side, in cells
 * @enlarged: (out caller-allocates): (enlarged_size, enlarged_size)
 * @enlarged_size: side of the image, in pixels
 *
 * Enlarges a map by bilinear interpolation between the cells' centres, as
 * PyTorch's interpolate() does without align_corners.
 */
void
cp_saliency_enlarge (const float *map,
                     guint        size,
                     float       *enlarged,
                     guint        enlarged_size)
{
  for (guint y = 0; y < enlarged_size; y++)
    {
      guint top, bottom;
      float down;

      find_cells (y, size, enlarged_size, &top, &bottom, &down);
      for (guint x = 0; x < enlarged_size; x++)
        {
          guint left, right;
          float along;

          find_cells (x, size, enlarged_size, &left, &right, &along);
          *enlarged++ = (1 - down) * ((1 - along) * map[top * size + left] + along * map[top * size + right])
                        + down * ((1 - along) * map[bottom * size + left] + along * map[bottom * size + right]);
        }
    }
}
