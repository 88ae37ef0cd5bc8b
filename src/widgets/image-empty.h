/* SPDX-License-Identifier: MIT */
#pragma once

#include "review.h"

G_BEGIN_DECLS

const char *cp_image_empty_get_title (CpReview *review);
const char *cp_image_empty_get_hint  (CpReview *review);

G_END_DECLS
