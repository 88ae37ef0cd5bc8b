/* SPDX-License-Identifier: MIT */
#pragma once

#include "outside-image.h"
#include "review.h"

G_BEGIN_DECLS

/* What is looked at: a CpReviewImage, of the data set, or a CpOutsideImage, somebody's own, which has no label. */

GBytes    *cp_image_subject_get_shown       (gpointer   image,
                                             guint     *size);
GBytes    *cp_image_subject_get_seen        (gpointer   image,
                                             guint     *size);
double     cp_image_subject_get_probability (gpointer   image);
double     cp_image_subject_get_deviation   (gpointer   image);
CpOutcome  cp_image_subject_get_outcome     (gpointer   image,
                                             double     threshold);
char      *cp_image_subject_describe        (gpointer   image,
                                             double     threshold);
char      *cp_image_subject_explain         (gpointer   image,
                                             CpReview  *review);
char      *cp_image_subject_get_spread      (gpointer   image);

const char *cp_outside_image_get_call       (CpOutsideImage *image,
                                             double          threshold);

G_END_DECLS
