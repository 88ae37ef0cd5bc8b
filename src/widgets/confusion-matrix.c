/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "confusion-matrix.h"

#include <glib/gi18n-lib.h>

#define N_CELLS 4

struct _CpConfusionMatrix
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkToggleButton *true_positives;
  GtkToggleButton *false_negatives;
  GtkToggleButton *false_positives;
  GtkToggleButton *true_negatives;
  GtkLabel *true_positives_count;
  GtkLabel *false_negatives_count;
  GtkLabel *false_positives_count;
  GtkLabel *true_negatives_count;
  CpReview *review;
  gboolean following; /* the buttons follow the filter, not the other way round */
};

typedef struct
{
  GtkToggleButton *button;
  GtkLabel *label;
  CpOutcome outcome;
  const char *name; /* untranslated, with room for the count */
  gsize count;
} Cell;

enum
{
  PROP_0,
  PROP_REVIEW,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpConfusionMatrix, cp_confusion_matrix, GTK_TYPE_WIDGET)

static void
get_cells (CpConfusionMatrix *self,
           Cell               cells[N_CELLS])
{
  CpConfusion confusion = { 0 };

  if (self->review != NULL)
    confusion = cp_review_get_confusion (self->review);

  cells[0] = (Cell) { self->true_positives, self->true_positives_count, CP_OUTCOME_TRUE_POSITIVE,
                      N_("True positives: %s"), confusion.tp };
  cells[1] = (Cell) { self->false_negatives, self->false_negatives_count, CP_OUTCOME_FALSE_NEGATIVE,
                      N_("False negatives: %s"), confusion.fn };
  cells[2] = (Cell) { self->false_positives, self->false_positives_count, CP_OUTCOME_FALSE_POSITIVE,
                      N_("False positives: %s"), confusion.fp };
  cells[3] = (Cell) { self->true_negatives, self->true_negatives_count, CP_OUTCOME_TRUE_NEGATIVE,
                      N_("True negatives: %s"), confusion.tn };
}

static void
show_cell (const Cell *cell)
{
  g_autofree char *count = g_strdup_printf ("%" G_GSIZE_FORMAT, cell->count);
  g_auto (GStrv) parts = g_strsplit (_(cell->name), "%s", 2);
  g_autofree char *name = g_strjoinv (count, parts);

  gtk_label_set_text (cell->label, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_counts (CpConfusionMatrix *self)
{
  Cell cells[N_CELLS];

  get_cells (self, cells);
  for (guint i = 0; i < N_CELLS; i++)
    show_cell (&cells[i]);
}

static void
follow_filter (CpConfusionMatrix *self)
{
  CpOutcome filter = self->review != NULL ? cp_review_get_filter (self->review) : CP_OUTCOME_NONE;
  Cell cells[N_CELLS];

  get_cells (self, cells);
  self->following = TRUE;
  for (guint i = 0; i < N_CELLS; i++)
    {
      gboolean active = cells[i].outcome == filter;

      gtk_toggle_button_set_active (cells[i].button, active);
      /* GTK says nothing of a button that was never pressed. */
      gtk_accessible_update_state (GTK_ACCESSIBLE (cells[i].button), GTK_ACCESSIBLE_STATE_PRESSED,
                                   active ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
    }
  self->following = FALSE;
}

static void
cell_toggled (CpConfusionMatrix *self,
              GtkToggleButton   *button)
{
  Cell cells[N_CELLS];

  if (self->following)
    return;

  get_cells (self, cells);
  for (guint i = 0; i < N_CELLS && self->review != NULL; i++)
    if (cells[i].button == button)
      cp_review_set_filter (self->review, gtk_toggle_button_get_active (button) ? cells[i].outcome : CP_OUTCOME_NONE);
  follow_filter (self);
}

/**
 * cp_confusion_matrix_new:
 *
 * The confusion matrix of a review at its threshold: four toggle buttons,
 * each of which filters the review's images.
 *
 * Returns: (transfer floating): a new matrix
 */
GtkWidget *
cp_confusion_matrix_new (void)
{
  return g_object_new (CP_TYPE_CONFUSION_MATRIX, NULL);
}

/**
 * cp_confusion_matrix_get_review:
 * @self: a matrix
 *
 * Returns: (nullable) (transfer none): whose decisions it counts
 */
CpReview *
cp_confusion_matrix_get_review (CpConfusionMatrix *self)
{
  g_return_val_if_fail (CP_IS_CONFUSION_MATRIX (self), NULL);

  return self->review;
}

/**
 * cp_confusion_matrix_set_review:
 * @self: a matrix
 * @review: (nullable): a review
 *
 * Counts another review's decisions; without one, every cell is 0.
 */
void
cp_confusion_matrix_set_review (CpConfusionMatrix *self,
                                CpReview          *review)
{
  g_return_if_fail (CP_IS_CONFUSION_MATRIX (self));
  g_return_if_fail (review == NULL || CP_IS_REVIEW (review));

  if (self->review == review)
    return;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_set_object (&self->review, review);
  if (review != NULL)
    {
      g_signal_connect_swapped (review, "figures-changed", G_CALLBACK (show_counts), self);
      g_signal_connect_swapped (review, "notify::filter", G_CALLBACK (follow_filter), self);
    }
  show_counts (self);
  follow_filter (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

static void
cp_confusion_matrix_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, cp_confusion_matrix_get_review (CP_CONFUSION_MATRIX (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_confusion_matrix_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_REVIEW:
      cp_confusion_matrix_set_review (CP_CONFUSION_MATRIX (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_confusion_matrix_dispose (GObject *object)
{
  CpConfusionMatrix *self = CP_CONFUSION_MATRIX (object);

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_clear_object (&self->review);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (cp_confusion_matrix_parent_class)->dispose (object);
}

static void
cp_confusion_matrix_class_init (CpConfusionMatrixClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_confusion_matrix_get_property;
  object_class->set_property = cp_confusion_matrix_set_property;
  object_class->dispose = cp_confusion_matrix_dispose;

  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "confusionmatrix");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/confusion-matrix.ui");
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, grid);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, true_positives);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, false_negatives);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, false_positives);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, true_negatives);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, true_positives_count);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, false_negatives_count);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, false_positives_count);
  gtk_widget_class_bind_template_child (widget_class, CpConfusionMatrix, true_negatives_count);
  gtk_widget_class_bind_template_callback (widget_class, cell_toggled);
}

static void
cp_confusion_matrix_init (CpConfusionMatrix *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_counts (self);
  follow_filter (self);
}
