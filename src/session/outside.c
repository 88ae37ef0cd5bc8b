/* SPDX-License-Identifier: MIT */
#include "outside-private.h"

#include "folder.h"

enum
{
  PROP_PENDING = 1,
  PROP_FRACTION,
  PROP_FAILURES,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* The list */

static GType
cp_outside_get_item_type (GListModel *list)
{
  return CP_TYPE_OUTSIDE_IMAGE;
}

static guint
cp_outside_get_n_items (GListModel *list)
{
  return CP_OUTSIDE (list)->images->len;
}

static gpointer
cp_outside_get_item (GListModel *list,
                     guint       position)
{
  CpOutside *self = CP_OUTSIDE (list);

  return position < self->images->len ? g_object_ref (self->images->pdata[position]) : NULL;
}

static void
cp_outside_list_init (GListModelInterface *iface)
{
  iface->get_item_type = cp_outside_get_item_type;
  iface->get_n_items = cp_outside_get_n_items;
  iface->get_item = cp_outside_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CpOutside, cp_outside, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cp_outside_list_init))

/* The object */

static void
cp_outside_dispose (GObject *object)
{
  CpOutside *self = CP_OUTSIDE (object);

  g_ptr_array_set_size (self->images, 0);
  cp_outside_forget_work (self);
  g_clear_pointer (&self->model, cp_model_unref);

  G_OBJECT_CLASS (cp_outside_parent_class)->dispose (object);
}

static void
cp_outside_finalize (GObject *object)
{
  CpOutside *self = CP_OUTSIDE (object);

  g_ptr_array_unref (self->images);
  g_hash_table_unref (self->known);
  g_clear_pointer (&self->failures, g_ptr_array_unref);

  G_OBJECT_CLASS (cp_outside_parent_class)->finalize (object);
}

static void
cp_outside_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  CpOutside *self = CP_OUTSIDE (object);

  switch (id)
    {
    case PROP_PENDING:
      g_value_set_uint (value, cp_outside_get_pending (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, cp_outside_get_fraction (self));
      break;
    case PROP_FAILURES:
      g_value_set_boxed (value, cp_outside_get_failures (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_outside_class_init (CpOutsideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cp_outside_dispose;
  object_class->finalize = cp_outside_finalize;
  object_class->get_property = cp_outside_get_property;

  /**
   * CpOutside:pending:
   *
   * How many files have still to be read, and images to be scored.
   */
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * CpOutside:fraction:
   *
   * How much of what was asked for has been read, 0 to 1; 1 when nothing is to do.
   */
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 1, flags);
  /**
   * CpOutside:failures:
   *
   * A line for each file that could not be read, since they were last cleared; %NULL for none.
   */
  properties[PROP_FAILURES] = g_param_spec_boxed ("failures", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
cp_outside_init (CpOutside *self)
{
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->size = CP_FOLDER_DEFAULT_SIZE;
  g_queue_init (&self->waiting);
}

/**
 * cp_outside_new:
 *
 * Returns: (transfer full): no images yet
 */
CpOutside *
cp_outside_new (void)
{
  return g_object_new (CP_TYPE_OUTSIDE, NULL);
}

/**
 * cp_outside_add_files:
 * @self: images from outside
 * @paths: files and folders of files, ended by %NULL
 *
 * Reads PNG and JPEG files in a worker and scores them by the current model.
 * Those of a folder are taken by their names. What is there already is not
 * taken again.
 */
void
cp_outside_add_files (CpOutside         *self,
                      const char *const *paths)
{
  g_return_if_fail (CP_IS_OUTSIDE (self));

  for (guint i = 0; paths[i] != NULL; i++)
    cp_outside_enqueue (self, paths[i]);
  cp_outside_work (self);
  cp_outside_notify_progress (self);
}

/**
 * cp_outside_set_model:
 * @self: images from outside
 * @model: (nullable): who is to score them
 *
 * Scores all images by another model, in a worker; read again from their files
 * where it takes images of another size. Without one nothing is scored.
 */
void
cp_outside_set_model (CpOutside *self,
                      CpModel   *model)
{
  g_return_if_fail (CP_IS_OUTSIDE (self));

  if (self->model == model)
    return;
  g_clear_pointer (&self->model, cp_model_unref);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
  if (model != NULL)
    self->size = cp_model_get_info (model)->size;
  else
    cp_outside_forget_scores (self);
  cp_outside_work (self);
  cp_outside_notify_progress (self);
}

/**
 * cp_outside_get_model:
 * @self: images from outside
 *
 * Returns: (nullable) (transfer none): who scores them
 */
CpModel *
cp_outside_get_model (CpOutside *self)
{
  g_return_val_if_fail (CP_IS_OUTSIDE (self), NULL);

  return self->model;
}

/**
 * cp_outside_remove:
 * @self: images from outside
 * @position: of one of them
 *
 * Forgets an image; its file stays.
 */
void
cp_outside_remove (CpOutside *self,
                   guint      position)
{
  CpOutsideImage *image;

  g_return_if_fail (CP_IS_OUTSIDE (self));
  g_return_if_fail (position < self->images->len);

  image = self->images->pdata[position];
  self->preview_bytes -= cp_outside_preview_bytes (image);
  g_hash_table_remove (self->known, cp_outside_image_get_path (image));
  g_ptr_array_remove_index (self->images, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/**
 * cp_outside_clear:
 * @self: images from outside
 *
 * Forgets all images, and reads no more.
 */
void
cp_outside_clear (CpOutside *self)
{
  const guint n = self->images->len;

  g_return_if_fail (CP_IS_OUTSIDE (self));

  g_ptr_array_set_size (self->images, 0);
  self->preview_bytes = 0;
  cp_outside_stop (self);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/**
 * cp_outside_stop:
 * @self: images from outside
 *
 * Reads no more; what was read stays.
 */
void
cp_outside_stop (CpOutside *self)
{
  g_return_if_fail (CP_IS_OUTSIDE (self));

  cp_outside_forget_work (self);
  cp_outside_work (self);
  cp_outside_notify_progress (self);
}

/**
 * cp_outside_get_pending:
 * @self: images from outside
 *
 * Returns: how many files have still to be read, and images to be scored
 */
guint
cp_outside_get_pending (CpOutside *self)
{
  g_return_val_if_fail (CP_IS_OUTSIDE (self), 0);

  return self->waiting.length + self->working_on;
}

/**
 * cp_outside_get_fraction:
 * @self: images from outside
 *
 * Returns: how much of what was asked for has been read, 0 to 1
 */
double
cp_outside_get_fraction (CpOutside *self)
{
  g_return_val_if_fail (CP_IS_OUTSIDE (self), 1);

  return self->asked > 0 ? (double) self->done / self->asked : 1;
}

/**
 * cp_outside_get_failures:
 * @self: images from outside
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): a line for each file that could not be read
 */
const char *const *
cp_outside_get_failures (CpOutside *self)
{
  g_return_val_if_fail (CP_IS_OUTSIDE (self), NULL);

  return self->failures != NULL ? (const char *const *) self->failures->pdata : NULL;
}

/**
 * cp_outside_clear_failures:
 * @self: images from outside
 *
 * Forgets what could not be read: somebody has seen it.
 */
void
cp_outside_clear_failures (CpOutside *self)
{
  g_return_if_fail (CP_IS_OUTSIDE (self));

  if (self->failures == NULL)
    return;
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURES]);
}
