/* SPDX-License-Identifier: MIT */
#pragma once

#include "contact-sheet-layout.h"
#include "contact-sheet.h"
#include "report-page.h"

G_BEGIN_DECLS

double cp_sheet_draw_header (CpPage               *page,
                             const CpSheetLayout  *layout,
                             const CpContactSheet *sheet);
void   cp_sheet_draw_footer (CpPage               *page,
                             const CpSheetLayout  *layout,
                             const CpContactSheet *sheet,
                             guint                 number);
void   cp_sheet_draw_tile   (CpPage               *page,
                             const CpSheetLayout  *layout,
                             const CpSheetImage   *image,
                             double                threshold,
                             cairo_surface_t      *picture,
                             double                x,
                             double                y);

G_END_DECLS
