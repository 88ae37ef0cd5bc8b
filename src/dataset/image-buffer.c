/* SPDX-License-Identifier: MIT */
#include "image-buffer.h"

#include "dataset-error.h"

/**
 * cp_image_buffer_init:
 * @self: (out caller-allocates): a buffer
 * @n: how many images
 * @size: their side
 * @error: return location for an error
 *
 * Takes memory for @n images and labels, not set to anything.
 *
 * Returns: %FALSE when there is not enough
 */
gboolean
cp_image_buffer_init (CpImageBuffer  *self,
                      gsize           n,
                      guint           size,
                      GError        **error)
{
  self->n = n;
  self->size = size;
  self->pixels = g_try_malloc (MAX (n * size * size, 1));
  self->labels = g_try_malloc (MAX (n, 1));
  if (self->pixels != NULL && self->labels != NULL)
    return TRUE;

  cp_image_buffer_clear (self);
  g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
               "not enough memory for %" G_GSIZE_FORMAT " images of %u×%u", n, size, size);
  return FALSE;
}

/**
 * cp_image_buffer_clear:
 * @self: a buffer
 *
 * Gives its memory back.
 */
void
cp_image_buffer_clear (CpImageBuffer *self)
{
  g_clear_pointer (&self->pixels, g_free);
  g_clear_pointer (&self->labels, g_free);
}

/**
 * cp_labels_count:
 * @labels: (N) 0 or 1
 * @n: how many
 * @counts: (out caller-allocates): how many are 0, how many are 1
 *
 * Counts the classes.
 */
void
cp_labels_count (const guint8 *labels,
                 gsize         n,
                 gsize         counts[2])
{
  gsize positives = 0;

  for (gsize i = 0; i < n; i++)
    positives += labels[i];

  counts[0] = n - positives;
  counts[1] = positives;
}
