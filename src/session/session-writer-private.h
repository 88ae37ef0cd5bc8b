/* SPDX-License-Identifier: MIT */
#pragma once

#include "session-content-private.h"

G_BEGIN_DECLS

/**
 * CpSessionWriter:
 *
 * The one thread that reads and writes a session's file. What it is asked for
 * happens in that order; answers arrive in the main thread.
 */
typedef struct _CpSessionWriter CpSessionWriter;

/* What was read from a file, and the images it is about. */
typedef struct
{
  CpSessionContent *content;
  CpDataset *dataset;  /* (nullable) … */
  GError *data_error;  /* … because of this */
} CpSessionOpened;

CpSessionWriter *cp_session_writer_new           (void);
void             cp_session_writer_free          (CpSessionWriter      *self);
void             cp_session_writer_create        (CpSessionWriter      *self,
                                                  const char           *path,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
void             cp_session_writer_prune         (CpSessionWriter      *self,
                                                  const char           *folder);
void             cp_session_writer_open          (CpSessionWriter      *self,
                                                  const char           *path,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
CpSessionOpened *cp_session_writer_open_finish   (GAsyncResult         *result,
                                                  GError              **error);
void             cp_session_writer_write         (CpSessionWriter      *self,
                                                  CpSessionContent     *content,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
CpSessionContent *cp_session_writer_get_content  (GAsyncResult         *result);
void             cp_session_writer_move          (CpSessionWriter      *self,
                                                  const char           *path,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         cp_session_writer_finish        (GAsyncResult         *result,
                                                  GError              **error);
gboolean         cp_session_writer_write_now     (CpSessionWriter      *self,
                                                  CpSessionContent     *content,
                                                  GError              **error);

void             cp_session_opened_free          (CpSessionOpened      *self);
CpDataset       *cp_session_find_data            (const CpKeptData     *data,
                                                  const char           *path,
                                                  GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSessionWriter, cp_session_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSessionOpened, cp_session_opened_free)

G_END_DECLS
