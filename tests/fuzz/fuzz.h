/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/* What libFuzzer calls, and the replay of the corpora. */
int         LLVMFuzzerTestOneInput (const uint8_t *data,
                                    size_t         size);

/* Puts the bytes into a file in memory, for readers that take a path; the same file each time. */
const char *fuzz_file              (const uint8_t *data,
                                    size_t         size);

G_END_DECLS
