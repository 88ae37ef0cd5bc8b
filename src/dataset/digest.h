/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpDigest:
 *
 * A SHA-256 in the making.
 */
typedef struct _CpDigest CpDigest;

CpDigest *cp_digest_new    (void);
void      cp_digest_free   (CpDigest     *self);
void      cp_digest_update (CpDigest     *self,
                            const guint8 *bytes,
                            gsize         length);
char     *cp_digest_finish (CpDigest     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpDigest, cp_digest_free)

G_END_DECLS
