/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpDataCard:
 *
 * What is in a data set: its name, whether its images are real, how many there
 * are of each class, and what is odd about it.
 */
#define CP_TYPE_DATA_CARD (cp_data_card_get_type ())
G_DECLARE_FINAL_TYPE (CpDataCard, cp_data_card, CP, DATA_CARD, GtkWidget)

void cp_data_card_set_dataset (CpDataCard *self,
                               CpDataset  *dataset);
void cp_data_card_set_progress (CpDataCard *self,
                                double      fraction);

G_END_DECLS
