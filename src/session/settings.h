/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Keys, as in the schema. */
#define CP_SETTING_APPEARANCE "appearance"
#define CP_SETTING_AXIS "axis"
#define CP_SETTING_DATA "data"
#define CP_SETTING_MAXIMIZED "maximized"
#define CP_SETTING_PAGE "page"
#define CP_SETTING_SESSION "session"
#define CP_SETTING_THUMBNAIL_SIZE "thumbnail-size"
#define CP_SETTING_WINDOW_HEIGHT "window-height"
#define CP_SETTING_WINDOW_WIDTH "window-width"

/**
 * CpSettings:
 *
 * What the window remembers. Where no schema is installed, defaults that last
 * as long as the program: a missing file must not keep anybody out.
 */
typedef struct _CpSettings CpSettings;

CpSettings *cp_settings_new           (void);
CpSettings *cp_settings_new_transient (void);
void        cp_settings_free          (CpSettings *self);
gboolean    cp_settings_is_transient  (CpSettings *self);
char       *cp_settings_get_string    (CpSettings *self,
                                       const char *key);
void        cp_settings_set_string    (CpSettings *self,
                                       const char *key,
                                       const char *value);
int         cp_settings_get_int       (CpSettings *self,
                                       const char *key);
void        cp_settings_set_int       (CpSettings *self,
                                       const char *key,
                                       int         value);
gboolean    cp_settings_get_boolean   (CpSettings *self,
                                       const char *key);
void        cp_settings_set_boolean   (CpSettings *self,
                                       const char *key,
                                       gboolean    value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSettings, cp_settings_free)

G_END_DECLS
