/* SPDX-License-Identifier: MIT */
#include "image-flash.h"

#define DURATION (1200 * G_TIME_SPAN_MILLISECOND)
/* Without animations the outline stays as it is, and is taken away. */
#define STILL_OPACITY 0.8

static gboolean
animated (GtkWidget *widget)
{
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &enabled, NULL);
  return enabled;
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  CpImageFlash *self = user_data;
  const gboolean over = gdk_frame_clock_get_frame_time (clock) - self->began >= DURATION;

  if (over || animated (widget))
    gtk_widget_queue_draw (widget);
  if (!over)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  self->began = 0;
  return G_SOURCE_REMOVE;
}

/*
 * cp_image_flash_start:
 * @self: (inout): an outline
 * @widget: (transfer none): what to draw, as long as there is an outline
 *
 * Begins, or begins anew.
 */
void
cp_image_flash_start (CpImageFlash *self,
                      GtkWidget    *widget)
{
  self->widget = widget;
  self->began = g_get_monotonic_time (); /* the clock of frames, which a widget may not have yet */
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (widget, on_tick, self, NULL);
  gtk_widget_queue_draw (widget);
}

/* Takes the outline away. */
void
cp_image_flash_stop (CpImageFlash *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  *self = (CpImageFlash) { 0 };
}

/* Returns: how much of it is left in this frame, 0 where there is none */
double
cp_image_flash_get_opacity (const CpImageFlash *self)
{
  GdkFrameClock *clock = self->began != 0 ? gtk_widget_get_frame_clock (self->widget) : NULL;
  double age;

  if (clock == NULL)
    return 0;
  age = (double) (gdk_frame_clock_get_frame_time (clock) - self->began) / DURATION;
  if (age >= 1)
    return 0;
  return animated (self->widget) ? 1 - MAX (age, 0) : STILL_OPACITY;
}
