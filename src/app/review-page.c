/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "review-page.h"

#include "blind-mode.h"
#include "image-grid.h"
#include "image-view.h"
#include "outside-list.h"
#include "file-choosers.h"
#include "review-exports.h"
#include "verdict-bar.h"

#include <glib/gi18n.h>

struct _CpReviewPage
{
  GtkWidget parent_instance;

  CpReviewExports *exports;
  CpBlindMode *blind; /* (nullable) */
  GSimpleAction *blind_action;
  gboolean arriving; /* images of one's own that were opened together */
  gpointer panel; /* (nullable), a GtkWidget, weak: hidden while images are read blind */
  CpWorkspace *workspace; /* (nullable) */
  CpVerdicts *verdicts; /* (nullable): the workspace's */

  GtkStack *stages;
  GtkWidget *side;
  GtkStack *lists;
  GtkStackPage *outside_page;
  CpOutsideList *outside_list;
  CpImageGrid *grid;
  CpImageView *view;
  CpVerdictBar *verdict_bar;
  CpBlindStart *blind_start;
  CpBlindBar *blind_bar;
  CpBlindResult *blind_result;
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpReviewPage, cp_review_page, GTK_TYPE_WIDGET)

static void
fail (CpReviewPage *self,
      const char   *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
save_verdicts (const char *path,
               gpointer    user_data)
{
  cp_review_page_save_verdicts (CP_REVIEW_PAGE (user_data), path);
}

static void
export_verdicts_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  cp_choose_new_file (GTK_WINDOW (gtk_widget_get_root (widget)), CP_FILE_NEW_VERDICTS, "verdicts.csv", save_verdicts,
                      g_object_ref (widget), g_object_unref);
}

static CpBlindState
get_blind_state (CpReviewPage *self)
{
  return self->blind != NULL ? cp_blind_mode_get_state (self->blind) : CP_BLIND_STATE_OFF;
}

static void
update_actions (CpReviewPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.export-verdicts",
                                 get_blind_state (self) != CP_BLIND_STATE_READING && self->verdicts != NULL && !cp_verdicts_is_empty (self->verdicts));
}

static void
on_model_changed (CpReviewPage *self)
{
  cp_image_inspector_set_model (cp_image_view_get_inspector (self->view), cp_workspace_get_model (self->workspace),
                                cp_workspace_get_dataset (self->workspace));
}

/* Only images of the data set are judged, and exported with them. */
static void
on_list_changed (CpReviewPage *self)
{
  const gboolean outside = g_strcmp0 (gtk_stack_get_visible_child_name (self->lists), "outside") == 0;

  if (get_blind_state (self) == CP_BLIND_STATE_READING)
    return;
  cp_image_view_set_selection (self->view, outside ? cp_outside_list_get_selection (self->outside_list)
                                                   : cp_image_grid_get_selection (self->grid));
  gtk_widget_set_visible (GTK_WIDGET (self->verdict_bar), !outside);
}

/* What was just opened is what somebody wants to see: the first of it, while the rest arrives. */
static void
on_outside_changed (CpReviewPage *self,
                    guint         position,
                    guint         removed,
                    guint         added,
                    GListModel   *outside)
{
  const guint n = g_list_model_get_n_items (outside);
  /* Translators: images of one's own, and how many there are */
  g_autofree char *title = n > 0 ? g_strdup_printf (_("Yours (%u)"), n) : g_strdup (_("Yours"));

  gtk_stack_page_set_title (self->outside_page, title);
  if (added == 0)
    return;
  if (!self->arriving)
    {
      gtk_stack_set_visible_child_name (self->lists, "outside");
      gtk_single_selection_set_selected (cp_outside_list_get_selection (self->outside_list), position);
    }
  self->arriving = cp_outside_get_pending (CP_OUTSIDE (outside)) > 0;
}

static void
on_outside_pending (CpReviewPage *self,
                    GParamSpec   *pspec,
                    CpOutside    *outside)
{
  self->arriving = self->arriving && cp_outside_get_pending (outside) > 0;
}

/* A cell of the matrix was pressed: its images are in the data set. */
static void
on_filter_changed (CpReviewPage *self)
{
  if (cp_review_get_filter (cp_workspace_get_review (self->workspace)) != CP_OUTCOME_NONE)
    gtk_stack_set_visible_child_name (self->lists, "dataset");
}

/* Escape goes back from the large image to where it was chosen, if it was. */
static gboolean
on_view_key (CpReviewPage *self,
             guint         key)
{
  if (key != GDK_KEY_Escape || !gtk_widget_get_visible (self->side))
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_grab_focus (g_strcmp0 (gtk_stack_get_visible_child_name (self->lists), "outside") == 0
                                  ? GTK_WIDGET (self->outside_list) : GTK_WIDGET (self->grid));
}

/* What is on this page of other images, and elsewhere of all of them, is out of sight. */
static void
update_panel (CpReviewPage *self)
{
  if (self->panel != NULL)
    gtk_widget_set_visible (self->panel, get_blind_state (self) == CP_BLIND_STATE_OFF
                                           || !gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
on_blind_changed (CpReviewPage *self)
{
  const CpBlindState state = get_blind_state (self);
  const gboolean reading = state == CP_BLIND_STATE_READING;

  gtk_widget_set_visible (self->side, !reading);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict_bar), !reading);
  gtk_widget_set_visible (GTK_WIDGET (self->blind_bar), reading);
  on_list_changed (self);
  gtk_stack_set_visible_child_name (self->stages, state == CP_BLIND_STATE_START    ? "start"
                                                  : state == CP_BLIND_STATE_RESULT ? "result"
                                                                                   : "images");
  update_panel (self);
  update_actions (self);
  cp_review_exports_set_blocked (self->exports, reading);
  if (self->panel != NULL)
    gtk_widget_action_set_enabled (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), "win.save-report", !reading);
  if (state == CP_BLIND_STATE_OFF)
    gtk_widget_child_focus (GTK_WIDGET (self->grid), GTK_DIR_TAB_FORWARD);
}

/* To where a reading is under way, or where one begins. */
static void
on_blind_read (CpReviewPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "review");
  cp_blind_mode_ask (self->blind);
}

static void
connect_outside (CpReviewPage *self)
{
  CpOutside *outside = cp_workspace_get_outside (self->workspace);
  CpReview *review = cp_workspace_get_review (self->workspace);

  cp_outside_list_connect (self->outside_list, outside, review);
  g_signal_connect_object (outside, "items-changed", G_CALLBACK (on_outside_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outside, "notify::pending", G_CALLBACK (on_outside_pending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "notify::filter", G_CALLBACK (on_filter_changed), self, G_CONNECT_SWAPPED);
}

static void
cp_review_page_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_object (&CP_REVIEW_PAGE (object)->exports);
  g_clear_object (&CP_REVIEW_PAGE (object)->blind);
  g_clear_object (&CP_REVIEW_PAGE (object)->blind_action);
  g_clear_weak_pointer (&CP_REVIEW_PAGE (object)->panel);
  g_clear_object (&CP_REVIEW_PAGE (object)->verdicts);
  g_clear_object (&CP_REVIEW_PAGE (object)->workspace);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_review_page_parent_class)->dispose (object);
}

static void
cp_review_page_class_init (CpReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_review_page_dispose;

  signals[FAILED] = g_signal_new ("failed", CP_TYPE_REVIEW_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  g_type_ensure (CP_TYPE_BLIND_BAR);
  g_type_ensure (CP_TYPE_BLIND_RESULT);
  g_type_ensure (CP_TYPE_BLIND_START);
  g_type_ensure (CP_TYPE_IMAGE_GRID);
  g_type_ensure (CP_TYPE_IMAGE_VIEW);
  g_type_ensure (CP_TYPE_OUTSIDE_LIST);
  g_type_ensure (CP_TYPE_VERDICT_BAR);
  gtk_widget_class_install_action (widget_class, "review.export-verdicts", NULL, export_verdicts_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "reviewpage");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, stages);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, side);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, lists);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, outside_page);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, outside_list);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, grid);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, view);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, verdict_bar);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, blind_start);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, blind_bar);
  gtk_widget_class_bind_template_child (widget_class, CpReviewPage, blind_result);
  gtk_widget_class_bind_template_callback (widget_class, on_list_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_view_key);
}

static void
cp_review_page_init (CpReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->blind_action = g_simple_action_new ("blind-read", NULL);
  g_signal_connect_object (self->blind_action, "activate", G_CALLBACK (on_blind_read), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (update_panel), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (update_panel), NULL);
  on_list_changed (self);
  update_actions (self);
}

/**
 * cp_review_page_set_workspace:
 * @self: a page
 * @workspace: whose images to show; once
 *
 * Connects the page.
 */
void
cp_review_page_set_workspace (CpReviewPage *self,
                              CpWorkspace  *workspace)
{
  CpReview *review = cp_workspace_get_review (workspace);

  g_return_if_fail (CP_IS_REVIEW_PAGE (self));
  g_return_if_fail (self->exports == NULL);

  cp_image_grid_set_review (self->grid, review);
  cp_image_view_set_review (self->view, review);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::model", G_CALLBACK (on_model_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::dataset", G_CALLBACK (on_model_changed), self, G_CONNECT_SWAPPED);
  on_model_changed (self);
  connect_outside (self);
  self->verdicts = g_object_ref (cp_workspace_get_verdicts (workspace));
  cp_verdict_bar_connect (self->verdict_bar, self->verdicts, cp_image_grid_get_selection (self->grid));
  g_signal_connect_object (self->verdicts, "changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->verdicts, "notify", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  self->blind = cp_blind_mode_new (self->verdicts, self->view, self->blind_start, self->blind_bar, self->blind_result);
  g_signal_connect_object (self->blind, "changed", G_CALLBACK (on_blind_changed), self, G_CONNECT_SWAPPED);
  self->exports = cp_review_exports_new (workspace, self->grid);
  g_signal_connect_object (self->exports, "failed", G_CALLBACK (fail), self, G_CONNECT_SWAPPED);
}

/**
 * cp_review_page_get_exports:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what takes its images out of the program
 */
CpReviewExports *
cp_review_page_get_exports (CpReviewPage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_PAGE (self), NULL);

  return self->exports;
}

/**
 * cp_review_page_get_blind:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what leads through a blind reading
 */
CpBlindMode *
cp_review_page_get_blind (CpReviewPage *self)
{
  g_return_val_if_fail (CP_IS_REVIEW_PAGE (self), NULL);

  return self->blind;
}

/**
 * cp_review_page_attach:
 * @self: a page with a workspace
 * @map: the window, which gets the page's actions
 * @panel: shows figures and the threshold; hidden while images are read blind on this page
 *
 * Connects the page with the window around it.
 */
void
cp_review_page_attach (CpReviewPage *self,
                       GActionMap   *map,
                       GtkWidget    *panel)
{
  g_return_if_fail (CP_IS_REVIEW_PAGE (self));
  g_return_if_fail (self->exports != NULL);

  cp_review_exports_add_actions (self->exports, map);
  g_action_map_add_action (map, G_ACTION (self->blind_action));
  g_set_weak_pointer (&self->panel, G_OBJECT (panel));
}

/**
 * cp_review_page_save_verdicts:
 * @self: a page with a workspace
 * @path: a file, replaced as a whole or not at all
 *
 * Saves all verdicts and notes as a table; where that fails, ::failed says why.
 */
void
cp_review_page_save_verdicts (CpReviewPage *self,
                              const char   *path)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CP_IS_REVIEW_PAGE (self));
  g_return_if_fail (self->verdicts != NULL);

  if (!cp_verdicts_save_csv (self->verdicts, path, &error))
    fail (self, error->message);
}

/**
 * cp_review_page_restore:
 * @self: a page
 * @settings: what was remembered
 *
 * Shows thumbnails as large as last time.
 */
void
cp_review_page_restore (CpReviewPage *self,
                        CpSettings   *settings)
{
  g_return_if_fail (CP_IS_REVIEW_PAGE (self));

  cp_image_grid_set_thumbnail_size (self->grid,
                                    (guint) MAX (0, cp_settings_get_int (settings, CP_SETTING_THUMBNAIL_SIZE)));
}

/**
 * cp_review_page_remember:
 * @self: a page
 * @settings: what to remember it in
 *
 * Remembers the thumbnails' size.
 */
void
cp_review_page_remember (CpReviewPage *self,
                         CpSettings   *settings)
{
  g_return_if_fail (CP_IS_REVIEW_PAGE (self));

  cp_settings_set_int (settings, CP_SETTING_THUMBNAIL_SIZE, (int) cp_image_grid_get_thumbnail_size (self->grid));
}
