/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "neighbour-strip.h"

#include "image-picture.h"

#include <glib/gi18n.h>

#define N_NEIGHBOURS 6
#define SIDE 56

struct _CpNeighbourStrip
{
  GtkWidget parent_instance;

  CpModel *model;          /* (nullable) */
  CpDataset *dataset;      /* (nullable) */
  CpNeighbours *index;     /* (nullable): made when it is needed */
  GCancellable *building;  /* (nullable): while the index is being made */
  GCancellable *finding;   /* (nullable): while images are being compared */
  GBytes *pixels;          /* (nullable) */
  guint size;
  gsize except;
  guint n_found;

  GtkSpinner *spinner;
  GtkLabel *words;
  GtkFlowBox *box;
};

G_DEFINE_FINAL_TYPE (CpNeighbourStrip, cp_neighbour_strip, GTK_TYPE_WIDGET)

static void
clear (CpNeighbourStrip *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_flow_box_remove (self->box, child);
  self->n_found = 0;
}

static void
say (CpNeighbourStrip *self,
     const char       *words,
     gboolean          busy)
{
  gtk_label_set_label (self->words, words);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
}

static char *
similarity_words (double similarity)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.3f", similarity));
}

static GtkWidget *
create_caption (const CpNeighbour *neighbour,
                const char        *similarity)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (neighbour->label == 1 ? _("pneumonia") : _("normal"));
  GtkWidget *value = gtk_label_new (similarity);

  gtk_widget_add_css_class (label, neighbour->label == 1 ? "pneumonia" : "normal");
  gtk_widget_add_css_class (value, "dim-label");
  gtk_widget_add_css_class (value, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), value);
  return box;
}

/* The image, and below it what it is and how alike. */
static void
add_neighbour (CpNeighbourStrip  *self,
               const CpNeighbour *neighbour)
{
  const CpImageSet *set = cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN);
  GtkWidget *child = gtk_flow_box_child_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *picture = cp_image_picture_new (SIDE);
  g_autofree char *similarity = similarity_words (neighbour->similarity);
  g_autofree char *sentence = NULL;

  cp_image_picture_set_pixels (CP_IMAGE_PICTURE (picture), set->pixels + neighbour->index * set->size * set->size, set->size);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), create_caption (neighbour, similarity));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  sentence = g_strdup_printf (neighbour->label == 1 ? _("Training image %zu, pneumonia, similarity %s")
                                                    : _("Training image %zu, normal, similarity %s"),
                              neighbour->index, similarity);
  gtk_widget_set_tooltip_text (child, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_flow_box_insert (self->box, child, -1);
}

static void
show_neighbours (CpNeighbourStrip *self,
                 GArray           *neighbours)
{
  guint positives = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; i < neighbours->len; i++)
    {
      add_neighbour (self, &g_array_index (neighbours, CpNeighbour, i));
      positives += g_array_index (neighbours, CpNeighbour, i).label;
    }
  self->n_found = neighbours->len;
  /* Translators: how many of the training images that a network finds most alike show pneumonia */
  words = g_strdup_printf (ngettext ("To the network, %u training image is most alike; pneumonias among them: %u.",
                                     "To the network, these %u training images are most alike; pneumonias among them: %u.",
                                     neighbours->len),
                           neighbours->len, positives);
  say (self, words, FALSE);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CpNeighbourStrip) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) neighbours = cp_neighbours_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->finding == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->finding)
    return;
  g_clear_object (&self->finding);
  clear (self);
  if (neighbours != NULL)
    show_neighbours (self, neighbours);
  else
    say (self, error->message, FALSE);
}

static void
find (CpNeighbourStrip *self)
{
  self->finding = g_cancellable_new ();
  cp_neighbours_find_async (self->index, self->pixels, self->size, N_NEIGHBOURS, self->except, self->finding, on_found,
                            g_object_ref (self));
}

static void refresh (CpNeighbourStrip *self);

static void
on_built (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CpNeighbourStrip) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNeighbours) index = cp_neighbours_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->building == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->building)
    return;
  g_clear_object (&self->building);
  if (index == NULL)
    {
      say (self, error->message, FALSE);
      return;
    }
  self->index = g_steal_pointer (&index);
  refresh (self);
}

static void
build (CpNeighbourStrip *self)
{
  const gsize n = cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN)->n;
  g_autofree char *words = g_strdup_printf (ngettext ("Looking at %zu training image…", "Looking at %zu training images…", n),
                                            n);

  say (self, words, TRUE);
  if (self->building != NULL)
    return;
  self->building = g_cancellable_new ();
  cp_neighbours_new_async (self->model, self->dataset, self->building, on_built, g_object_ref (self));
}

static gboolean
can_compare (CpNeighbourStrip *self)
{
  return self->model != NULL && self->dataset != NULL && self->pixels != NULL
         && cp_model_get_info (self->model)->size == self->size && cp_dataset_get_size (self->dataset) == self->size
         && cp_dataset_get_split (self->dataset, CP_SPLIT_TRAIN)->n > 0;
}

/* What is shown is no longer what is wanted; where nobody looks, nothing is. */
static void
refresh (CpNeighbourStrip *self)
{
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (!can_compare (self))
    {
      clear (self);
      say (self, self->model == NULL ? _("Train or open a model to compare images as it sees them.")
                                     : _("This image cannot be compared with training images."), FALSE);
      return;
    }
  if (self->index == NULL)
    {
      clear (self);
      build (self);
    }
  else
    find (self);
}

static void
forget_index (CpNeighbourStrip *self)
{
  g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  g_clear_pointer (&self->index, cp_neighbours_unref);
}

static void
cp_neighbour_strip_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cp_neighbour_strip_parent_class)->map (widget);
  refresh (CP_NEIGHBOUR_STRIP (widget));
}

static void
cp_neighbour_strip_dispose (GObject *object)
{
  CpNeighbourStrip *self = CP_NEIGHBOUR_STRIP (object);
  GtkWidget *child;

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  forget_index (self);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  g_clear_pointer (&self->pixels, g_bytes_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_neighbour_strip_parent_class)->dispose (object);
}

static void
cp_neighbour_strip_class_init (CpNeighbourStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_neighbour_strip_dispose;
  widget_class->map = cp_neighbour_strip_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "neighbourstrip");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/neighbour-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, CpNeighbourStrip, spinner);
  gtk_widget_class_bind_template_child (widget_class, CpNeighbourStrip, words);
  gtk_widget_class_bind_template_child (widget_class, CpNeighbourStrip, box);
}

static void
cp_neighbour_strip_init (CpNeighbourStrip *self)
{
  self->except = CP_NEIGHBOUR_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cp_neighbour_strip_new:
 *
 * Returns: (transfer floating): a strip without a model
 */
GtkWidget *
cp_neighbour_strip_new (void)
{
  return g_object_new (CP_TYPE_NEIGHBOUR_STRIP, NULL);
}

/**
 * cp_neighbour_strip_set_model:
 * @self: a strip
 * @model: (nullable): who compares
 * @dataset: (nullable): with whose training images
 *
 * Compares by another model's features.
 */
void
cp_neighbour_strip_set_model (CpNeighbourStrip *self,
                              CpModel          *model,
                              CpDataset        *dataset)
{
  g_return_if_fail (CP_IS_NEIGHBOUR_STRIP (self));

  if (self->model == model && self->dataset == dataset)
    return;

  forget_index (self);
  g_clear_pointer (&self->model, cp_model_unref);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->model = model != NULL ? cp_model_ref (model) : NULL;
  self->dataset = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
  refresh (self);
}

/**
 * cp_neighbour_strip_set_image:
 * @self: a strip
 * @pixels: (nullable): (size, size) what to compare with training images
 * @size: its side
 * @except: its index, where it is a training image itself, or CP_NEIGHBOUR_NONE
 *
 * Compares another image.
 */
void
cp_neighbour_strip_set_image (CpNeighbourStrip *self,
                              GBytes           *pixels,
                              guint             size,
                              gsize             except)
{
  g_return_if_fail (CP_IS_NEIGHBOUR_STRIP (self));

  if (self->pixels == pixels)
    return;

  g_clear_pointer (&self->pixels, g_bytes_unref);
  self->pixels = pixels != NULL ? g_bytes_ref (pixels) : NULL;
  self->size = size;
  self->except = except;
  refresh (self);
}

/**
 * cp_neighbour_strip_get_n:
 * @self: a strip
 *
 * Returns: how many images it shows
 */
guint
cp_neighbour_strip_get_n (CpNeighbourStrip *self)
{
  g_return_val_if_fail (CP_IS_NEIGHBOUR_STRIP (self), 0);

  return self->n_found;
}
