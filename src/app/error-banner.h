/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpErrorBanner:
 *
 * One line that says what went wrong, until somebody closes it.
 */
#define CP_TYPE_ERROR_BANNER (cp_error_banner_get_type ())
G_DECLARE_FINAL_TYPE (CpErrorBanner, cp_error_banner, CP, ERROR_BANNER, GtkWidget)

void        cp_error_banner_show        (CpErrorBanner *self,
                                         const char    *message);
void        cp_error_banner_hide        (CpErrorBanner *self);
const char *cp_error_banner_get_message (CpErrorBanner *self);

G_END_DECLS
