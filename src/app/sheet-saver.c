/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "sheet-saver.h"

#include "contact-sheet.h"
#include "explanation.h"
#include "image-words.h"
#include "origin-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define OPACITY 0.6
#define CHUNK 64 /* images explained together */

/* All that a sheet is made of, taken when it is asked for: the window may go on. */
typedef struct
{
  char *path;
  char *title;
  CpDataset *dataset;      /* whose pixels are drawn */
  CpModel *model;          /* (nullable): with an overlay only */
  guint size;
  double threshold;
  GArray *images;          /* of CpSheetImage */
  GPtrArray *pixels;       /* of each image, the data set's */
  GPtrArray *strings;      /* that the facts point to */
  GArray *facts;           /* of CpReportFact */
  GPtrArray *explanations; /* (nullable): of the images from @explained on */
  gsize explained;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  g_free (self->path);
  g_free (self->title);
  cp_dataset_unref (self->dataset);
  g_clear_pointer (&self->model, cp_model_unref);
  g_array_unref (self->images);
  g_ptr_array_unref (self->pixels);
  g_ptr_array_unref (self->strings);
  g_array_unref (self->facts);
  g_clear_pointer (&self->explanations, g_ptr_array_unref);
  g_free (self);
}

static void
add_fact (Order      *self,
          const char *name,
          char       *value)
{
  CpReportFact fact = { name, value };

  g_ptr_array_add (self->strings, value);
  g_array_append_val (self->facts, fact);
}

static void
add_image (Order         *self,
           CpReviewImage *image)
{
  CpSheetImage one = {
    .index = cp_review_image_get_index (image),
    .pneumonia = cp_review_image_get_pneumonia (image),
    .probability = cp_review_image_get_scored (image) ? cp_review_image_get_probability (image) : NAN,
  };

  g_array_append_val (self->images, one);
  g_ptr_array_add (self->pixels, (gpointer) cp_review_image_get_pixels (image));
}

/* "17: 3 pneumonia, 14 normal" */
static char *
count_images (Order *self)
{
  guint positives = 0;

  for (guint i = 0; i < self->images->len; i++)
    positives += g_array_index (self->images, CpSheetImage, i).pneumonia;

  /* Translators: how many images, how many of them show pneumonia, how many do not */
  return g_strdup_printf (_("%u: %u pneumonia, %u normal"), self->images->len, positives, self->images->len - positives);
}

static char *
describe_threshold (CpProtocol *protocol,
                    double      threshold)
{
  g_autofree char *value = cp_probability_to_string (threshold);
  g_autofree char *origin = cp_protocol_describe_threshold (protocol);

  return g_strdup_printf ("%s: %s", value, origin);
}

static void
add_facts (Order       *self,
           CpWorkspace *workspace)
{
  CpReview *review = cp_workspace_get_review (workspace);
  CpModel *model = cp_workspace_get_model (workspace);

  add_fact (self, _("Data"), cp_origin_describe_data (self->dataset, cp_review_get_split (review)));
  if (self->images->len > 1)
    add_fact (self, _("Images"), count_images (self));
  if (model != NULL)
    add_fact (self, _("Model"), cp_origin_describe_model (cp_model_get_info (model)));
  if (cp_review_has_scores (review))
    add_fact (self, _("Threshold"), describe_threshold (cp_workspace_get_protocol (workspace), self->threshold));
  add_fact (self, _("Date"), cp_origin_today ());
}

static Order *
order_new (CpWorkspace *workspace,
           GPtrArray   *images,
           const char  *title,
           gboolean     overlay,
           const char  *path)
{
  CpReview *review = cp_workspace_get_review (workspace);
  CpModel *model = cp_workspace_get_model (workspace);
  Order *self = g_new0 (Order, 1);

  self->path = g_strdup (path);
  self->title = g_strdup (title);
  self->dataset = cp_dataset_ref (cp_review_get_dataset (review));
  self->size = cp_dataset_get_size (self->dataset);
  self->threshold = cp_review_get_threshold (review);
  self->images = g_array_new (FALSE, FALSE, sizeof (CpSheetImage));
  self->pixels = g_ptr_array_new ();
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->facts = g_array_new (FALSE, FALSE, sizeof (CpReportFact));
  /* Where the figures are sealed, what a model sees is too. */
  if (overlay && model != NULL && cp_review_has_scores (review))
    self->model = cp_model_ref (model);
  for (guint i = 0; i < images->len; i++)
    add_image (self, g_ptr_array_index (images, i));
  add_facts (self, workspace);

  return self;
}

/* Explains as many images as one pass takes, from @first on. */
static gboolean
explain (Order   *self,
         gsize    first,
         GError **error)
{
  const CpExplainOptions options = CP_EXPLAIN_OPTIONS_DEFAULT;
  const gsize n = MIN (CHUNK, self->images->len - first), each = (gsize) self->size * self->size;
  g_autofree guint8 *pixels = g_malloc (n * each);

  for (gsize i = 0; i < n; i++)
    memcpy (pixels + i * each, g_ptr_array_index (self->pixels, first + i), each);
  g_clear_pointer (&self->explanations, g_ptr_array_unref);
  self->explanations = cp_explain_images (self->model, pixels, n, self->size, &options, NULL, error);
  self->explained = first;

  return self->explanations != NULL;
}

static void
draw_plain (const guint8 *grey,
            guint         size,
            guint         side,
            guint32      *pixels)
{
  for (gsize y = 0; y < side; y++)
    for (gsize x = 0; x < side; x++)
      *pixels++ = grey[y * size / side * size + x * size / side] * 0x010101u;
}

static gboolean
get_pixels (gsize      i,
            guint      side,
            guint32   *pixels,
            gpointer   user_data,
            GError   **error)
{
  Order *self = user_data;
  const guint8 *grey = g_ptr_array_index (self->pixels, i);

  if (self->model == NULL)
    {
      draw_plain (grey, self->size, side, pixels);
      return TRUE;
    }
  if (i >= self->explained + self->explanations->len && !explain (self, i, error))
    return FALSE;
  cp_explanation_render (g_ptr_array_index (self->explanations, i - self->explained), grey, side, OPACITY, pixels);

  return TRUE;
}

/* The first maps tell what all of them show. */
static gboolean
prepare_overlay (Order   *self,
                 GError **error)
{
  g_autofree char *shown = NULL;

  if (self->model == NULL)
    return TRUE;
  if (!explain (self, 0, error))
    return FALSE;

  shown = cp_explanation_describe (g_ptr_array_index (self->explanations, 0));
  /* Translators: what a saliency map shows */
  add_fact (self, _("Colours"), g_strdup_printf (_("%s. From violet, little, to yellow, the most of each image; an image without "
                                                   "colours holds no positive evidence."), shown));
  return TRUE;
}

static void
save (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Order *self = task_data;
  CpContactSheet sheet = {
    .title = self->title,
    .version = CP_VERSION,
    .threshold = self->threshold,
    .size = self->size,
    .images = (const CpSheetImage *) (gpointer) self->images->data,
    .n_images = self->images->len,
    .get_pixels = get_pixels,
    .user_data = self,
  };
  g_autoptr (GError) error = NULL;
  gboolean saved = cp_contact_sheet_check (self->path, sheet.n_images, &error) && prepare_overlay (self, &error);

  sheet.facts = (const CpReportFact *) (gpointer) self->facts->data;
  sheet.n_facts = self->facts->len;
  saved = saved && cp_contact_sheet_save (&sheet, self->path, &error);
  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * cp_workspace_save_sheet:
 * @workspace: whose review lists the images
 * @images: (element-type CpReviewImage): what to show, in order
 * @title: what stands above
 * @overlay: whether to lay the evidence for pneumonia over each image; not where there are no scores
 * @path: a file; its name ends with .pdf or .png
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes a contact sheet of images as they are now, in a thread.
 */
void
cp_workspace_save_sheet (CpWorkspace         *workspace,
                         GPtrArray           *images,
                         const char          *title,
                         gboolean             overlay,
                         const char          *path,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CP_IS_WORKSPACE (workspace));
  g_return_if_fail (cp_workspace_get_dataset (workspace) != NULL);

  task = g_task_new (workspace, NULL, callback, user_data);
  g_task_set_task_data (task, order_new (workspace, images, title, overlay, path), order_free);
  g_task_run_in_thread (task, save);
}

/**
 * cp_workspace_save_sheet_finish:
 * @workspace: whose sheet
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE on error
 */
gboolean
cp_workspace_save_sheet_finish (CpWorkspace   *workspace,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
