/* SPDX-License-Identifier: MIT */
#pragma once

#include "archive.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a run of the program gave. */
typedef struct
{
  int status; /* −1 where a signal ended it */
  char *out;
  char *err;
} Result;

void        result_clear         (Result           *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

/* All tests work in one temporary folder, which is the current one. */
void        cli_set_up           (void);
void        cli_tear_down        (void);

/* @line: arguments separated by blanks */
GSubprocess *cli_spawn           (const char       *line,
                                  const char       *stdout_path);
Result      cli_run              (const char       *line);
Result      cli_run_to           (const char       *line,
                                  const char       *stdout_path);
JsonNode   *cli_json             (const char       *line);
void        cli_make_data        (const char       *path);
void        cli_make_model       (const char       *path,
                                  const char       *data);
void        cli_write            (const char       *path,
                                  GBytes           *content); /* (transfer full) */
char       *cli_read             (const char       *path,
                                  gsize            *length);

void        assert_ok            (const Result     *result);
void        assert_one_line      (const Result     *result,
                                  int               status,
                                  const char       *contains);
void        assert_missing       (const char       *path);

G_END_DECLS
