/* SPDX-License-Identifier: MIT */
/* What happens to images from outside in a worker thread. */
#include "outside-private.h"

#include "image-files.h"

#include <math.h>
#include <string.h>

static void
piece_free (gpointer data)
{
  CpOutsidePiece *piece = data;

  g_clear_object (&piece->image);
  g_free (piece->path);
  g_clear_pointer (&piece->pixels, g_bytes_unref);
  g_clear_pointer (&piece->preview, cp_grey_image_free);
  g_strfreev (piece->listed);
  g_clear_error (&piece->error);
  g_free (piece);
}

/* @model: (nullable) (transfer none). Returns: (transfer full) */
CpOutsideWork *
cp_outside_work_new (CpModel *model,
                     guint    size,
                     guint    preview)
{
  CpOutsideWork *self = g_new (CpOutsideWork, 1);

  *self = (CpOutsideWork) {
    model != NULL ? cp_model_ref (model) : NULL, size, preview, g_ptr_array_new_with_free_func (piece_free),
  };

  return self;
}

void
cp_outside_work_free (CpOutsideWork *self)
{
  g_clear_pointer (&self->model, cp_model_unref);
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

/* @image: (nullable): what to score anew, of the file at @path. Returns: (transfer none) */
CpOutsidePiece *
cp_outside_work_add (CpOutsideWork  *self,
                     CpOutsideImage *image,
                     const char     *path)
{
  CpOutsidePiece *piece = g_new0 (CpOutsidePiece, 1);

  piece->path = g_strdup (path);
  piece->probability = piece->deviation = NAN;
  piece->logit = NAN;
  if (image != NULL)
    {
      piece->image = g_object_ref (image);
      if (cp_outside_image_get_size (image) == self->size)
        piece->pixels = g_bytes_ref (cp_outside_image_get_pixels (image));
    }
  g_ptr_array_add (self->pieces, piece);

  return piece;
}

static void
read_piece (const CpOutsideWork *self,
            CpOutsidePiece      *piece)
{
  g_autoptr (CpGreyImage) image = NULL;
  g_autoptr (CpGreyImage) square = NULL;

  if (g_file_test (piece->path, G_FILE_TEST_IS_DIR))
    {
      piece->listed = cp_image_files_list (piece->path, &piece->error);
      return;
    }
  image = cp_grey_image_load (piece->path, &piece->error);
  if (image == NULL)
    return;
  square = cp_grey_image_to_square (image, self->size);
  piece->width = image->width;
  piece->height = image->height;
  piece->pixels = g_bytes_new (square->pixels, (gsize) self->size * self->size);
  if (piece->image == NULL)
    piece->preview = cp_grey_image_fit (image, self->preview);
  if (piece->image == NULL && piece->preview == NULL)
    {
      g_clear_pointer (&piece->pixels, g_bytes_unref);
      g_set_error (&piece->error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT, "%s: not enough memory for it", piece->path);
    }
}

/* All at once; one thread, as a training may be busy with the others. */
static void
score (CpOutsideWork *self,
       GPtrArray     *readable)
{
  const gsize n_pixels = (gsize) self->size * self->size;
  g_autofree guint8 *pixels = g_malloc (readable->len * n_pixels);
  g_autoptr (CpScores) scores = NULL;

  for (guint i = 0; i < readable->len; i++)
    {
      const CpOutsidePiece *piece = readable->pdata[i];

      memcpy (pixels + i * n_pixels, g_bytes_get_data (piece->pixels, NULL), n_pixels);
    }
  scores = cp_model_score (self->model, pixels, readable->len, self->size, 1, NULL);
  for (guint i = 0; scores != NULL && i < readable->len; i++)
    {
      CpOutsidePiece *piece = readable->pdata[i];

      piece->logit = scores->logits[i];
      piece->probability = scores->probabilities[i];
      piece->deviation = scores->deviations != NULL ? scores->deviations[i] : (double) NAN;
    }
}

/*
 * cp_outside_work_run:
 * @self: what to do
 * @cancellable: asked before each file
 *
 * Reads and scores, blocking.
 */
void
cp_outside_work_run (CpOutsideWork *self,
                     GCancellable  *cancellable)
{
  g_autoptr (GPtrArray) readable = g_ptr_array_new ();

  for (guint i = 0; i < self->pieces->len; i++)
    {
      CpOutsidePiece *piece = self->pieces->pdata[i];

      if (g_cancellable_is_cancelled (cancellable))
        return;
      if (piece->pixels == NULL)
        read_piece (self, piece);
      if (piece->pixels != NULL)
        g_ptr_array_add (readable, piece);
    }
  if (self->model != NULL && readable->len > 0)
    score (self, readable);
}
