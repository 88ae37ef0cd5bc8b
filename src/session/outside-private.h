/* SPDX-License-Identifier: MIT */
#pragma once

#include "outside.h"

G_BEGIN_DECLS

/* outside.c holds the object, outside-reading.c says what is to do, outside-work.c does it in a worker. */
struct _CpOutside
{
  GObject parent_instance;

  GPtrArray *images;   /* of CpOutsideImage */
  GHashTable *known;   /* paths of images and of what waits */
  gsize preview_bytes; /* of all images */
  CpModel *model;      /* (nullable) */
  guint size;          /* of what networks see: the model's, or the last one's */

  GQueue waiting;        /* paths to be read */
  guint asked;           /* since nothing was to do */
  guint done;            /* of these */
  GCancellable *working; /* (nullable): of what the worker does just now … */
  guint working_on;      /* … with so many files */
  gboolean full;         /* somebody was told that no more will be taken */
  GPtrArray *failures;   /* (nullable): lines, ended by NULL */
};

/**
 * CpOutsidePiece:
 * @image: (nullable): what is there already and has to be scored anew
 * @path: of the file, or of a folder of files
 * @pixels: (nullable): as the network takes them; where there are none, the file is read
 * @preview: (nullable): what a new image is looked at by
 * @width: of the file's image
 * @height: of the file's image
 * @listed: (nullable): the images of a folder, which is no image itself
 * @logit: the model's answer
 * @probability: the model's answer; NaN without a model
 * @deviation: the model's answer; NaN but for an ensemble
 * @error: (nullable): why the file could not be read
 *
 * One image from outside on its way through the worker.
 */
typedef struct
{
  CpOutsideImage *image;
  char *path;
  GBytes *pixels;
  CpGreyImage *preview;
  guint width;
  guint height;
  char **listed;
  float logit;
  double probability;
  double deviation;
  GError *error;
} CpOutsidePiece;

/**
 * CpOutsideWork:
 * @model: (nullable): who scores
 * @size: side of its images
 * @preview: longest side of what is kept to look at
 * @pieces: (element-type CpOutsidePiece): what to read and to score
 *
 * What the worker does at once.
 */
typedef struct
{
  CpModel *model;
  guint size;
  guint preview;
  GPtrArray *pieces;
} CpOutsideWork;

CpOutsideWork  *cp_outside_work_new  (CpModel             *model,
                                      guint                size,
                                      guint                preview);
CpOutsidePiece *cp_outside_work_add  (CpOutsideWork       *self,
                                      CpOutsideImage      *image,
                                      const char          *path);
void            cp_outside_work_run  (CpOutsideWork       *self,
                                      GCancellable        *cancellable);
void            cp_outside_work_free (CpOutsideWork       *self);

/* The image takes what the worker found. */
CpOutsideImage *cp_outside_image_new  (CpOutsidePiece     *piece,
                                       CpModel            *model,
                                       guint               size);
void            cp_outside_image_take (CpOutsideImage     *self,
                                       CpOutsidePiece     *piece,
                                       CpModel            *model,
                                       guint               size);
gboolean        cp_outside_image_is_of (CpOutsideImage    *self,
                                        CpModel           *model);
void            cp_outside_image_forget (CpOutsideImage   *self);
void            cp_outside_image_give_up (CpOutsideImage  *self,
                                          CpModel         *model);

gsize           cp_outside_preview_bytes   (CpOutsideImage *image);
void            cp_outside_enqueue         (CpOutside      *self,
                                            const char     *path);
void            cp_outside_work            (CpOutside      *self);
void            cp_outside_forget_work     (CpOutside      *self);
void            cp_outside_forget_scores   (CpOutside      *self);
void            cp_outside_notify_progress (CpOutside      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpOutsideWork, cp_outside_work_free)

G_END_DECLS
