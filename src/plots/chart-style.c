/* SPDX-License-Identifier: MIT */
#include "chart-style.h"

#define RGB(hex) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, 1.0 }

#define FONT_SIZE 13.0
#define LINE_WIDTH 2.0
#define PRINT_LINE_WIDTH 1.4
#define FITTING_WIDTH 700.0
#define FITTING_HEIGHT 500.0

/* Hues of Okabe & Ito, Color Universal Design (2008), which people who are red-green blind tell apart;
 * lighter on a dark ground. */
static const CpChartColor light[CP_N_CHART_ROLES] = {
  [CP_CHART_BACKGROUND] = RGB (0xffffff), [CP_CHART_TEXT] = RGB (0x222226),      [CP_CHART_DIM] = RGB (0x5a5a60),
  [CP_CHART_GRID] = RGB (0xe4e4e8),       [CP_CHART_REFERENCE] = RGB (0x77777d), [CP_CHART_MODEL] = RGB (0x0072b2),
  [CP_CHART_SECOND] = RGB (0xd55e00),     [CP_CHART_NORMAL] = RGB (0x0072b2),    [CP_CHART_PNEUMONIA] = RGB (0xd55e00),
};

static const CpChartColor dark[CP_N_CHART_ROLES] = {
  [CP_CHART_BACKGROUND] = RGB (0x1e1e20), [CP_CHART_TEXT] = RGB (0xf4f4f5),      [CP_CHART_DIM] = RGB (0xb4b4ba),
  [CP_CHART_GRID] = RGB (0x37373c),       [CP_CHART_REFERENCE] = RGB (0x9a9aa2), [CP_CHART_MODEL] = RGB (0x56b4e9),
  [CP_CHART_SECOND] = RGB (0xf08c3a),     [CP_CHART_NORMAL] = RGB (0x56b4e9),    [CP_CHART_PNEUMONIA] = RGB (0xf08c3a),
};

static const CpChartColor print[CP_N_CHART_ROLES] = {
  [CP_CHART_BACKGROUND] = RGB (0xffffff), [CP_CHART_TEXT] = RGB (0x000000),      [CP_CHART_DIM] = RGB (0x3c3c3c),
  [CP_CHART_GRID] = RGB (0xe2e2e2),       [CP_CHART_REFERENCE] = RGB (0x6e6e6e), [CP_CHART_MODEL] = RGB (0x0072b2),
  [CP_CHART_SECOND] = RGB (0xd55e00),     [CP_CHART_NORMAL] = RGB (0x0072b2),    [CP_CHART_PNEUMONIA] = RGB (0xd55e00),
};

static const CpChartColor *const palettes[] = {
  [CP_CHART_LOOK_LIGHT] = light,
  [CP_CHART_LOOK_DARK] = dark,
  [CP_CHART_LOOK_PRINT] = print,
};

static const char *const names[] = {
  [CP_CHART_LOOK_LIGHT] = "light",
  [CP_CHART_LOOK_DARK] = "dark",
  [CP_CHART_LOOK_PRINT] = "print",
};

/**
 * cp_chart_style_init:
 * @style: (out caller-allocates): a style
 * @look: which
 *
 * Fills a style with a look's colours and the font for a window: sans, 13
 * units high. All can be changed afterwards.
 */
void
cp_chart_style_init (CpChartStyle *style,
                     CpChartLook   look)
{
  for (guint role = 0; role < CP_N_CHART_ROLES; role++)
    style->colors[role] = palettes[look][role];
  style->font_family = "Sans";
  style->font_size = FONT_SIZE;
  style->line_width = look == CP_CHART_LOOK_PRINT ? PRINT_LINE_WIDTH : LINE_WIDTH;
  style->stretch = 1;
  style->untitled = FALSE;
}

/**
 * cp_chart_style_fit:
 * @style: a style
 * @width: of a picture
 * @height: of a picture
 *
 * Enlarges font and lines for a picture of more than 700 by 500 pixels that is
 * shown at the size of a smaller one, as on a slide or in a paper.
 */
void
cp_chart_style_fit (CpChartStyle *style,
                    double        width,
                    double        height)
{
  double factor = MAX (1, MIN (width / FITTING_WIDTH, height / FITTING_HEIGHT));

  style->font_size *= factor;
  style->line_width *= factor;
}

/**
 * cp_chart_look_from_name:
 * @name: "light", "dark" or "print"
 * @look: (out): which that is
 *
 * Returns: %FALSE for another name
 */
gboolean
cp_chart_look_from_name (const char  *name,
                         CpChartLook *look)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        *look = (CpChartLook) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * cp_chart_style_set_source:
 * @style: a style
 * @cr: where to draw
 * @role: what is drawn
 * @opacity: of the role's colour, 0 to 1
 *
 * Sets the colour of what is drawn next.
 */
void
cp_chart_style_set_source (const CpChartStyle *style,
                           cairo_t            *cr,
                           CpChartRole         role,
                           double              opacity)
{
  const CpChartColor *color = &style->colors[role];

  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * opacity);
}
