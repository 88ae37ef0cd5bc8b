/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "image-view.h"

#include "image-canvas.h"
#include "image-inspector.h"
#include "image-subject.h"
#include "neighbours.h"
#include "probability-axis.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CpImageView
{
  GtkWidget parent_instance;

  CpReview *review;
  GtkSingleSelection *selection;
  GObject *image; /* (nullable): whose pixels are shown; see image-subject.h */
  char *question; /* (nullable): what to ask of the image instead of telling of it */

  GtkWidget *content;
  CpImageCanvas *canvas;
  CpImageInspector *inspector;
  GtkWidget *steps;
  CpProbabilityAxis *axis;
  GtkLabel *caption;
  GtkLabel *position_label;
  GtkToggleButton *invert_button;
  GtkToggleButton *inspector_button;
};

enum
{
  PROP_REVIEW = 1,
  PROP_SELECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CpImageView, cp_image_view, GTK_TYPE_WIDGET)

static GObject *
get_image (CpImageView *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

static void
update_position (CpImageView *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  /* Translators: the third of twelve images */
  g_autofree char *text = g_strdup_printf (_("%u of %u"), position + 1, n);
  const gboolean stepping = n > 1 && self->question == NULL;

  gtk_widget_set_visible (self->steps, stepping);
  gtk_label_set_label (self->position_label, stepping ? text : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.previous", position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.next", position + 1 < n);
}

static gsize
get_training_index (CpImageView *self)
{
  if (self->review != NULL && CP_IS_REVIEW_IMAGE (self->image) && cp_review_get_split (self->review) == CP_SPLIT_TRAIN)
    return cp_review_image_get_index (CP_REVIEW_IMAGE (self->image));
  return CP_NEIGHBOUR_NONE;
}

/* What is told of an image: nothing of one that nobody has scored, or that is to be judged first. */
static void
show_evidence (CpImageView *self)
{
  g_autoptr (GBytes) seen = NULL;
  guint size = 0;

  if (self->image != NULL && self->question == NULL)
    seen = cp_image_subject_get_seen (self->image, &size);
  cp_image_inspector_set_image (self->inspector, seen, size, get_training_index (self));
}

static void on_image_changed (CpImageView *self);

/* The same image again is drawn, explained and compared only where something about it is new. */
static void
show_image (CpImageView *self,
            gboolean     again)
{
  GObject *image = get_image (self);
  g_autoptr (GBytes) shown = NULL;
  guint size = 0;

  if (image == self->image && !again)
    return;
  if (image != self->image)
    {
      if (self->image != NULL)
        g_signal_handlers_disconnect_by_func (self->image, on_image_changed, self);
      g_set_object (&self->image, image);
      if (CP_IS_OUTSIDE_IMAGE (image)) /* no review tells of these */
        g_signal_connect_object (image, "notify::probability", G_CALLBACK (on_image_changed), self, G_CONNECT_SWAPPED);
    }
  if (image != NULL)
    shown = cp_image_subject_get_shown (image, &size);
  cp_image_canvas_set_pixels (self->canvas, shown, size);
  show_evidence (self);
}

static void
describe_canvas (CpImageView *self,
                 double       threshold)
{
  g_autofree char *spread = cp_image_subject_get_spread (self->image);
  g_autofree char *label = NULL;
  g_autofree char *description = NULL;
  CpSaliencyOverlay *overlay = cp_image_inspector_get_overlay (self->inspector);
  const char *evidence = "";

  if (self->question != NULL)
    label = g_strdup (self->question);
  else
    {
      label = cp_image_subject_describe (self->image, threshold);
      if (cp_saliency_overlay_get_state (overlay) != CP_OVERLAY_OFF)
        evidence = cp_saliency_overlay_get_message (overlay);
      description = g_strjoin (spread != NULL && *evidence != '\0' ? ". " : "", spread != NULL ? spread : "", evidence, NULL);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "", -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caption),
                               spread != NULL && self->question == NULL ? _("Mean of the networks’ probabilities ± their standard deviation")
                                              : NULL);
}

static void
update (CpImageView *self)
{
  const gboolean told = self->question == NULL;
  g_autofree char *caption = NULL;
  double threshold;

  show_image (self, FALSE);
  gtk_widget_set_visible (self->content, self->image != NULL);
  if (self->image == NULL || self->review == NULL)
    return;

  threshold = cp_review_get_threshold (self->review);
  caption = told ? cp_image_subject_explain (self->image, self->review) : g_strdup (self->question);
  gtk_label_set_label (self->caption, caption);
  describe_canvas (self, threshold);
  cp_probability_axis_set (self->axis, told ? cp_image_subject_get_probability (self->image) : NAN,
                           told ? cp_image_subject_get_deviation (self->image) : NAN, threshold,
                           told ? cp_image_subject_get_outcome (self->image, threshold) : CP_OUTCOME_NONE);
  update_position (self);
}

/* Another model, or figures that were sealed: what is told of the image is another thing. */
static void
on_image_changed (CpImageView *self)
{
  show_image (self, TRUE);
  update (self);
}

static void
on_overlay_changed (CpImageView *self)
{
  if (self->image != NULL && self->review != NULL)
    describe_canvas (self, cp_review_get_threshold (self->review));
}

static void
on_view_changed (CpImageView *self)
{
  gtk_toggle_button_set_active (self->invert_button, cp_image_canvas_get_shades (self->canvas)->inverted);
}

static void
on_invert_toggled (CpImageView *self)
{
  CpImageShades shades = *cp_image_canvas_get_shades (self->canvas);

  if (shades.inverted == gtk_toggle_button_get_active (self->invert_button))
    return;

  shades.inverted = !shades.inverted;
  cp_image_canvas_set_shades (self->canvas, &shades);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpImageView *self = CP_IMAGE_VIEW (widget);
  guint position, n;

  if (self->selection == NULL)
    return;
  position = gtk_single_selection_get_selected (self->selection);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (g_str_equal (name, "image.next") && position + 1 < n)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position + 1, TRUE);
  else if (g_str_equal (name, "image.previous") && position > 0 && position < n)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position - 1, TRUE);
}

static void
view_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CpImageView *self = CP_IMAGE_VIEW (widget);

  if (g_str_equal (name, "image.zoom-in"))
    cp_image_canvas_zoom (self->canvas, 1);
  else if (g_str_equal (name, "image.zoom-out"))
    cp_image_canvas_zoom (self->canvas, -1);
  else if (g_str_equal (name, "image.fit"))
    cp_image_canvas_set_scale (self->canvas, 0);
  else if (g_str_equal (name, "image.actual"))
    cp_image_canvas_set_scale (self->canvas, 1);
  else if (g_str_equal (name, "image.reset"))
    cp_image_canvas_reset (self->canvas);
  else
    gtk_toggle_button_set_active (self->invert_button, !gtk_toggle_button_get_active (self->invert_button));
}

static void
inspector_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CpImageView *self = CP_IMAGE_VIEW (widget);

  if (g_str_equal (name, "image.overlay"))
    cp_image_inspector_toggle_overlay (self->inspector);
  else
    gtk_toggle_button_set_active (self->inspector_button, !gtk_toggle_button_get_active (self->inspector_button));
}

static void
cp_image_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CpImageView *self = CP_IMAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, self->review);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cp_image_view_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CpImageView *self = CP_IMAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      cp_image_view_set_review (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      cp_image_view_set_selection (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
on_key_pressed (CpImageView     *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  return cp_image_view_handle_key (self, key, state);
}

/* Letters work wherever the focus is, once it had no use for them. */
static void
cp_image_view_root (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  GTK_WIDGET_CLASS (cp_image_view_parent_class)->root (widget);
  gtk_event_controller_set_name (keys, "image-keys");
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), keys);
}

/* The keyboard goes to the image. */
static gboolean
cp_image_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CP_IMAGE_VIEW (widget)->canvas));
}

static void
cp_image_view_dispose (GObject *object)
{
  CpImageView *self = CP_IMAGE_VIEW (object);
  GtkWidget *child;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->image != NULL)
    g_signal_handlers_disconnect_by_data (self->image, self);
  g_clear_object (&self->review);
  g_clear_object (&self->selection);
  g_clear_object (&self->image);
  g_clear_pointer (&self->question, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_image_view_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const looks[] = { "image.zoom-in", "image.zoom-out", "image.fit",
                                       "image.actual",  "image.reset",    "image.invert" };

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_class_install_action (widget_class, looks[i], NULL, view_action);
  gtk_widget_class_install_action (widget_class, "image.previous", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "image.next", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "image.overlay", NULL, inspector_action);
  gtk_widget_class_install_action (widget_class, "image.inspector", NULL, inspector_action);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    const char *action;
  } bindings[] = {
    { GDK_KEY_Left, "image.previous" }, { GDK_KEY_Page_Up, "image.previous" },
    { GDK_KEY_Right, "image.next" }, { GDK_KEY_Page_Down, "image.next" },
    { GDK_KEY_plus, "image.zoom-in" }, { GDK_KEY_equal, "image.zoom-in" }, { GDK_KEY_KP_Add, "image.zoom-in" },
    { GDK_KEY_minus, "image.zoom-out" }, { GDK_KEY_KP_Subtract, "image.zoom-out" },
    { GDK_KEY_0, "image.fit" }, { GDK_KEY_KP_0, "image.fit" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, 0, bindings[i].action, NULL);
}

/**
 * cp_image_view_handle_key:
 * @self: a view
 * @key: that was pressed somewhere on the page
 * @state: modifiers
 *
 * Does what letters do for the image, wherever the keyboard is.
 *
 * Returns: whether the key has a meaning
 */
gboolean
cp_image_view_handle_key (CpImageView     *self,
                          guint            key,
                          GdkModifierType  state)
{
  static const struct
  {
    guint key;
    const char *action;
  } letters[] = {
    { GDK_KEY_i, "image.invert" }, { GDK_KEY_r, "image.reset" }, { GDK_KEY_o, "image.overlay" },
    { GDK_KEY_z, "image.actual" }, { GDK_KEY_F9, "image.inspector" },
  };

  GtkRoot *root;

  g_return_val_if_fail (CP_IS_IMAGE_VIEW (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!gtk_widget_get_mapped (GTK_WIDGET (self))
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK)) != 0
      || (root != NULL && GTK_IS_EDITABLE (gtk_root_get_focus (root))))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (gdk_keyval_to_lower (key) == letters[i].key)
      return gtk_widget_activate_action (GTK_WIDGET (self), letters[i].action, NULL);
  return FALSE;
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CpImageView, content);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, inspector);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, canvas);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, steps);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, axis);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, caption);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, position_label);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, invert_button);
  gtk_widget_class_bind_template_child (widget_class, CpImageView, inspector_button);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_invert_toggled);
}

static void
cp_image_view_class_init (CpImageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_image_view_get_property;
  object_class->set_property = cp_image_view_set_property;
  object_class->dispose = cp_image_view_dispose;
  widget_class->root = cp_image_view_root;
  widget_class->grab_focus = cp_image_view_grab_focus;

  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, GTK_TYPE_SINGLE_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CP_TYPE_IMAGE_CANVAS);
  g_type_ensure (CP_TYPE_IMAGE_INSPECTOR);
  g_type_ensure (CP_TYPE_PROBABILITY_AXIS);
  install_actions (widget_class);
  add_bindings (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "imageview");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/image-view.ui");
  bind_children (widget_class);
}

static void
cp_image_view_init (CpImageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_image_inspector_set_canvas (self->inspector, self->canvas);
  g_signal_connect_object (cp_image_inspector_get_overlay (self->inspector), "changed", G_CALLBACK (on_overlay_changed),
                           self, G_CONNECT_SWAPPED);
}

/**
 * cp_image_view_new:
 *
 * Returns: (transfer floating): a view without an image
 */
GtkWidget *
cp_image_view_new (void)
{
  return g_object_new (CP_TYPE_IMAGE_VIEW, NULL);
}

/**
 * cp_image_view_get_review:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): whose threshold decides
 */
CpReview *
cp_image_view_get_review (CpImageView *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_VIEW (self), NULL);

  return self->review;
}

/**
 * cp_image_view_set_review:
 * @self: a view
 * @review: (nullable): whose threshold decides
 *
 * Follows another review's threshold and probabilities.
 */
void
cp_image_view_set_review (CpImageView *self,
                          CpReview    *review)
{
  g_return_if_fail (CP_IS_IMAGE_VIEW (self));

  if (self->review == review)
    return;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_set_object (&self->review, review);
  if (review != NULL)
    {
      g_signal_connect_object (review, "figures-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (review, "scores-changed", G_CALLBACK (on_image_changed), self, G_CONNECT_SWAPPED);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

/**
 * cp_image_view_get_selection:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the images whose selected one is shown
 */
GtkSingleSelection *
cp_image_view_get_selection (CpImageView *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_VIEW (self), NULL);

  return self->selection;
}

/**
 * cp_image_view_set_selection:
 * @self: a view
 * @selection: (nullable): of #CpReviewImage or #CpOutsideImage
 *
 * Shows the selected image and lets a person step through the others.
 */
void
cp_image_view_set_selection (CpImageView        *self,
                             GtkSingleSelection *selection)
{
  g_return_if_fail (CP_IS_IMAGE_VIEW (self));

  if (self->selection == selection)
    return;

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_set_object (&self->selection, selection);
  if (selection != NULL)
    {
      g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (selection, "notify::selected", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (selection, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTION]);
}

/**
 * cp_image_view_get_inspector:
 * @self: a view
 *
 * Returns: (transfer none): what a model says of the image
 */
CpImageInspector *
cp_image_view_get_inspector (CpImageView *self)
{
  g_return_val_if_fail (CP_IS_IMAGE_VIEW (self), NULL);

  return self->inspector;
}

/**
 * cp_image_view_set_question:
 * @self: a view
 * @question: (nullable): what to ask of the image
 *
 * Hides what the image is and what a model says of it, while it is to be judged.
 */
void
cp_image_view_set_question (CpImageView *self,
                            const char  *question)
{
  g_return_if_fail (CP_IS_IMAGE_VIEW (self));

  if (g_strcmp0 (self->question, question) == 0)
    return;

  g_free (self->question);
  self->question = g_strdup (question);
  cp_image_inspector_set_concealed (self->inspector, question != NULL);
  on_image_changed (self);
}
