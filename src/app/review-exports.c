/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "review-exports.h"

#include "contact-sheet.h"
#include "file-choosers.h"
#include "image-words.h"
#include "sheet-saver.h"

#include <glib/gi18n.h>

struct _CpReviewExports
{
  GObject parent_instance;

  CpWorkspace *workspace;
  gpointer grid; /* (nullable): a CpImageGrid, not owned; %NULL when it is gone */
  GSimpleAction *sheet;
  GSimpleAction *image;
  GSimpleAction *overlay;
  gboolean saving;
  gboolean blocked; /* nobody may see what a file would tell */
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpReviewExports, cp_review_exports, G_TYPE_OBJECT)

static gboolean
can_explain (CpReviewExports *self)
{
  return cp_workspace_get_model (self->workspace) != NULL && cp_review_has_scores (cp_workspace_get_review (self->workspace));
}

static void
update (CpReviewExports *self)
{
  gboolean any = self->grid != NULL && !self->saving && !self->blocked
                 && cp_workspace_get_dataset (self->workspace) != NULL
                 && g_list_model_get_n_items (G_LIST_MODEL (cp_image_grid_get_selection (self->grid))) > 0;

  g_simple_action_set_enabled (self->sheet, any);
  g_simple_action_set_enabled (self->image, any);
  g_simple_action_set_enabled (self->overlay, can_explain (self));
}

static void
set_saving (CpReviewExports *self,
            gboolean         saving)
{
  self->saving = saving;
  update (self);
}

/* Returns: (transfer full): what is listed, in order */
static GPtrArray *
get_listed (CpReviewExports *self)
{
  GListModel *model = cp_review_get_images (cp_workspace_get_review (self->workspace));
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (images, g_list_model_get_item (model, i));

  return images;
}

static GPtrArray *
get_current (CpReviewExports *self)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
  CpReviewImage *image = gtk_single_selection_get_selected_item (cp_image_grid_get_selection (self->grid));

  if (image != NULL)
    g_ptr_array_add (images, g_object_ref (image));

  return images;
}

/* How many images a sheet would show; a single one is selected only because one always is. */
static guint
count_images (CpReviewExports *self,
              gboolean         single)
{
  g_autoptr (GPtrArray) selected = cp_image_grid_get_selected (self->grid);

  if (single)
    return 1;

  return selected->len > 1 ? selected->len
                           : g_list_model_get_n_items (cp_review_get_images (cp_workspace_get_review (self->workspace)));
}

/* Returns: (transfer full): what a file shows, with a title (out) (transfer full) */
static GPtrArray *
get_images (CpReviewExports  *self,
            gboolean          single,
            char            **title)
{
  CpReview *review = cp_workspace_get_review (self->workspace);
  g_autoptr (GPtrArray) selected = single ? get_current (self) : cp_image_grid_get_selected (self->grid);

  if (single && selected->len == 1)
    {
      *title = cp_review_has_scores (review) ? cp_image_explain (selected->pdata[0], cp_review_get_threshold (review))
                                             : cp_image_describe (selected->pdata[0], cp_review_get_threshold (review));
      return g_steal_pointer (&selected);
    }
  if (selected->len > 1)
    {
      *title = g_strdup_printf (ngettext ("%u selected image", "%u selected images", selected->len), selected->len);
      return g_steal_pointer (&selected);
    }
  *title = cp_review_describe_count (review);

  return get_listed (self);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CpReviewExports) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!cp_workspace_save_sheet_finish (CP_WORKSPACE (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  set_saving (self, FALSE);
}

static void
on_sheet_file (const char *path,
               gpointer    user_data)
{
  cp_review_exports_save (user_data, FALSE, path);
}

static void
on_image_file (const char *path,
               gpointer    user_data)
{
  cp_review_exports_save (user_data, TRUE, path);
}

static void
ask (CpReviewExports *self,
     CpFileKind       kind,
     const char      *name,
     CpNewFileFunc    chosen)
{
  GtkRoot *window = self->grid != NULL ? gtk_widget_get_root (GTK_WIDGET (self->grid)) : NULL;

  if (GTK_IS_WINDOW (window))
    cp_choose_new_file (GTK_WINDOW (window), kind, name, chosen, g_object_ref (self), g_object_unref);
}

static void
on_sheet (CpReviewExports *self)
{
  CpReview *review = cp_workspace_get_review (self->workspace);
  g_autofree char *name = g_strdup_printf ("images-%s.pdf", cp_split_get_name (cp_review_get_split (review)));

  ask (self, CP_FILE_NEW_SHEET, name, on_sheet_file);
}

static void
on_image (CpReviewExports *self)
{
  CpReview *review = cp_workspace_get_review (self->workspace);
  g_autoptr (GPtrArray) current = get_current (self);
  g_autofree char *name = NULL;

  if (current->len == 0)
    return;
  name = g_strdup_printf ("image-%s-%u.png", cp_split_get_name (cp_review_get_split (review)),
                          cp_review_image_get_index (current->pdata[0]));
  ask (self, CP_FILE_NEW_IMAGE, name, on_image_file);
}

static void
cp_review_exports_dispose (GObject *object)
{
  CpReviewExports *self = CP_REVIEW_EXPORTS (object);

  g_clear_weak_pointer (&self->grid);
  g_clear_object (&self->workspace);
  g_clear_object (&self->sheet);
  g_clear_object (&self->image);
  g_clear_object (&self->overlay);

  G_OBJECT_CLASS (cp_review_exports_parent_class)->dispose (object);
}

static void
cp_review_exports_class_init (CpReviewExportsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_review_exports_dispose;
  signals[FAILED] = g_signal_new ("failed", CP_TYPE_REVIEW_EXPORTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
cp_review_exports_init (CpReviewExports *self)
{
  self->sheet = g_simple_action_new ("export-sheet", NULL);
  self->image = g_simple_action_new ("export-image", NULL);
  self->overlay = g_simple_action_new_stateful ("export-overlay", NULL, g_variant_new_boolean (FALSE));
  g_signal_connect_object (self->sheet, "activate", G_CALLBACK (on_sheet), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->image, "activate", G_CALLBACK (on_image), self, G_CONNECT_SWAPPED);
}

/**
 * cp_review_exports_new:
 * @workspace: whose images
 * @grid: that lists them and where some are selected
 *
 * Returns: (transfer full): exports of what the grid shows, at the time they are asked for
 */
CpReviewExports *
cp_review_exports_new (CpWorkspace *workspace,
                       CpImageGrid *grid)
{
  CpReviewExports *self = g_object_new (CP_TYPE_REVIEW_EXPORTS, NULL);

  self->workspace = g_object_ref (workspace);
  g_set_weak_pointer (&self->grid, G_OBJECT (grid));
  g_signal_connect_object (cp_image_grid_get_selection (grid), "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::model", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::dataset", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cp_workspace_get_review (workspace), "scores-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * cp_review_exports_add_actions:
 * @self: exports
 * @map: usually the window
 *
 * Makes them reachable by menus and keys.
 */
void
cp_review_exports_add_actions (CpReviewExports *self,
                               GActionMap      *map)
{
  g_return_if_fail (CP_IS_REVIEW_EXPORTS (self));

  g_action_map_add_action (map, G_ACTION (self->sheet));
  g_action_map_add_action (map, G_ACTION (self->image));
  g_action_map_add_action (map, G_ACTION (self->overlay));
}

/**
 * cp_review_exports_get_saving:
 * @self: exports
 *
 * Returns: whether a file is being written
 */
gboolean
cp_review_exports_get_saving (CpReviewExports *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_EXPORTS (self), FALSE);

  return self->saving;
}

/**
 * cp_review_exports_set_blocked:
 * @self: exports
 * @blocked: whether to export nothing
 *
 * While images are read blind, a file would tell what they are.
 */
void
cp_review_exports_set_blocked (CpReviewExports *self,
                               gboolean         blocked)
{
  g_return_if_fail (CP_IS_REVIEW_EXPORTS (self));

  self->blocked = !!blocked;
  update (self);
}

/**
 * cp_review_exports_save:
 * @self: exports
 * @single: whether to show the current image alone, else the selected ones: all that are listed where fewer than two are
 * @path: a file; its name ends with .pdf or .png
 *
 * Writes a contact sheet in a thread; ::failed tells when that did not work.
 */
void
cp_review_exports_save (CpReviewExports *self,
                        gboolean         single,
                        const char      *path)
{
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GVariant) overlay = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (CP_IS_REVIEW_EXPORTS (self));

  if (self->saving || self->grid == NULL)
    return;
  if (!cp_contact_sheet_check (path, count_images (self, single), &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }

  set_saving (self, TRUE);
  images = get_images (self, single, &title);
  overlay = g_action_get_state (G_ACTION (self->overlay));
  cp_workspace_save_sheet (self->workspace, images, title, g_variant_get_boolean (overlay), path, on_saved,
                           g_object_ref (self));
}
