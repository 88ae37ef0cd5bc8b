/* SPDX-License-Identifier: MIT */
#include "neighbours.h"

#include "model-features.h"
#include "session-error.h"

/* Bytes of features at most: all members of an ensemble of five for 60,000
 * images; of larger ones as many members as fit. */
#define MAX_BYTES ((gsize) 96 << 20)

/* Images are compared by the cosine of their features, not by their distance:
 * how strongly features respond grows with an image's contrast, and which of
 * them do is what images look like. No index but a row of floats: to look at
 * all 60,000 images takes a few milliseconds. */
struct _CpNeighbours
{
  gatomicrefcount references;
  CpModel *model;
  CpDataset *dataset;
  guint members;
  guint n_features;
  float *features; /* (n of training, n_features), each of length 1 */
};

G_DEFINE_BOXED_TYPE (CpNeighbours, cp_neighbours, cp_neighbours_ref, cp_neighbours_unref)

static guint
count_members (CpModel *model,
               gsize    n)
{
  const gsize bytes = n * cp_model_get_n_features (model, 1) * sizeof (float);

  return (guint) CLAMP (MAX_BYTES / MAX (bytes, 1), 1, cp_model_get_info (model)->members);
}

/**
 * cp_neighbours_new:
 * @model: a model
 * @dataset: images of its size
 * @cancellable: (nullable): stops the work within a few milliseconds
 * @error: return location
 *
 * Finds out what the training images look like to a model. Blocks; any thread
 * may call this.
 *
 * Returns: (transfer full) (nullable): %NULL with CP_SESSION_ERROR_MISMATCH
 *   where the images are not the model's size, or %G_IO_ERROR_CANCELLED
 */
CpNeighbours *
cp_neighbours_new (CpModel       *model,
                   CpDataset     *dataset,
                   GCancellable  *cancellable,
                   GError       **error)
{
  const CpImageSet *set = cp_dataset_get_split (dataset, CP_SPLIT_TRAIN);
  g_autoptr (CpNeighbours) self = g_new0 (CpNeighbours, 1);

  g_atomic_ref_count_init (&self->references);
  self->model = cp_model_ref (model);
  self->dataset = cp_dataset_ref (dataset);
  self->members = count_members (model, set->n);
  self->n_features = cp_model_get_n_features (model, self->members);
  self->features = g_try_new (float, MAX (set->n, 1) * self->n_features);
  if (self->features == NULL)
    {
      g_set_error (error, CP_SESSION_ERROR, CP_SESSION_ERROR_IO,
                   "not enough memory for the features of %" G_GSIZE_FORMAT " images", set->n);
      return NULL;
    }
  if (!cp_model_compute_features (model, self->members, set->pixels, set->n, set->size, 0, cancellable,
                                  self->features, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * cp_neighbours_ref:
 * @self: an index
 *
 * Returns: (transfer full): @self
 */
CpNeighbours *
cp_neighbours_ref (CpNeighbours *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * cp_neighbours_unref:
 * @self: (transfer full): an index
 */
void
cp_neighbours_unref (CpNeighbours *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  cp_model_unref (self->model);
  cp_dataset_unref (self->dataset);
  g_free (self->features);
  g_free (self);
}

/**
 * cp_neighbours_get_model:
 * @self: an index
 *
 * Returns: (transfer none): the model it was made for
 */
CpModel *
cp_neighbours_get_model (CpNeighbours *self)
{
  return self->model;
}

/**
 * cp_neighbours_get_dataset:
 * @self: an index
 *
 * Returns: (transfer none): the data set whose training images are in it
 */
CpDataset *
cp_neighbours_get_dataset (CpNeighbours *self)
{
  return self->dataset;
}

static float
multiply (const float *a,
          const float *b,
          guint        n)
{
  float sums[8] = { 0 }, sum = 0;
  guint i = 0;

  for (; i + 8 <= n; i += 8)
    for (guint j = 0; j < 8; j++)
      sums[j] += a[i + j] * b[i + j];
  for (; i < n; i++)
    sum += a[i] * b[i];
  for (guint j = 0; j < 8; j++)
    sum += sums[j];

  return sum;
}

/* Puts it in its place among the nearest; of equally near ones, the first stays before. */
static void
insert (GArray            *nearest,
        guint              k,
        const CpNeighbour *neighbour)
{
  guint at = nearest->len;

  while (at > 0 && neighbour->similarity > g_array_index (nearest, CpNeighbour, at - 1).similarity)
    at--;
  if (at == k)
    return;
  g_array_insert_vals (nearest, at, neighbour, 1);
  if (nearest->len > k)
    g_array_set_size (nearest, k);
}

/**
 * cp_neighbours_find:
 * @self: an index
 * @pixels: (size, size) an image
 * @size: its side
 * @k: how many training images to find
 * @except: index of a training image to leave out, where it is itself that is asked about; or CP_NEIGHBOUR_NONE
 * @error: return location
 *
 * Finds the training images whose features have the largest cosine with the
 * image's own.
 *
 * Returns: (transfer full) (nullable) (element-type CpNeighbour): the nearest first; fewer than @k where there
 *   are no more; %NULL with CP_SESSION_ERROR_MISMATCH where the image is not the model's size
 */
GArray *
cp_neighbours_find (CpNeighbours  *self,
                    const guint8  *pixels,
                    guint          size,
                    guint          k,
                    gsize          except,
                    GError       **error)
{
  const CpImageSet *set = cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN);
  g_autofree float *own = g_new (float, self->n_features);
  GArray *nearest;

  if (!cp_model_compute_features (self->model, self->members, pixels, 1, size, 1, NULL, own, error))
    return NULL;

  nearest = g_array_new (FALSE, FALSE, sizeof (CpNeighbour));
  for (gsize i = 0; i < set->n; i++)
    {
      const float product = multiply (own, self->features + i * self->n_features, self->n_features);
      const CpNeighbour neighbour = { i, set->labels[i], CLAMP ((double) product, -1, 1) };

      if (i != except)
        insert (nearest, k, &neighbour);
    }

  return nearest;
}
