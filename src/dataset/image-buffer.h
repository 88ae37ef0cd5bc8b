/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

/* Limits of every data set. */
#define CP_MIN_IMAGE_SIZE 8
#define CP_MAX_IMAGE_SIZE 1024
#define CP_MAX_IMAGES 4000000
#define CP_MAX_MEMBER_SIZE ((gsize) 2 << 30)

/**
 * CpImageBuffer:
 * @n: how many images
 * @size: side of the square images
 * @pixels: (N, H, W)
 * @labels: (N)
 *
 * A split while it is being filled.
 */
typedef struct
{
  gsize n;
  guint size;
  guint8 *pixels;
  guint8 *labels;
} CpImageBuffer;

gboolean cp_image_buffer_init  (CpImageBuffer  *self,
                                gsize           n,
                                guint           size,
                                GError        **error);
void     cp_image_buffer_clear (CpImageBuffer  *self);

/* How many images are of each class. */
void     cp_labels_count       (const guint8   *labels,
                                gsize           n,
                                gsize           counts[2]);

/* Takes what the buffers hold. */
CpDataset *cp_dataset_new_take (const char     *name,
                                const char     *location,
                                CpDatasetKind   kind,
                                CpImageBuffer   buffers[CP_N_SPLITS]);
void       cp_dataset_take_skipped (CpDataset  *self,
                                    guint       n,
                                    char       *first);
void       cp_dataset_set_carved   (CpDataset  *self,
                                    gboolean    carved);

G_END_DECLS
