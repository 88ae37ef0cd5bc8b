/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

#include <cairo.h>

G_BEGIN_DECLS

/**
 * CpThumbnailCache:
 *
 * Pictures of images at the size a tile needs, made by threads of its own and
 * kept as long as there is room. Main thread only.
 */
typedef struct _CpThumbnailCache CpThumbnailCache;

/**
 * CpThumbnailRequest:
 *
 * A picture that is being made. Valid until its callback was called or it was cancelled.
 */
typedef struct _CpThumbnailRequest CpThumbnailRequest;

/**
 * CpThumbnailReady:
 * @surface: (transfer none): the picture
 * @user_data: as given
 *
 * A picture is there. Called on the main thread, never within cp_thumbnail_cache_request().
 */
typedef void (*CpThumbnailReady) (cairo_surface_t *surface,
                                  gpointer         user_data);

CpThumbnailCache   *cp_thumbnail_cache_new        (gsize               max_bytes);
void                cp_thumbnail_cache_free       (CpThumbnailCache   *self);
void                cp_thumbnail_cache_clear      (CpThumbnailCache   *self);
gsize               cp_thumbnail_cache_get_bytes  (CpThumbnailCache   *self);
cairo_surface_t    *cp_thumbnail_cache_lookup     (CpThumbnailCache   *self,
                                                   CpReviewImage      *image,
                                                   guint               side);
CpThumbnailRequest *cp_thumbnail_cache_request    (CpThumbnailCache   *self,
                                                   CpReviewImage      *image,
                                                   guint               side,
                                                   CpThumbnailReady    ready,
                                                   gpointer            user_data);
void                cp_thumbnail_request_hurry    (CpThumbnailRequest *self);
void                cp_thumbnail_request_cancel   (CpThumbnailRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpThumbnailCache, cp_thumbnail_cache_free)

G_END_DECLS
