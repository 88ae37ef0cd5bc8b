/* SPDX-License-Identifier: MIT */
#include "blind-read.h"

#include "philox.h"

typedef struct
{
  CpReading reading;
  CpReading call; /* what the model's decision was then */
} Answer;

struct _CpBlindRead
{
  GObject parent_instance;

  CpVerdicts *verdicts;
  CpReview *review;
  CpDataset *dataset;
  CpSplit split;
  GPtrArray *images; /* of CpReviewImage, in the order in which they are read */
  GArray *answers;   /* of Answer, to the first of them */
  GHashTable *seen;  /* of images that were revealed and are judged again */
  gboolean revealed; /* the last one read is still in view */
  gboolean over;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpBlindRead, cp_blind_read, G_TYPE_OBJECT)

static void
changed (CpBlindRead *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Other images, or nothing to compare with any more: what was read stays. */
static void
on_review_changed (CpBlindRead *self)
{
  if (cp_review_get_dataset (self->review) != self->dataset || cp_review_get_split (self->review) != self->split
      || !cp_review_has_scores (self->review))
    cp_blind_read_stop (self);
}

static void
cp_blind_read_dispose (GObject *object)
{
  CpBlindRead *self = CP_BLIND_READ (object);

  g_clear_object (&self->verdicts);
  g_clear_object (&self->review);
  g_clear_pointer (&self->dataset, cp_dataset_unref);

  G_OBJECT_CLASS (cp_blind_read_parent_class)->dispose (object);
}

static void
cp_blind_read_finalize (GObject *object)
{
  CpBlindRead *self = CP_BLIND_READ (object);

  g_ptr_array_unref (self->images);
  g_array_unref (self->answers);
  g_hash_table_unref (self->seen);

  G_OBJECT_CLASS (cp_blind_read_parent_class)->finalize (object);
}

static void
cp_blind_read_class_init (CpBlindReadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_blind_read_dispose;
  G_OBJECT_CLASS (klass)->finalize = cp_blind_read_finalize;

  signals[CHANGED] = g_signal_new ("changed", CP_TYPE_BLIND_READ, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_blind_read_init (CpBlindRead *self)
{
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  self->seen = g_hash_table_new (NULL, NULL);
}

/* Indices of what the review lists at this moment and nobody has judged or written about: the others were seen with
 * all that is told of them. */
static GArray *
get_unseen (CpVerdicts *verdicts)
{
  CpReview *review = cp_verdicts_get_review (verdicts);
  const CpSplit split = cp_review_get_split (review);
  const guint n = g_list_model_get_n_items (cp_review_get_images (review));
  GArray *unseen = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);

  for (guint i = 0; cp_review_has_scores (review) && i < n; i++)
    {
      const guint32 index = cp_review_get_image_index (review, i);

      if (!cp_verdicts_get (verdicts, split, index, NULL))
        g_array_append_val (unseen, index);
    }
  return unseen;
}

/**
 * cp_blind_read_count:
 * @verdicts: where to keep what the reader says
 *
 * Returns: how many of the images listed now can be read; 0 where no model has scored them
 */
guint
cp_blind_read_count (CpVerdicts *verdicts)
{
  g_autoptr (GArray) unseen = NULL;

  g_return_val_if_fail (CP_IS_VERDICTS (verdicts), 0);

  unseen = get_unseen (verdicts);
  return unseen->len;
}

/* At most @limit of them, mixed. */
static void
take_images (CpBlindRead *self,
             guint        limit,
             guint64      seed)
{
  GListModel *listed = cp_review_get_images (self->review);
  const CpRandom random = cp_random_stream (seed, CP_RANDOM_SHUFFLE, 0);
  g_autoptr (GArray) unseen = get_unseen (self->verdicts);
  guint position;

  if (unseen->len > 0)
    cp_random_shuffle (&random, (guint32 *) (gpointer) unseen->data, unseen->len);
  for (guint i = 0; i < unseen->len && (limit == 0 || i < limit); i++)
    if (cp_review_find_image (self->review, g_array_index (unseen, guint32, i), &position))
      g_ptr_array_add (self->images, g_list_model_get_item (listed, position));
}

/**
 * cp_blind_read_new:
 * @verdicts: where to keep what the reader says
 * @limit: the most images to read; 0 for as many as there are
 * @seed: of the order
 *
 * Begins to read the images that the review lists now, whatever it lists
 * later, but for those with a verdict or a note: their reader has seen what
 * the model says. Another split or data set, or sealing the figures, ends the
 * reading.
 *
 * Returns: (transfer full): a reading; over at once where there is no image or no model has scored them
 */
CpBlindRead *
cp_blind_read_new (CpVerdicts *verdicts,
                   guint       limit,
                   guint64     seed)
{
  CpBlindRead *self;

  g_return_val_if_fail (CP_IS_VERDICTS (verdicts), NULL);

  self = g_object_new (CP_TYPE_BLIND_READ, NULL);
  self->verdicts = g_object_ref (verdicts);
  self->review = g_object_ref (cp_verdicts_get_review (verdicts));
  self->split = cp_review_get_split (self->review);
  if (cp_review_get_dataset (self->review) != NULL)
    self->dataset = cp_dataset_ref (cp_review_get_dataset (self->review));
  take_images (self, limit, seed);
  self->over = self->images->len == 0;
  g_signal_connect_object (self->review, "scores-changed", G_CALLBACK (on_review_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::split", G_CALLBACK (on_review_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * cp_blind_read_get_split:
 * @self: a reading
 *
 * Returns: whose images are read
 */
CpSplit
cp_blind_read_get_split (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), CP_SPLIT_TEST);

  return self->split;
}

/**
 * cp_blind_read_get_n:
 * @self: a reading
 *
 * Returns: how many images there are to read
 */
guint
cp_blind_read_get_n (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), 0);

  return self->images->len;
}

/**
 * cp_blind_read_get_n_read:
 * @self: a reading
 *
 * Returns: how many have been judged
 */
guint
cp_blind_read_get_n_read (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), 0);

  return self->answers->len;
}

/**
 * cp_blind_read_get_image:
 * @self: a reading
 *
 * Returns: (transfer none) (nullable): the image to judge, or the one just judged; %NULL at the end
 */
CpReviewImage *
cp_blind_read_get_image (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), NULL);

  return self->over ? NULL : self->images->pdata[self->answers->len - self->revealed];
}

/**
 * cp_blind_read_get_again:
 * @self: a reading
 *
 * Returns: whether the image had been revealed before it was judged, so that it does not count as blind
 */
gboolean
cp_blind_read_get_again (CpBlindRead *self)
{
  CpReviewImage *image;

  g_return_val_if_fail (CP_IS_BLIND_READ (self), FALSE);

  image = cp_blind_read_get_image (self);
  return image != NULL && g_hash_table_contains (self->seen, image);
}

/**
 * cp_blind_read_get_revealed:
 * @self: a reading
 *
 * Returns: whether the image was judged, so that all may be told of it
 */
gboolean
cp_blind_read_get_revealed (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), FALSE);

  return self->revealed;
}

/**
 * cp_blind_read_get_reading:
 * @self: a reading with an answer
 *
 * Returns: the last answer
 */
CpReading
cp_blind_read_get_reading (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), CP_READING_UNSURE);
  g_return_val_if_fail (self->answers->len > 0, CP_READING_UNSURE);

  return g_array_index (self->answers, Answer, self->answers->len - 1).reading;
}

/**
 * cp_blind_read_get_call:
 * @self: a reading with an answer
 *
 * Returns: what the model called that image, at the threshold of that moment
 */
CpReading
cp_blind_read_get_call (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), CP_READING_UNSURE);
  g_return_val_if_fail (self->answers->len > 0, CP_READING_UNSURE);

  return g_array_index (self->answers, Answer, self->answers->len - 1).call;
}

/**
 * cp_blind_read_get_over:
 * @self: a reading
 *
 * Returns: whether all images were read, or the reading was stopped
 */
gboolean
cp_blind_read_get_over (CpBlindRead *self)
{
  g_return_val_if_fail (CP_IS_BLIND_READ (self), TRUE);

  return self->over;
}

/* What the model calls an image now. */
static CpReading
call_image (CpBlindRead   *self,
            CpReviewImage *image)
{
  return cp_review_image_get_probability (image) >= cp_review_get_threshold (self->review) ? CP_READING_PNEUMONIA
                                                                                          : CP_READING_NORMAL;
}

/**
 * cp_blind_read_answer:
 * @self: a reading
 * @reading: what the reader sees
 *
 * Judges the image, which is then revealed. The verdict that is kept says
 * whether the reader agrees with what the model decides at the present
 * threshold. Ignored where the image has been judged.
 */
void
cp_blind_read_answer (CpBlindRead *self,
                      CpReading    reading)
{
  CpVerdict verdict = CP_VERDICT_UNSURE;
  CpReviewImage *image;
  Answer answer;

  g_return_if_fail (CP_IS_BLIND_READ (self));

  image = cp_blind_read_get_image (self);
  if (image == NULL || self->revealed)
    return;
  answer = (Answer) { reading, call_image (self, image) };
  if (reading != CP_READING_UNSURE)
    verdict = reading == answer.call ? CP_VERDICT_AGREE : CP_VERDICT_DISAGREE;
  g_array_append_val (self->answers, answer);
  self->revealed = TRUE;
  cp_verdicts_judge (self->verdicts, self->split, cp_review_image_get_index (image), verdict,
                     !g_hash_table_contains (self->seen, image));
  changed (self);
}

/**
 * cp_blind_read_next:
 * @self: a reading
 *
 * Goes on to the next image, or to the end. Ignored before the image was judged.
 */
void
cp_blind_read_next (CpBlindRead *self)
{
  g_return_if_fail (CP_IS_BLIND_READ (self));

  if (self->over || !self->revealed)
    return;
  self->revealed = FALSE;
  self->over = self->answers->len == self->images->len;
  changed (self);
}

/**
 * cp_blind_read_take_back:
 * @self: a reading
 *
 * Takes the last answer back: its image is to be judged again and has no
 * verdict till then; a note on it stays. As it was revealed, a judgement then
 * is no longer blind and is in no agreement.
 *
 * Returns: whether there was an answer
 */
gboolean
cp_blind_read_take_back (CpBlindRead *self)
{
  CpReviewImage *image;

  g_return_val_if_fail (CP_IS_BLIND_READ (self), FALSE);

  if (self->over || self->answers->len == 0)
    return FALSE;
  image = self->images->pdata[self->answers->len - 1];
  g_hash_table_add (self->seen, image);
  g_array_set_size (self->answers, self->answers->len - 1);
  self->revealed = FALSE;
  /* not undo: a note may have been written since, or another image judged elsewhere */
  cp_verdicts_judge (self->verdicts, self->split, cp_review_image_get_index (image), CP_VERDICT_NONE, FALSE);
  changed (self);
  return TRUE;
}

/**
 * cp_blind_read_stop:
 * @self: a reading
 *
 * Ends the reading; what was read is kept, whether revealed or left.
 */
void
cp_blind_read_stop (CpBlindRead *self)
{
  g_return_if_fail (CP_IS_BLIND_READ (self));

  if (self->over)
    return;
  self->over = TRUE;
  self->revealed = FALSE;
  changed (self);
}

/**
 * cp_blind_read_summarise:
 * @self: a reading
 * @summary: (out caller-allocates): what came of it so far
 *
 * Compares the reader with the model, and with the labels: the share judged
 * alike with Wilson's interval, and Cohen's κ.
 */
void
cp_blind_read_summarise (CpBlindRead    *self,
                         CpBlindSummary *summary)
{
  g_return_if_fail (CP_IS_BLIND_READ (self));
  g_return_if_fail (summary != NULL);

  *summary = (CpBlindSummary) { .n = self->answers->len };
  for (guint i = 0; i < self->answers->len; i++)
    {
      const Answer *answer = &g_array_index (self->answers, Answer, i);
      CpReviewImage *image = self->images->pdata[i];

      if (g_hash_table_contains (self->seen, image))
        summary->n_corrected++;
      else if (answer->reading == CP_READING_UNSURE)
        summary->n_unsure++;
      else
        {
          summary->model_table[2 * answer->reading + answer->call]++;
          summary->label_table[2 * answer->reading + (cp_review_image_get_pneumonia (image) ? 1 : 0)]++;
        }
    }
  summary->model = cp_agreement (summary->model_table, 2);
  summary->label = cp_agreement (summary->label_table, 2);
}
