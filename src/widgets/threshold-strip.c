/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "accessible.h"
#include "threshold-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _CpThresholdStrip
{
  GtkWidget parent_instance;

  GtkWidget *box;
  CpThresholdPlot *plot;
  GtkToggleButton *logit_button;
  GtkSpinButton *entry;
  GtkAdjustment *adjustment;
  CpReview *review;
  GBinding *binding;
};

enum
{
  PROP_0,
  PROP_REVIEW,
  PROP_LOGIT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CpThresholdStrip, cp_threshold_strip, GTK_TYPE_WIDGET)

static char *
format_threshold (CpThresholdStrip *self,
                  char              text[G_ASCII_DTOSTR_BUF_SIZE])
{
  return cp_threshold_format (gtk_adjustment_get_value (self->adjustment), text, G_ASCII_DTOSTR_BUF_SIZE);
}

static gboolean
show_threshold (CpThresholdStrip *self,
                GtkSpinButton    *entry)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  format_threshold (self, text);
  cp_accessible_set_value (GTK_ACCESSIBLE (entry), gtk_adjustment_get_value (self->adjustment));
  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (entry))))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  return TRUE;
}

static gboolean
parse_threshold (const char *text,
                 double     *value)
{
  g_autofree char *typed = g_strstrip (g_strdelimit (g_strdup (text), ",", '.'));
  char *end;

  *value = g_ascii_strtod (typed, &end);
  return end != typed && *end == '\0' && *value >= 0 && *value <= 1;
}

/* What is no threshold leaves the old one; an entry left as it was must not round it to what it shows. */
static int
read_threshold (CpThresholdStrip *self,
                double           *value,
                GtkSpinButton    *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  char shown[G_ASCII_DTOSTR_BUF_SIZE];

  if (g_str_equal (text, format_threshold (self, shown)) || !parse_threshold (text, value))
    *value = gtk_adjustment_get_value (self->adjustment);
  return TRUE;
}

/* Escape takes back what was typed and goes back to the slider. */
static gboolean
leave_entry (CpThresholdStrip *self,
             guint             key)
{
  if (key != GDK_KEY_Escape)
    return FALSE;

  show_threshold (self, self->entry);
  gtk_widget_grab_focus (cp_threshold_plot_get_scale (self->plot));
  return TRUE;
}

static void
axis_toggled (CpThresholdStrip *self)
{
  cp_threshold_plot_set_axis (self->plot, cp_threshold_strip_get_logit (self) ? CP_THRESHOLD_AXIS_LOGIT
                                                                              : CP_THRESHOLD_AXIS_LINEAR);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGIT]);
}

static void
bind_threshold (CpThresholdStrip *self)
{
  g_clear_pointer (&self->binding, g_binding_unbind);
  if (self->review != NULL)
    self->binding = g_object_bind_property (self->review, "threshold", self->adjustment, "value",
                                            G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

/**
 * cp_threshold_strip_new:
 *
 * The cutpoint strip: the two classes' probability histograms, mirrored above
 * and below one axis, over the slider that sets the threshold.
 *
 * Returns: (transfer floating): a new strip
 */
GtkWidget *
cp_threshold_strip_new (void)
{
  return g_object_new (CP_TYPE_THRESHOLD_STRIP, NULL);
}

/**
 * cp_threshold_strip_get_review:
 * @self: a strip
 *
 * Returns: (nullable) (transfer none): whose probabilities it shows
 */
CpReview *
cp_threshold_strip_get_review (CpThresholdStrip *self)
{
  g_return_val_if_fail (CP_IS_THRESHOLD_STRIP (self), NULL);

  return self->review;
}

/**
 * cp_threshold_strip_set_review:
 * @self: a strip
 * @review: (nullable): a review
 *
 * Shows a review's probabilities and moves its threshold, which is never
 * rounded on the way.
 */
void
cp_threshold_strip_set_review (CpThresholdStrip *self,
                               CpReview         *review)
{
  g_return_if_fail (CP_IS_THRESHOLD_STRIP (self));
  g_return_if_fail (review == NULL || CP_IS_REVIEW (review));

  if (!g_set_object (&self->review, review))
    return;

  bind_threshold (self);
  cp_threshold_plot_set_review (self->plot, review);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

/**
 * cp_threshold_strip_get_mark:
 * @self: a strip
 * @mark: which mark
 *
 * Returns: its threshold; NaN where it is not set
 */
double
cp_threshold_strip_get_mark (CpThresholdStrip *self,
                             CpThresholdMark   mark)
{
  g_return_val_if_fail (CP_IS_THRESHOLD_STRIP (self), 0);

  return cp_threshold_plot_get_mark (self->plot, mark);
}

/**
 * cp_threshold_strip_set_mark:
 * @self: a strip
 * @mark: which mark
 * @value: a threshold, 0…1; NaN removes the mark
 *
 * Marks a threshold on the axis.
 */
void
cp_threshold_strip_set_mark (CpThresholdStrip *self,
                             CpThresholdMark   mark,
                             double            value)
{
  g_return_if_fail (CP_IS_THRESHOLD_STRIP (self));

  cp_threshold_plot_set_mark (self->plot, mark, value);
}

/**
 * cp_threshold_strip_set_note:
 * @self: a strip
 * @mark: which mark
 * @note: (nullable): how it came about, for its tooltip
 *
 * Says more about a mark.
 */
void
cp_threshold_strip_set_note (CpThresholdStrip *self,
                             CpThresholdMark   mark,
                             const char       *note)
{
  g_return_if_fail (CP_IS_THRESHOLD_STRIP (self));

  cp_threshold_plot_set_note (self->plot, mark, note);
}

/**
 * cp_threshold_strip_set_remark:
 * @self: a strip
 * @remark: (nullable): what the last move of the threshold cost
 *
 * Has the slider tell assistive technology more than its figures, until the
 * threshold moves again.
 */
void
cp_threshold_strip_set_remark (CpThresholdStrip *self,
                               const char       *remark)
{
  g_return_if_fail (CP_IS_THRESHOLD_STRIP (self));

  cp_threshold_plot_set_remark (self->plot, remark);
}

/**
 * cp_threshold_strip_get_logit:
 * @self: a strip
 *
 * Returns: whether its axis is even in log odds instead of probability
 */
gboolean
cp_threshold_strip_get_logit (CpThresholdStrip *self)
{
  g_return_val_if_fail (CP_IS_THRESHOLD_STRIP (self), FALSE);

  return gtk_toggle_button_get_active (self->logit_button);
}

/**
 * cp_threshold_strip_set_logit:
 * @self: a strip
 * @logit: whether its axis is to be even in log odds
 *
 * Chooses the axis. The threshold stays.
 */
void
cp_threshold_strip_set_logit (CpThresholdStrip *self,
                              gboolean          logit)
{
  g_return_if_fail (CP_IS_THRESHOLD_STRIP (self));

  gtk_toggle_button_set_active (self->logit_button, logit);
}

static void
cp_threshold_strip_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, cp_threshold_strip_get_review (CP_THRESHOLD_STRIP (object)));
      break;
    case PROP_LOGIT:
      g_value_set_boolean (value, cp_threshold_strip_get_logit (CP_THRESHOLD_STRIP (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_threshold_strip_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_REVIEW:
      cp_threshold_strip_set_review (CP_THRESHOLD_STRIP (object), g_value_get_object (value));
      break;
    case PROP_LOGIT:
      cp_threshold_strip_set_logit (CP_THRESHOLD_STRIP (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cp_threshold_strip_dispose (GObject *object)
{
  CpThresholdStrip *self = CP_THRESHOLD_STRIP (object);

  g_clear_pointer (&self->binding, g_binding_unbind);
  g_clear_object (&self->review);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cp_threshold_strip_parent_class)->dispose (object);
}

static void
cp_threshold_strip_class_init (CpThresholdStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cp_threshold_strip_get_property;
  object_class->set_property = cp_threshold_strip_set_property;
  object_class->dispose = cp_threshold_strip_dispose;

  properties[PROP_REVIEW] =
    g_param_spec_object ("review", NULL, NULL, CP_TYPE_REVIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOGIT] =
    g_param_spec_boolean ("logit", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (CP_TYPE_THRESHOLD_PLOT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "thresholdstrip");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/threshold-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, CpThresholdStrip, box);
  gtk_widget_class_bind_template_child (widget_class, CpThresholdStrip, plot);
  gtk_widget_class_bind_template_child (widget_class, CpThresholdStrip, logit_button);
  gtk_widget_class_bind_template_child (widget_class, CpThresholdStrip, entry);
  gtk_widget_class_bind_template_child (widget_class, CpThresholdStrip, adjustment);
  gtk_widget_class_bind_template_callback (widget_class, axis_toggled);
  gtk_widget_class_bind_template_callback (widget_class, leave_entry);
  gtk_widget_class_bind_template_callback (widget_class, show_threshold);
  gtk_widget_class_bind_template_callback (widget_class, read_threshold);
}

static void
cp_threshold_strip_init (CpThresholdStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_threshold (self, self->entry); /* GTK's own first text is in the locale's format */
}
