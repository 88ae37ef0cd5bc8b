/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "metric-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define COLUMN_GAP 10 /* pixels between the longest name and its figure */

typedef struct
{
  CpMetric metric;
  const char *explanation; /* untranslated */
} Row;

/* Another figure is another row here. */
static const Row rows[] = {
  { CP_METRIC_RECALL, N_("Of all pneumonias, the share called pneumonia") },
  { CP_METRIC_PRECISION, N_("Of all images called pneumonia, the share that are") },
  { CP_METRIC_SPECIFICITY, N_("Of all normal images, the share called normal") },
  { CP_METRIC_NPV, N_("Of all images called normal, the share that are") },
  { CP_METRIC_ACCURACY, N_("Of all images, the share called what they are") },
  { CP_METRIC_F1, N_("One figure for recall and precision: their harmonic mean") },
  { CP_METRIC_AUROC, N_("How often a pneumonia gets a higher probability than a normal image, whatever the threshold") },
};

struct _CpMetricList
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *labels[G_N_ELEMENTS (rows)];
  int widths[G_N_ELEMENTS (rows)]; /* of the names */
  int column;                      /* x of the figures */
  CpReview *review;
};

enum
{
  PROP_0,
  PROP_REVIEW,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpMetricList, cp_metric_list, GTK_TYPE_WIDGET)

/**
 * cp_estimate_format:
 * @estimate: a figure
 *
 * Writes a figure the way people read it here: `0.992 (0.978–0.997)`, without
 * bounds where there are none, `–` where it is undefined; '.' as the decimal
 * sign whatever the locale.
 *
 * Returns: (transfer full): the text
 */
char *
cp_estimate_format (CpEstimate estimate)
{
  char value[G_ASCII_DTOSTR_BUF_SIZE], low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (estimate.value))
    return g_strdup ("–");

  g_ascii_formatd (value, sizeof value, "%.3f", estimate.value);
  if (isnan (estimate.low) || isnan (estimate.high))
    return g_strdup (value);

  g_ascii_formatd (low, sizeof low, "%.3f", estimate.low);
  g_ascii_formatd (high, sizeof high, "%.3f", estimate.high);
  return g_strdup_printf ("%s (%s–%s)", value, low, high);
}

static void
insert (PangoAttrList  *attributes,
        PangoAttribute *attribute,
        gsize           start,
        gsize           end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (attributes, attribute);
}

/* A row starts where its name's script does, whatever the window's direction. */
static void
measure_names (CpMetricList *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);

  self->column = 0;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      pango_layout_set_text (layout, _(cp_metric_get_name (rows[i].metric)), -1);
      pango_layout_get_pixel_size (layout, &self->widths[i], NULL);
      self->column = MAX (self->column, self->widths[i] + COLUMN_GAP);
      gtk_widget_set_direction (GTK_WIDGET (self->labels[i]),
                                pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL ? GTK_TEXT_DIR_RTL
                                                                                             : GTK_TEXT_DIR_LTR);
    }
}

/* Figures line up though each label is one plain text: the single space after a name is widened. */
static PangoAttrList *
create_attributes (gsize name_end,
                   gsize value_end,
                   int   gap)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  insert (attributes, pango_attr_foreground_alpha_new (0xb000), 0, name_end);
  insert (attributes, pango_attr_letter_spacing_new (gap * PANGO_SCALE), name_end, name_end + 1);
  insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), name_end + 1, value_end);
  insert (attributes, pango_attr_foreground_alpha_new (0xb000), value_end, G_MAXUINT);
  return attributes;
}

static void
show_figure (CpMetricList *self,
             guint         row)
{
  CpMetric metric = rows[row].metric;
  CpEstimate estimate = { NAN, NAN, NAN };
  const char *name = _(cp_metric_get_name (metric));
  g_autofree char *figure = NULL;
  g_autofree char *text = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;

  if (self->review != NULL)
    estimate = cp_review_get_metric (self->review, metric);
  figure = cp_estimate_format (estimate);
  text = g_strdup_printf ("%s %s", name, figure);
  attributes = create_attributes (strlen (name), strlen (name) + 1 + strcspn (figure, " "),
                                  self->column - self->widths[row]);
  gtk_label_set_text (self->labels[row], text);
  gtk_label_set_attributes (self->labels[row], attributes);
}

static void
show_figures (CpMetricList *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    show_figure (self, i);
}

/**
 * cp_metric_list_new:
 *
 * The figures of a review at its threshold, each with its interval.
 *
 * Returns: (transfer floating): a new list
 */
GtkWidget *
cp_metric_list_new (void)
{
  return g_object_new (CP_TYPE_METRIC_LIST, NULL);
}

/**
 * cp_metric_list_get_review:
 * @self: a list
 *
 * Returns: (nullable) (transfer none): whose figures it shows
 */
CpReview *
cp_metric_list_get_review (CpMetricList *self)
{
  g_return_val_if_fail (CP_IS_METRIC_LIST (self), NULL);

  return self->review;
}

/**
 * cp_metric_list_set_review:
 * @self: a list
 * @review: (nullable): a review
 *
 * Shows another review's figures; without one, all are undefined.
 */
void
cp_metric_list_set_review (CpMetricList *self,
                           CpReview     *review)
{
  g_return_if_fail (CP_IS_METRIC_LIST (self));
  g_return_if_fail (review == NULL || CP_IS_REVIEW (review));

  if (self->review == review)
    return;

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_set_object (&self->review, review);
  if (review != NULL)
    g_signal_connect_swapped (review, "figures-changed", G_CALLBACK (show_figures), self);
  show_figures (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

static void
cp_metric_list_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cp_metric_list_parent_class)->css_changed (widget, change);
  if (gtk_widget_get_first_child (widget) == NULL)
    return;

  measure_names (CP_METRIC_LIST (widget));
  show_figures (CP_METRIC_LIST (widget));
}

static void
cp_metric_list_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, cp_metric_list_get_review (CP_METRIC_LIST (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_metric_list_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_REVIEW:
      cp_metric_list_set_review (CP_METRIC_LIST (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_metric_list_dispose (GObject *object)
{
  CpMetricList *self = CP_METRIC_LIST (object);

  if (self->review != NULL)
    g_signal_handlers_disconnect_by_data (self->review, self);
  g_clear_object (&self->review);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cp_metric_list_parent_class)->dispose (object);
}

static void
cp_metric_list_class_init (CpMetricListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_metric_list_get_property;
  object_class->set_property = cp_metric_list_set_property;
  object_class->dispose = cp_metric_list_dispose;
  widget_class->css_changed = cp_metric_list_css_changed;

  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "metriclist");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/metric-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CpMetricList, box);
}

static void
add_label (CpMetricList *self,
           guint         row)
{
  self->labels[row] = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->labels[row], 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->labels[row]), _(rows[row].explanation));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->labels[row]));
}

static void
cp_metric_list_init (CpMetricList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    add_label (self, i);
  measure_names (self);
  show_figures (self);
}
