/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "threshold-slider.h"

#include <glib/gi18n-lib.h>

#define FINE_STEP 0.1
#define PAGE_STEPS 10

static void
step (GtkRange              *range,
      const CpThresholdAxis *axis,
      double                 steps)
{
  gtk_range_set_value (range, cp_threshold_axis_step (*axis, gtk_range_get_value (range), steps));
}

/* Steps of the arrow keys a key on the slider stands for; 0 where it asks for a value. */
static double
get_steps (GtkScrollType scroll)
{
  switch (scroll)
    {
    case GTK_SCROLL_STEP_BACKWARD:
    case GTK_SCROLL_STEP_LEFT:
    case GTK_SCROLL_STEP_DOWN:
      return -1;
    case GTK_SCROLL_STEP_FORWARD:
    case GTK_SCROLL_STEP_RIGHT:
    case GTK_SCROLL_STEP_UP:
      return 1;
    case GTK_SCROLL_PAGE_BACKWARD:
    case GTK_SCROLL_PAGE_LEFT:
    case GTK_SCROLL_PAGE_DOWN:
      return -PAGE_STEPS;
    case GTK_SCROLL_PAGE_FORWARD:
    case GTK_SCROLL_PAGE_RIGHT:
    case GTK_SCROLL_PAGE_UP:
      return PAGE_STEPS;
    case GTK_SCROLL_NONE:
    case GTK_SCROLL_JUMP:
    case GTK_SCROLL_START:
    case GTK_SCROLL_END:
    default:
      return 0;
    }
}

/* A step goes along the axis; a value that somebody set passes as it is. A horizontal range calls what
 * goes up "down", as if it stood upright, so that the sign is taken from where the value went. */
static gboolean
slider_moved (GtkRange      *range,
              GtkScrollType  scroll,
              double         value,
              gpointer       axis)
{
  double steps = get_steps (scroll);

  if (steps == 0)
    return FALSE;
  step (range, axis, value < gtk_range_get_value (range) ? -ABS (steps) : ABS (steps));
  return TRUE;
}

static gboolean
step_finely (GtkWidget *widget,
             GVariant  *sign,
             gpointer   axis)
{
  step (GTK_RANGE (widget), axis, g_variant_get_double (sign) * FINE_STEP);
  return TRUE;
}

static void
add_fine_steps (GtkWidget *scale,
                gpointer   axis)
{
  static const guint keys[][2] = {
    { GDK_KEY_Left, GDK_KEY_Right }, { GDK_KEY_Down, GDK_KEY_Up },
    { GDK_KEY_KP_Left, GDK_KEY_KP_Right }, { GDK_KEY_KP_Down, GDK_KEY_KP_Up },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i / 2][i % 2], GDK_SHIFT_MASK),
                                                gtk_callback_action_new (step_finely, axis, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_double (i % 2 ? 1 : -1));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (scale, controller);
}

/**
 * cp_threshold_slider_new:
 * @axis: the axis its steps follow, read at each step; must outlive the slider
 *
 * A slider from 0 to 1 whatever the axis: assistive technology reads and sets
 * thresholds. The strip draws a handle of its own where the axis has the
 * threshold, so that the slider is neither seen nor touched.
 *
 * Returns: (transfer floating): a slider
 */
GtkWidget *
cp_threshold_slider_new (const CpThresholdAxis *axis)
{
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, NULL);

  /* Without a drawn value it does not round. Probabilities grow rightwards in any language. */
  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_widget_set_direction (scale, GTK_TEXT_DIR_LTR);
  gtk_widget_set_can_target (scale, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Decision threshold"), -1);
  g_signal_connect (scale, "change-value", G_CALLBACK (slider_moved), (gpointer) axis);
  add_fine_steps (scale, (gpointer) axis);
  return scale;
}
