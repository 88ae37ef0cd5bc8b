/* SPDX-License-Identifier: MIT */
#include "image-selection.h"

struct _CpImageSelection
{
  GObject parent_instance;

  CpReview *review;            /* (nullable) */
  GtkSingleSelection *current;
  GtkBitset *chosen;           /* of indices in the split, the current one's among them */
  guint wanted;                /* index of the image last looked at, listed or not */
  CpDataset *dataset;          /* what the indices are of … */
  CpSplit split;
  gboolean own_change;         /* whether the current image changes by what is done here */
};

enum
{
  STEPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CpImageSelection, cp_image_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static GType
get_item_type (GListModel *model)
{
  return CP_TYPE_REVIEW_IMAGE;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (CP_IMAGE_SELECTION (model)->current));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (CP_IMAGE_SELECTION (model)->current), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static guint
n_listed (CpImageSelection *self)
{
  return get_n_items (G_LIST_MODEL (self));
}

static void
tell_all (CpImageSelection *self)
{
  if (n_listed (self) > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n_listed (self));
}

/* Makes a listed image the current one; the others stay as they are. */
static void
look_at (CpImageSelection *self,
         guint             position)
{
  self->own_change = TRUE;
  self->wanted = cp_review_get_image_index (self->review, position);
  gtk_single_selection_set_selected (self->current, position);
  self->own_change = FALSE;
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              position)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);

  if (position >= n_listed (self))
    return FALSE;
  return position == gtk_single_selection_get_selected (self->current)
         || gtk_bitset_contains (self->chosen, cp_review_get_image_index (self->review, position));
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n_items)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);
  GtkBitset *positions = gtk_bitset_new_empty ();
  GtkBitsetIter iter;
  guint index, found;

  if (self->review == NULL || n_listed (self) == 0)
    return positions;
  gtk_bitset_add (positions, gtk_single_selection_get_selected (self->current));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, self->chosen, &index); more;
       more = gtk_bitset_iter_next (&iter, &index))
    if (cp_review_find_image (self->review, index, &found))
      gtk_bitset_add (positions, found);
  return positions;
}

static gboolean
select_item (GtkSelectionModel *model,
             guint              position,
             gboolean           unselect_rest)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);

  if (position >= n_listed (self))
    return FALSE;
  if (unselect_rest)
    gtk_bitset_remove_all (self->chosen);
  gtk_bitset_add (self->chosen, cp_review_get_image_index (self->review, position));
  look_at (self, position);
  tell_all (self);
  return TRUE;
}

/* The current image stays, as there is always one, unless another selected one can take its place. */
static gboolean
unselect_item (GtkSelectionModel *model,
               guint              position)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);
  g_autoptr (GtkBitset) left = NULL;

  if (position >= n_listed (self))
    return FALSE;
  left = get_selection_in_range (model, 0, n_listed (self));
  gtk_bitset_remove (left, position);
  if (gtk_bitset_is_empty (left))
    return TRUE;
  gtk_bitset_remove (self->chosen, cp_review_get_image_index (self->review, position));
  if (position == gtk_single_selection_get_selected (self->current))
    look_at (self, gtk_bitset_get_minimum (left));
  tell_all (self);
  return TRUE;
}

/* The current image goes to the end of the range that is farther from it: there the keyboard is. */
static gboolean
select_range (GtkSelectionModel *model,
              guint              position,
              guint              n_items,
              gboolean           unselect_rest)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);
  const guint current = gtk_single_selection_get_selected (self->current);
  const guint end = MIN (n_listed (self), position + n_items);

  if (position >= end)
    return FALSE;
  if (unselect_rest)
    gtk_bitset_remove_all (self->chosen);
  for (guint i = position; i < end; i++)
    gtk_bitset_add (self->chosen, cp_review_get_image_index (self->review, i));
  if (current < position || current >= end)
    look_at (self, current < position ? end - 1 : position);
  tell_all (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model,
                guint              position,
                guint              n_items)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);

  for (guint i = position; i < MIN (n_listed (self), position + n_items); i++)
    if (i != gtk_single_selection_get_selected (self->current))
      gtk_bitset_remove (self->chosen, cp_review_get_image_index (self->review, i));
  tell_all (self);
  return TRUE;
}

static gboolean
select_all (GtkSelectionModel *model)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);

  for (guint i = 0; i < n_listed (self); i++)
    gtk_bitset_add (self->chosen, cp_review_get_image_index (self->review, i));
  tell_all (self);
  return TRUE;
}

static void
keep_current_only (CpImageSelection *self)
{
  gtk_bitset_remove_all (self->chosen);
  gtk_bitset_add (self->chosen, self->wanted);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (model);

  keep_current_only (self);
  tell_all (self);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
}

/* Indices of another split or data set mean nothing here, but for the place one was at. */
static void
forget_other_images (CpImageSelection *self)
{
  CpDataset *dataset = self->review != NULL ? cp_review_get_dataset (self->review) : NULL;
  const CpSplit split = self->review != NULL ? cp_review_get_split (self->review) : self->split;

  if (dataset == self->dataset && split == self->split)
    return;
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->dataset = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
  self->split = split;
  keep_current_only (self);
}

/* Before GtkSingleSelection hears of it: what it does then is nobody's choice. */
static void
on_items_changing (CpImageSelection *self)
{
  self->own_change = TRUE;
}

/* After the current image was moved along by GtkSingleSelection, which chooses a neighbour where it is gone: go back to the
 * image wanted as soon as it is listed again. */
static void
on_items_changed (CpImageSelection *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  const guint before = gtk_single_selection_get_selected (self->current);
  guint wanted;

  forget_other_images (self);
  if (cp_review_find_image (self->review, self->wanted, &wanted))
    gtk_single_selection_set_selected (self->current, wanted);
  self->own_change = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (gtk_single_selection_get_selected (self->current) != before)
    tell_all (self);
}

/* Somebody chose, by stepping through the images. */
static void
on_current_selected (CpImageSelection *self)
{
  const guint position = gtk_single_selection_get_selected (self->current);

  if (self->own_change || self->review == NULL || position >= n_listed (self))
    return;
  self->wanted = cp_review_get_image_index (self->review, position);
  keep_current_only (self);
  tell_all (self);
  g_signal_emit (self, signals[STEPPED], 0);
}

static void
cp_image_selection_dispose (GObject *object)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (object);

  cp_image_selection_set_review (self, NULL);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  G_OBJECT_CLASS (cp_image_selection_parent_class)->dispose (object);
}

static void
cp_image_selection_finalize (GObject *object)
{
  CpImageSelection *self = CP_IMAGE_SELECTION (object);

  g_object_unref (self->current);
  gtk_bitset_unref (self->chosen);
  G_OBJECT_CLASS (cp_image_selection_parent_class)->finalize (object);
}

static void
cp_image_selection_class_init (CpImageSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cp_image_selection_dispose;
  object_class->finalize = cp_image_selection_finalize;

  /**
   * CpImageSelection::stepped:
   *
   * Somebody chose another image elsewhere, by way of cp_image_selection_get_current().
   */
  signals[STEPPED] = g_signal_new ("stepped", CP_TYPE_IMAGE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cp_image_selection_init (CpImageSelection *self)
{
  self->chosen = gtk_bitset_new_empty ();
  self->current = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->current, "selection-changed", G_CALLBACK (on_current_selected), self,
                           G_CONNECT_SWAPPED);
}

/**
 * cp_image_selection_new:
 *
 * Returns: (transfer full): a selection without images
 */
CpImageSelection *
cp_image_selection_new (void)
{
  return g_object_new (CP_TYPE_IMAGE_SELECTION, NULL);
}

/* Listens before and after the current image, which listens to the same list. */
static void
take_images (CpImageSelection *self,
             GListModel       *images)
{
  if (images != NULL)
    g_signal_connect_object (images, "items-changed", G_CALLBACK (on_items_changing), self, G_CONNECT_SWAPPED);
  self->own_change = TRUE;
  gtk_single_selection_set_model (self->current, images);
  self->own_change = FALSE;
  if (images != NULL)
    g_signal_connect_object (images, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
}

/**
 * cp_image_selection_set_review:
 * @self: a selection
 * @review: (nullable): whose images to select among
 *
 * Takes other images.
 */
void
cp_image_selection_set_review (CpImageSelection *self,
                               CpReview         *review)
{
  const guint before = n_listed (self);

  if (self->review == review)
    return;
  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (cp_review_get_images (self->review), self);
  g_set_object (&self->review, review);
  take_images (self, review != NULL ? cp_review_get_images (review) : NULL);
  forget_other_images (self);
  if (before > 0 || n_listed (self) > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, n_listed (self));
}

/**
 * cp_image_selection_get_current:
 * @self: a selection
 *
 * Returns: (transfer none): the same images with the current one selected; selecting another there selects it alone
 */
GtkSingleSelection *
cp_image_selection_get_current (CpImageSelection *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_SELECTION (self), NULL);

  return self->current;
}

/**
 * cp_image_selection_get_n:
 * @self: a selection
 *
 * Returns: how many images are both selected and listed
 */
guint
cp_image_selection_get_n (CpImageSelection *self)
{
  g_autoptr (GtkBitset) positions = NULL;

  g_return_val_if_fail (CP_IS_IMAGE_SELECTION (self), 0);

  positions = get_selection_in_range (GTK_SELECTION_MODEL (self), 0, n_listed (self));
  return (guint) gtk_bitset_get_size (positions);
}

/**
 * cp_image_selection_get_images:
 * @self: a selection
 *
 * Returns: (transfer full) (element-type CpReviewImage): what is both selected and listed, in the order listed
 */
GPtrArray *
cp_image_selection_get_images (CpImageSelection *self)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) positions = get_selection_in_range (GTK_SELECTION_MODEL (self), 0, n_listed (self));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (images, get_item (G_LIST_MODEL (self), position));
  return images;
}
