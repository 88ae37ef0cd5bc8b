/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpTable:
 *
 * Text in aligned columns: the first to the left, all others to the right.
 */
typedef struct _CpTable CpTable;

CpTable *cp_table_new       (guint       n_columns);
void     cp_table_free      (CpTable    *self);
void     cp_table_add       (CpTable    *self,
                             const char *first,
                             ...);
void     cp_table_add_take  (CpTable    *self,
                             char       *first,
                             ...);
void     cp_table_append_to (CpTable    *self,
                             GString    *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTable, cp_table_free)

G_END_DECLS
