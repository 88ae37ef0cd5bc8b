/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "outside-list.h"

#include "outside-row.h"

#include <glib/gi18n.h>

struct _CpOutsideList
{
  GtkWidget parent_instance;

  CpOutside *outside; /* (nullable) */
  CpReview *review;   /* (nullable): whose threshold decides */
  GtkSingleSelection *selection;
  GPtrArray *rows;    /* of CpOutsideRow that show an image, not owned */

  GtkLabel *count;
  GtkWidget *progress_box;
  GtkProgressBar *progress;
  GtkStack *stack;
  GtkListView *view;
  GtkWidget *open_button;
};

G_DEFINE_FINAL_TYPE (CpOutsideList, cp_outside_list, GTK_TYPE_WIDGET)

static void
update_count (CpOutsideList *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const guint pending = self->outside != NULL ? cp_outside_get_pending (self->outside) : 0;
  g_autofree char *words = g_strdup_printf (ngettext ("%u image of yours, in no figure", "%u images of yours, in no figure", n),
                                            n);

  gtk_label_set_label (self->count, n > 0 ? words : _("No images of yours"));
  gtk_stack_set_visible_child_name (self->stack, n > 0 || pending > 0 ? "images" : "empty");
  gtk_widget_set_visible (self->progress_box, pending > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "outside.clear", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "outside.remove", n > 0);
  if (self->outside != NULL)
    gtk_progress_bar_set_fraction (self->progress, cp_outside_get_fraction (self->outside));
}

static void
update_threshold (CpOutsideList *self)
{
  const double threshold = cp_review_get_threshold (self->review);

  for (guint i = 0; i < self->rows->len; i++)
    cp_outside_row_set_threshold (self->rows->pdata[i], threshold);
}

/* The keyboard stays with the images, and with what is left to do where none is left. */
static void
remove_at (CpOutsideList *self,
           guint          position)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));

  cp_outside_remove (self->outside, position);
  if (!focused)
    return;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  else
    gtk_widget_grab_focus (self->open_button);
}

static void
remove_image (CpOutsideList  *self,
              CpOutsideImage *image)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->outside)); i++)
    {
      g_autoptr (CpOutsideImage) other = g_list_model_get_item (G_LIST_MODEL (self->outside), i);

      if (other == image)
        {
          remove_at (self, i);
          return;
        }
    }
}

static void
on_row_remove (CpOutsideList *self,
               CpOutsideRow  *row)
{
  CpOutsideImage *image = cp_outside_row_get_image (row);

  if (image != NULL)
    remove_image (self, image);
}

static void
on_setup (CpOutsideList *self,
          GtkListItem   *item)
{
  GtkWidget *row = cp_outside_row_new ();

  g_signal_connect_object (row, "remove", G_CALLBACK (on_row_remove), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (CpOutsideList *self,
         GtkListItem   *item)
{
  CpOutsideRow *row = CP_OUTSIDE_ROW (gtk_list_item_get_child (item));

  g_ptr_array_add (self->rows, row);
  cp_outside_row_set_threshold (row, cp_review_get_threshold (self->review));
  cp_outside_row_set_image (row, gtk_list_item_get_item (item));
}

static void
on_unbind (CpOutsideList *self,
           GtkListItem   *item)
{
  CpOutsideRow *row = CP_OUTSIDE_ROW (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->rows, row);
  cp_outside_row_set_image (row, NULL);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpOutsideList *self = CP_OUTSIDE_LIST (widget);

  if (self->outside == NULL)
    return;
  if (g_str_equal (name, "outside.clear"))
    cp_outside_clear (self->outside);
  else if (g_str_equal (name, "outside.stop"))
    cp_outside_stop (self->outside);
  else if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    remove_at (self, gtk_single_selection_get_selected (self->selection));
}

/* The keyboard goes to the selected image; GtkListView itself would go to where the keyboard was last. */
static gboolean
cp_outside_list_grab_focus (GtkWidget *widget)
{
  CpOutsideList *self = CP_OUTSIDE_LIST (widget);
  const guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0)
      return gtk_widget_grab_focus (row);

  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
cp_outside_list_dispose (GObject *object)
{
  CpOutsideList *self = CP_OUTSIDE_LIST (object);
  GtkWidget *child;

  if (self->outside != NULL)
    g_signal_handlers_disconnect_by_data (self->outside, self);
  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->outside);
  g_clear_object (&self->review);

  G_OBJECT_CLASS (cp_outside_list_parent_class)->dispose (object);
}

static void
cp_outside_list_finalize (GObject *object)
{
  g_ptr_array_unref (CP_OUTSIDE_LIST (object)->rows);

  G_OBJECT_CLASS (cp_outside_list_parent_class)->finalize (object);
}

static void
cp_outside_list_class_init (CpOutsideListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cp_outside_list_dispose;
  object_class->finalize = cp_outside_list_finalize;
  widget_class->grab_focus = cp_outside_list_grab_focus;

  gtk_widget_class_install_action (widget_class, "outside.clear", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "outside.stop", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "outside.remove", NULL, edit_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "outside.remove", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "outsidelist");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/outside-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CpOutsideList, count);
  gtk_widget_class_bind_template_child (widget_class, CpOutsideList, progress_box);
  gtk_widget_class_bind_template_child (widget_class, CpOutsideList, progress);
  gtk_widget_class_bind_template_child (widget_class, CpOutsideList, stack);
  gtk_widget_class_bind_template_child (widget_class, CpOutsideList, view);
  gtk_widget_class_bind_template_child (widget_class, CpOutsideList, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
cp_outside_list_init (CpOutsideList *self)
{
  self->rows = g_ptr_array_new ();
  self->selection = gtk_single_selection_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  update_count (self);
}

/**
 * cp_outside_list_new:
 *
 * Returns: (transfer floating): a list of nothing
 */
GtkWidget *
cp_outside_list_new (void)
{
  return g_object_new (CP_TYPE_OUTSIDE_LIST, NULL);
}

/**
 * cp_outside_list_connect:
 * @self: a list
 * @outside: the images
 * @review: whose threshold decides
 *
 * Shows images; once.
 */
void
cp_outside_list_connect (CpOutsideList *self,
                         CpOutside     *outside,
                         CpReview      *review)
{
  g_return_if_fail (CP_IS_OUTSIDE_LIST (self));
  g_return_if_fail (self->outside == NULL);

  self->outside = g_object_ref (outside);
  self->review = g_object_ref (review);
  g_signal_connect_object (outside, "notify", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "notify::threshold", G_CALLBACK (update_threshold), self, G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (outside));
  update_count (self);
}

/**
 * cp_outside_list_get_selection:
 * @self: a list
 *
 * Returns: (transfer none): of #CpOutsideImage, one selected
 */
GtkSingleSelection *
cp_outside_list_get_selection (CpOutsideList *self)
{
  g_return_val_if_fail (CP_IS_OUTSIDE_LIST (self), NULL);

  return self->selection;
}
