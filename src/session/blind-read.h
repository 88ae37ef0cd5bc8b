/* SPDX-License-Identifier: MIT */
#pragma once

#include "agreement.h"
#include "verdicts.h"

G_BEGIN_DECLS

/**
 * CpReading:
 * @CP_READING_NORMAL: the reader sees no pneumonia
 * @CP_READING_PNEUMONIA: the reader sees one
 * @CP_READING_UNSURE: the image does not tell
 *
 * What a reader says of an image that they know nothing of.
 */
typedef enum
{
  CP_READING_NORMAL,
  CP_READING_PNEUMONIA,
  CP_READING_UNSURE,
} CpReading;

/**
 * CpBlindSummary:
 * @n: how many images were read
 * @n_unsure: of how many the reader was unsure; these are in neither agreement
 * @n_corrected: how many were judged again after they had been revealed; nor are these
 * @model_table: (2 × 2) how many the reader called so (row) and the model so (column), normal first
 * @label_table: (2 × 2) likewise, with the labels as columns
 * @model: with the model's decisions, as they were when each image was judged
 * @label: with the labels
 *
 * What came of a blind reading.
 */
typedef struct
{
  guint n;
  guint n_unsure;
  guint n_corrected;
  gsize model_table[4];
  gsize label_table[4];
  CpAgreement model;
  CpAgreement label;
} CpBlindSummary;

/**
 * CpBlindRead:
 *
 * A reading of images in random order, without knowing what they are or what
 * the model says of them. Each image is revealed after it was judged; the
 * judgement becomes a blind verdict on the model's decision.
 *
 * `::changed`: another image, an answer, or the end.
 */
#define CP_TYPE_BLIND_READ (cp_blind_read_get_type ())
G_DECLARE_FINAL_TYPE (CpBlindRead, cp_blind_read, CP, BLIND_READ, GObject)

guint          cp_blind_read_count        (CpVerdicts     *verdicts);
CpBlindRead   *cp_blind_read_new          (CpVerdicts     *verdicts,
                                           guint           limit,
                                           guint64         seed);
CpSplit        cp_blind_read_get_split    (CpBlindRead    *self);
guint          cp_blind_read_get_n        (CpBlindRead    *self);
guint          cp_blind_read_get_n_read   (CpBlindRead    *self);
CpReviewImage *cp_blind_read_get_image    (CpBlindRead    *self);
gboolean       cp_blind_read_get_again    (CpBlindRead    *self);
gboolean       cp_blind_read_get_revealed (CpBlindRead    *self);
CpReading      cp_blind_read_get_reading  (CpBlindRead    *self);
CpReading      cp_blind_read_get_call     (CpBlindRead    *self);
gboolean       cp_blind_read_get_over     (CpBlindRead    *self);
void           cp_blind_read_answer       (CpBlindRead    *self,
                                           CpReading       reading);
void           cp_blind_read_next         (CpBlindRead    *self);
gboolean       cp_blind_read_take_back    (CpBlindRead    *self);
void           cp_blind_read_stop         (CpBlindRead    *self);
void           cp_blind_read_summarise    (CpBlindRead    *self,
                                           CpBlindSummary *summary);

G_END_DECLS
