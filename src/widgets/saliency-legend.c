/* SPDX-License-Identifier: MIT */
#include "saliency-legend.h"

#include "explanation.h"

#define WIDTH 96
#define HEIGHT 8
#define STEPS 32

struct _CpSaliencyLegend
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CpSaliencyLegend, cp_saliency_legend, GTK_TYPE_WIDGET)

static void
cp_saliency_legend_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
get_stop (guint         i,
          GskColorStop *stop)
{
  guint8 rgb[3];

  stop->offset = (float) i / (STEPS - 1);
  cp_explanation_get_color ((double) stop->offset, rgb);
  stop->color = (GdkRGBA) { rgb[0] / 255.f, rgb[1] / 255.f, rgb[2] / 255.f, 1 };
}

static void
cp_saliency_legend_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  const float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  graphene_point_t from = GRAPHENE_POINT_INIT (0, 0), to = GRAPHENE_POINT_INIT (width, 0);
  GskColorStop stops[STEPS];

  for (guint i = 0; i < STEPS; i++)
    get_stop (i, &stops[i]);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      from.x = width;
      to.x = 0;
    }
  gtk_snapshot_append_linear_gradient (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height), &from, &to, stops, STEPS);
}

static void
cp_saliency_legend_class_init (CpSaliencyLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = cp_saliency_legend_measure;
  widget_class->snapshot = cp_saliency_legend_snapshot;
  gtk_widget_class_set_css_name (widget_class, "saliencylegend");
  /* The words at its ends say what it shows. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cp_saliency_legend_init (CpSaliencyLegend *self)
{
}
