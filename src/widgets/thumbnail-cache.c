/* SPDX-License-Identifier: MIT */
#include "thumbnail-cache.h"

#include "grey-image.h"
#include "image-surface.h"

#define THREADS 2
/* Up to here a picture is made in less time than it takes to hand it over. */
#define AT_ONCE_SIDE 64

struct _CpThumbnailCache
{
  GThreadPool *pool;
  GAsyncQueue *done;      /* of requests, made or cancelled */
  GMainContext *context;
  gint waking;            /* atomic: whether a source is under way */
  gint closing;           /* atomic: whether nothing needs to be made any more */
  GHashTable *pictures;   /* Picture → itself */
  GQueue recent;          /* of Picture, the one used last first */
  gsize bytes;
  gsize max_bytes;
};

/* One picture that is kept. */
typedef struct
{
  const guint8 *pixels;   /* with the side, what it is a picture of */
  guint side;
  CpReviewImage *image;   /* keeps the pixels where they are */
  cairo_surface_t *surface;
  GList link;
} Picture;

struct _CpThumbnailRequest
{
  CpThumbnailCache *cache;
  CpReviewImage *image;
  const guint8 *pixels;
  guint size;
  guint side;
  CpThumbnailReady ready;
  gpointer user_data;
  gint cancelled;         /* atomic */
  cairo_surface_t *surface;
};

static guint
picture_hash (gconstpointer key)
{
  const Picture *picture = key;

  return g_direct_hash (picture->pixels) * 31 + picture->side;
}

static gboolean
picture_equal (gconstpointer a,
               gconstpointer b)
{
  const Picture *left = a, *right = b;

  return left->pixels == right->pixels && left->side == right->side;
}

static gsize
surface_bytes (cairo_surface_t *surface)
{
  return (gsize) cairo_image_surface_get_stride (surface) * (gsize) cairo_image_surface_get_height (surface);
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->image);
  cairo_surface_destroy (picture->surface);
  g_free (picture);
}

static void
forget (CpThumbnailCache *self,
        Picture          *picture)
{
  self->bytes -= surface_bytes (picture->surface);
  g_queue_unlink (&self->recent, &picture->link);
  g_hash_table_remove (self->pictures, picture);
}

/* Keeps a picture, and lets those go that were not used for longest. */
static void
keep (CpThumbnailCache         *self,
      const CpThumbnailRequest *request)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->pixels = request->pixels;
  picture->side = request->side;
  picture->image = g_object_ref (request->image);
  picture->surface = cairo_surface_reference (request->surface);
  picture->link.data = picture;
  if (g_hash_table_contains (self->pictures, picture))
    {
      picture_free (picture);
      return;
    }
  self->bytes += surface_bytes (picture->surface);
  g_hash_table_add (self->pictures, picture);
  g_queue_push_head_link (&self->recent, &picture->link);
  while (self->bytes > self->max_bytes)
    forget (self, g_queue_peek_tail (&self->recent));
}

/* Whatever is larger than it is shown is shrunk without aliasing; the rest stays as it is, so that its pixels keep
 * their edges. */
static cairo_surface_t *
make_surface (const guint8 *pixels,
              guint         size,
              guint         side)
{
  const CpGreyImage whole = { size, size, (guint8 *) pixels };
  g_autoptr (CpGreyImage) small = NULL;

  if (size <= side)
    return cp_image_surface_new (pixels, size, NULL);
  small = cp_grey_image_to_square (&whole, side);
  return cp_image_surface_new (small->pixels, side, NULL);
}

static void
request_free (gpointer data)
{
  CpThumbnailRequest *request = data;

  g_clear_pointer (&request->surface, cairo_surface_destroy);
  g_object_unref (request->image);
  g_free (request);
}

static void
deliver (CpThumbnailCache   *self,
         CpThumbnailRequest *request)
{
  if (request->surface != NULL)
    keep (self, request);
  if (!g_atomic_int_get (&request->cancelled))
    request->ready (request->surface, request->user_data);
  request_free (request);
}

static gboolean
deliver_all (gpointer data)
{
  CpThumbnailCache *self = data;
  CpThumbnailRequest *request;

  g_atomic_int_set (&self->waking, FALSE);
  while ((request = g_async_queue_try_pop (self->done)) != NULL)
    deliver (self, request);
  return G_SOURCE_REMOVE;
}

/* Worker thread. One source takes all that is ready, before the next frame is drawn. */
static void
make (gpointer data,
      gpointer user_data)
{
  CpThumbnailRequest *request = data;
  CpThumbnailCache *self = user_data;

  if (!g_atomic_int_get (&request->cancelled) && !g_atomic_int_get (&self->closing))
    request->surface = make_surface (request->pixels, request->size, request->side);
  g_async_queue_push (self->done, request);
  if (g_atomic_int_compare_and_exchange (&self->waking, FALSE, TRUE))
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_HIGH_IDLE);
      g_source_set_callback (source, deliver_all, self, NULL);
      g_source_attach (source, self->context);
    }
}

/**
 * cp_thumbnail_cache_new:
 * @max_bytes: how much of what nobody asks for any more to keep
 *
 * Returns: (transfer full): an empty cache
 */
CpThumbnailCache *
cp_thumbnail_cache_new (gsize max_bytes)
{
  CpThumbnailCache *self = g_new0 (CpThumbnailCache, 1);

  self->max_bytes = max_bytes;
  self->pictures = g_hash_table_new_full (picture_hash, picture_equal, picture_free, NULL);
  self->done = g_async_queue_new_full (request_free);
  self->context = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (make, self, THREADS, FALSE, NULL);
  return self;
}

/**
 * cp_thumbnail_cache_free:
 * @self: a cache
 *
 * Cancels what is under way, at most one picture a thread later.
 */
void
cp_thumbnail_cache_free (CpThumbnailCache *self)
{
  GSource *source;

  /* a pool that is freed at once loses what its threads have just taken */
  g_atomic_int_set (&self->closing, TRUE);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  while ((source = g_main_context_find_source_by_user_data (self->context, self)) != NULL)
    g_source_destroy (source);
  g_async_queue_unref (self->done);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->pictures);
  g_free (self);
}

/**
 * cp_thumbnail_cache_clear:
 * @self: a cache
 *
 * Lets go of every picture, and so of the data set behind them.
 */
void
cp_thumbnail_cache_clear (CpThumbnailCache *self)
{
  while (!g_queue_is_empty (&self->recent))
    forget (self, g_queue_peek_head (&self->recent));
}

/**
 * cp_thumbnail_cache_get_bytes:
 * @self: a cache
 *
 * Returns: how much it keeps
 */
gsize
cp_thumbnail_cache_get_bytes (CpThumbnailCache *self)
{
  return self->bytes;
}

/**
 * cp_thumbnail_cache_lookup:
 * @self: a cache
 * @image: an image
 * @side: width and height on the screen, in device pixels
 *
 * Small images are made at once: there is never a moment without them.
 *
 * Returns: (transfer full) (nullable): its picture; %NULL where it must be requested
 */
cairo_surface_t *
cp_thumbnail_cache_lookup (CpThumbnailCache *self,
                           CpReviewImage    *image,
                           guint             side)
{
  const guint size = cp_review_image_get_size (image);
  const Picture key = { .pixels = cp_review_image_get_pixels (image), .side = side };
  Picture *picture;

  if (size <= AT_ONCE_SIDE)
    return make_surface (key.pixels, size, side);
  picture = g_hash_table_lookup (self->pictures, &key);
  if (picture == NULL)
    return NULL;
  g_queue_unlink (&self->recent, &picture->link);
  g_queue_push_head_link (&self->recent, &picture->link);
  return cairo_surface_reference (picture->surface);
}

/**
 * cp_thumbnail_cache_request:
 * @self: a cache
 * @image: an image
 * @side: width and height on the screen, in device pixels
 * @ready: (scope async): told when the picture is there
 * @user_data: for @ready
 *
 * Has a picture made.
 *
 * Returns: (transfer none): for cp_thumbnail_request_cancel()
 */
CpThumbnailRequest *
cp_thumbnail_cache_request (CpThumbnailCache *self,
                            CpReviewImage    *image,
                            guint             side,
                            CpThumbnailReady  ready,
                            gpointer          user_data)
{
  CpThumbnailRequest *request = g_new0 (CpThumbnailRequest, 1);

  request->cache = self;
  request->image = g_object_ref (image);
  request->pixels = cp_review_image_get_pixels (image);
  request->size = cp_review_image_get_size (image);
  request->side = side;
  request->ready = ready;
  request->user_data = user_data;
  g_thread_pool_push (self->pool, request, NULL);
  return request;
}

/**
 * cp_thumbnail_request_hurry:
 * @self: a request
 *
 * Makes this picture before the others: somebody looks at where it will be.
 */
void
cp_thumbnail_request_hurry (CpThumbnailRequest *self)
{
  g_thread_pool_move_to_front (self->cache->pool, self);
}

/**
 * cp_thumbnail_request_cancel:
 * @self: (transfer full): a request
 *
 * Nobody wants the picture any more: its callback is not called.
 */
void
cp_thumbnail_request_cancel (CpThumbnailRequest *self)
{
  g_atomic_int_set (&self->cancelled, TRUE);
}
