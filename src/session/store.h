/* SPDX-License-Identifier: MIT */
#pragma once

#include "session-error.h"

G_BEGIN_DECLS

/* After the name of a file that is being made and is not there yet. */
#define CP_STORE_UNFINISHED ".new"

/**
 * CpStore:
 *
 * A session's file: one SQLite database. Of one thread at a time, and of one
 * program at a time: a second one is told so.
 */
typedef struct _CpStore CpStore;

/**
 * CpStoreRow:
 *
 * A row of an answer, for the time of the call that is given it.
 */
typedef struct _CpStoreRow CpStoreRow;

/**
 * CpStoreRowFunc:
 * @row: a row
 * @data: as given to cp_store_query()
 * @error: return location
 *
 * Returns: %FALSE with an error where the row makes no sense
 */
typedef gboolean (*CpStoreRowFunc) (CpStoreRow  *row,
                                    gpointer     data,
                                    GError     **error);

CpStore    *cp_store_open           (const char      *path,
                                     gboolean         create,
                                     GError         **error);
void        cp_store_close          (CpStore         *self);
const char *cp_store_get_path       (CpStore         *self);
gboolean    cp_store_check          (CpStore         *self,
                                     GError         **error);

gboolean    cp_store_begin          (CpStore         *self,
                                     GError         **error);
gboolean    cp_store_commit         (CpStore         *self,
                                     GError         **error);
void        cp_store_rollback       (CpStore         *self);

gboolean    cp_store_execute        (CpStore         *self,
                                     GError         **error,
                                     const char      *sql,
                                     const char      *types,
                                     ...);
gboolean    cp_store_query          (CpStore         *self,
                                     CpStoreRowFunc   function,
                                     gpointer         data,
                                     GError         **error,
                                     const char      *sql,
                                     const char      *types,
                                     ...);
gboolean    cp_store_row_is_null    (CpStoreRow      *row,
                                     guint            column);
gboolean    cp_store_row_get_int    (CpStoreRow      *row,
                                     guint            column,
                                     gint64           least,
                                     gint64           most,
                                     gint64          *value,
                                     GError         **error);
gboolean    cp_store_row_get_double (CpStoreRow      *row,
                                     guint            column,
                                     double          *value,
                                     GError         **error);
gboolean    cp_store_row_get_text   (CpStoreRow      *row,
                                     guint            column,
                                     char           **value,
                                     GError         **error);
gboolean    cp_store_row_get_bytes  (CpStoreRow      *row,
                                     guint            column,
                                     GBytes         **value,
                                     GError         **error);

gboolean    cp_store_copy           (CpStore         *self,
                                     const char      *path,
                                     GError         **error);
gboolean    cp_store_log            (CpStore         *self,
                                     const char      *action,
                                     const char      *detail,
                                     GError         **error);
gboolean    cp_store_log_at         (CpStore         *self,
                                     const char      *time,
                                     const char      *action,
                                     const char      *detail,
                                     GError         **error);
gboolean    cp_store_check_log      (CpStore         *self,
                                     gint64          *first_wrong,
                                     GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpStore, cp_store_close)

G_END_DECLS
