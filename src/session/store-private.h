/* SPDX-License-Identifier: MIT */
#pragma once

#include "store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* store.c opens and closes, store-schema.c knows the tables, store-statement.c asks, store-log.c keeps the log. */
struct _CpStore
{
  char *path;
  sqlite3 *db;
};

/* "CPSN": what the file's application_id says. */
#define CP_STORE_APPLICATION_ID 0x4350534e
/* The newest schema: what the file's user_version says. */
#define CP_STORE_VERSION 1

gboolean cp_store_fail           (CpStore     *self,
                                  GError     **error);
gboolean cp_store_refuse         (CpStore     *self,
                                  GError     **error,
                                  const char  *format,
                                  ...) G_GNUC_PRINTF (3, 4);
gboolean cp_store_make_empty     (const char  *temporary,
                                  const char  *path,
                                  GError     **error);
gboolean cp_store_run            (CpStore     *self,
                                  const char  *sql,
                                  GError     **error);
gboolean cp_store_schema_create  (CpStore     *self,
                                  GError     **error);
gboolean cp_store_schema_prepare (CpStore     *self,
                                  GError     **error);

G_END_DECLS
