/* SPDX-License-Identifier: MIT */
#pragma once

#include "model.h"

G_BEGIN_DECLS

/* As the image to leave out: none. */
#define CP_NEIGHBOUR_NONE G_MAXSIZE

/**
 * CpNeighbour:
 * @index: of a training image
 * @label: its class: 1 for pneumonia
 * @similarity: cosine of the angle between both images' features: 1 for the same, 0 for nothing in common
 *
 * An image that looks alike to a model.
 */
typedef struct
{
  gsize index;
  guint8 label;
  double similarity;
} CpNeighbour;

/**
 * CpNeighbours:
 *
 * What all training images look like to a model. Immutable, atomically
 * reference-counted.
 */
typedef struct _CpNeighbours CpNeighbours;

#define CP_TYPE_NEIGHBOURS (cp_neighbours_get_type ())
GType cp_neighbours_get_type (void) G_GNUC_CONST;

CpNeighbours *cp_neighbours_new         (CpModel              *model,
                                         CpDataset            *dataset,
                                         GCancellable         *cancellable,
                                         GError              **error);
void          cp_neighbours_new_async   (CpModel              *model,
                                         CpDataset            *dataset,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
CpNeighbours *cp_neighbours_new_finish  (GAsyncResult         *result,
                                         GError              **error);
CpNeighbours *cp_neighbours_ref         (CpNeighbours         *self);
void          cp_neighbours_unref       (CpNeighbours         *self);
CpModel      *cp_neighbours_get_model   (CpNeighbours         *self);
CpDataset    *cp_neighbours_get_dataset (CpNeighbours         *self);
GArray       *cp_neighbours_find        (CpNeighbours         *self,
                                         const guint8         *pixels,
                                         guint                 size,
                                         guint                 k,
                                         gsize                 except,
                                         GError              **error);
void          cp_neighbours_find_async  (CpNeighbours         *self,
                                         GBytes               *pixels,
                                         guint                 size,
                                         guint                 k,
                                         gsize                 except,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GArray       *cp_neighbours_find_finish (GAsyncResult         *result,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpNeighbours, cp_neighbours_unref)

G_END_DECLS
