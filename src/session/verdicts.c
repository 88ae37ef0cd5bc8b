/* SPDX-License-Identifier: MIT */
#include "verdicts.h"

#include "clock-private.h"
#include "review-private.h"
#include "verdicts-history-private.h"

#include <math.h>

/* When, and in view of what, a record was made; the rest of it lies in the review. */
typedef struct
{
  gboolean blind;
  double probability;
  double threshold;
  gint64 time;
} Moment;

struct _CpVerdicts
{
  GObject parent_instance;

  CpReview *review;
  CpDataset *dataset;               /* (nullable): whose images the records are of */
  GHashTable *moments[CP_N_SPLITS]; /* index → Moment, of every image with a record */
  CpVerdictHistory history;
};

enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpVerdicts, cp_verdicts, G_TYPE_OBJECT)

static gboolean
record_is_empty (const CpVerdictRecord *record)
{
  return record->verdict == CP_VERDICT_NONE && record->note == NULL;
}

static gboolean
has_image (CpVerdicts *self,
           CpSplit     split,
           guint       index)
{
  CpDataset *dataset = cp_review_get_dataset (self->review);

  return dataset != NULL && index < cp_dataset_get_split (dataset, split)->n;
}

static CpVerdictRecord
record_of (CpVerdicts *self,
           CpSplit     split,
           guint       index)
{
  const Moment *moment = g_hash_table_lookup (self->moments[split], GUINT_TO_POINTER (index));
  CpVerdictRecord record = {
    .verdict = cp_review_get_verdict (self->review, split, index),
    .note = cp_review_get_note (self->review, split, index),
    .probability = NAN,
    .threshold = NAN,
  };

  if (moment != NULL)
    {
      record.blind = moment->blind;
      record.probability = moment->probability;
      record.threshold = moment->threshold;
      record.time = moment->time;
    }
  return record;
}

/* What is seen of the image at this moment. */
static void
stamp (CpVerdicts      *self,
       CpSplit          split,
       guint            index,
       CpVerdictRecord *record)
{
  const CpReviewScores *scores = cp_review_get_visible_scores (self->review, split);

  record->probability = scores->probabilities != NULL ? scores->probabilities[index] : NAN;
  record->threshold = cp_review_get_threshold (self->review);
  record->time = cp_clock_get_time () / G_USEC_PER_SEC;
}

static void
store (CpVerdicts            *self,
       CpSplit                split,
       guint                  index,
       const CpVerdictRecord *record)
{
  Moment moment = { record->blind, record->probability, record->threshold, record->time };

  if (record_is_empty (record))
    g_hash_table_remove (self->moments[split], GUINT_TO_POINTER (index));
  else
    g_hash_table_insert (self->moments[split], GUINT_TO_POINTER (index), g_memdup2 (&moment, sizeof moment));
  cp_review_set_note (self->review, split, index, record->note);
  cp_review_set_verdict (self->review, split, index, record->verdict);
  g_signal_emit (self, signals[CHANGED], 0, (guint) split, index);
}

static void
notify_history (CpVerdicts *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
}

static void
forget_history (CpVerdicts *self)
{
  cp_verdict_history_forget (&self->history);
  notify_history (self);
}

/* Leaves the image as @record says, which is a part of the history. */
static gboolean
go_to (CpVerdicts            *self,
       CpSplit                in,
       guint                  at,
       const CpVerdictRecord *record,
       CpSplit               *split,
       guint                 *index)
{
  /* whoever hears of it may change the history */
  CpVerdictRecord copy = cp_verdict_record_copy (record);

  if (split != NULL)
    *split = in;
  if (index != NULL)
    *index = at;
  store (self, in, at, &copy);
  cp_verdict_record_clear (&copy);
  notify_history (self);
  return TRUE;
}

static void
on_scores_changed (CpVerdicts *self)
{
  CpDataset *dataset = cp_review_get_dataset (self->review);

  if (dataset == self->dataset)
    return;
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->dataset = dataset != NULL ? cp_dataset_ref (dataset) : NULL;
  for (guint i = 0; i < CP_N_SPLITS; i++)
    g_hash_table_remove_all (self->moments[i]);
  forget_history (self);
}

static void
cp_verdicts_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  CpVerdicts *self = CP_VERDICTS (object);

  if (id == PROP_CAN_UNDO)
    g_value_set_boolean (value, cp_verdicts_get_can_undo (self));
  else if (id == PROP_CAN_REDO)
    g_value_set_boolean (value, cp_verdicts_get_can_redo (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cp_verdicts_finalize (GObject *object)
{
  CpVerdicts *self = CP_VERDICTS (object);

  g_clear_object (&self->review);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  for (guint i = 0; i < CP_N_SPLITS; i++)
    g_hash_table_unref (self->moments[i]);
  cp_verdict_history_clear (&self->history);
  G_OBJECT_CLASS (cp_verdicts_parent_class)->finalize (object);
}

static void
cp_verdicts_class_init (CpVerdictsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cp_verdicts_get_property;
  object_class->finalize = cp_verdicts_finalize;

  /**
   * CpVerdicts:can-undo:
   *
   * Whether there is a change to take back.
   */
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  /**
   * CpVerdicts:can-redo:
   *
   * Whether there is a change that was taken back.
   */
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CpVerdicts::changed:
   * @self: the verdicts
   * @split: a #CpSplit
   * @index: of an image in it
   *
   * The record of one image is another.
   */
  signals[CHANGED] = g_signal_new ("changed", CP_TYPE_VERDICTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
cp_verdicts_init (CpVerdicts *self)
{
  for (guint i = 0; i < CP_N_SPLITS; i++)
    self->moments[i] = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  cp_verdict_history_init (&self->history);
}

/**
 * cp_verdicts_new:
 * @review: (transfer none): whose images are judged
 *
 * Returns: (transfer full): no verdicts yet
 */
CpVerdicts *
cp_verdicts_new (CpReview *review)
{
  CpVerdicts *self;

  g_return_val_if_fail (CP_IS_REVIEW (review), NULL);

  self = g_object_new (CP_TYPE_VERDICTS, NULL);
  self->review = g_object_ref (review);
  g_signal_connect_object (review, "scores-changed", G_CALLBACK (on_scores_changed), self, G_CONNECT_SWAPPED);
  on_scores_changed (self);
  return self;
}

/**
 * cp_verdicts_get_review:
 * @self: verdicts
 *
 * Returns: (transfer none): whose images are judged
 */
CpReview *
cp_verdicts_get_review (CpVerdicts *self)
{
  g_return_val_if_fail (CP_IS_VERDICTS (self), NULL);

  return self->review;
}

/**
 * cp_verdicts_get:
 * @self: verdicts
 * @split: a split, shown or not
 * @index: of an image in it
 * @record: (out) (optional): what is kept of it; its note holds until the next change
 *
 * Returns: whether there is a verdict or a note
 */
gboolean
cp_verdicts_get (CpVerdicts      *self,
                 CpSplit          split,
                 guint            index,
                 CpVerdictRecord *record)
{
  CpVerdictRecord found;

  g_return_val_if_fail (CP_IS_VERDICTS (self), FALSE);
  g_return_val_if_fail ((guint) split < CP_N_SPLITS, FALSE);

  found = record_of (self, split, index);
  if (record != NULL)
    *record = found;
  return !record_is_empty (&found);
}

/**
 * cp_verdicts_judge:
 * @self: verdicts
 * @split: a split, shown or not
 * @index: of an image in it; one beyond its end is ignored
 * @verdict: what the reader thinks of the image; none takes the verdict back
 * @blind: whether the reader had not seen what the model says
 *
 * Records the verdict, the time, the image's probability and the threshold.
 */
void
cp_verdicts_judge (CpVerdicts *self,
                   CpSplit     split,
                   guint       index,
                   CpVerdict   verdict,
                   gboolean    blind)
{
  CpVerdictRecord before, after;

  g_return_if_fail (CP_IS_VERDICTS (self));
  g_return_if_fail ((guint) split < CP_N_SPLITS);
  g_return_if_fail ((guint) verdict < CP_N_VERDICTS);

  if (!has_image (self, split, index))
    return;
  before = record_of (self, split, index);
  after = before;
  after.verdict = verdict;
  after.blind = verdict != CP_VERDICT_NONE && blind;
  if (cp_verdict_record_equal (&before, &after))
    return;
  stamp (self, split, index, &after);
  cp_verdict_history_add (&self->history, split, index, &before, &after, FALSE);
  store (self, split, index, &after);
  notify_history (self);
}

/**
 * cp_verdicts_set_note:
 * @self: verdicts
 * @split: a split, shown or not
 * @index: of an image in it; one beyond its end is ignored
 * @note: (nullable): UTF-8; %NULL or empty for nothing
 *
 * May be called with every letter: what is written about one image is one
 * step of the history until something else is changed or cp_verdicts_end_note().
 */
void
cp_verdicts_set_note (CpVerdicts *self,
                      CpSplit     split,
                      guint       index,
                      const char *note)
{
  CpVerdictRecord before, after;

  g_return_if_fail (CP_IS_VERDICTS (self));
  g_return_if_fail ((guint) split < CP_N_SPLITS);

  if (!has_image (self, split, index))
    return;
  before = record_of (self, split, index);
  after = before;
  after.note = note != NULL && *note != '\0' ? note : NULL;
  if (cp_verdict_record_equal (&before, &after))
    return;
  /* a verdict keeps the moment it was given at */
  if (after.verdict == CP_VERDICT_NONE)
    stamp (self, split, index, &after);
  cp_verdict_history_add (&self->history, split, index, &before, &after, TRUE);
  store (self, split, index, &after);
  notify_history (self);
}

/**
 * cp_verdicts_end_note:
 * @self: verdicts
 *
 * The note being written is done: what is written next is another step of the history.
 */
void
cp_verdicts_end_note (CpVerdicts *self)
{
  g_return_if_fail (CP_IS_VERDICTS (self));

  cp_verdict_history_end_note (&self->history);
}

/**
 * cp_verdicts_put:
 * @self: verdicts
 * @split: a split, shown or not
 * @index: of an image in it; one beyond its end is ignored
 * @record: as it was kept, say in a file
 *
 * Puts the record in the place of whatever is there. No step of the history,
 * which is forgotten.
 */
void
cp_verdicts_put (CpVerdicts            *self,
                 CpSplit                split,
                 guint                  index,
                 const CpVerdictRecord *record)
{
  CpVerdictRecord copy;

  g_return_if_fail (CP_IS_VERDICTS (self));
  g_return_if_fail ((guint) split < CP_N_SPLITS);
  g_return_if_fail (record != NULL && (guint) record->verdict < CP_N_VERDICTS);

  if (!has_image (self, split, index))
    return;
  copy = *record;
  if (copy.note != NULL && *copy.note == '\0')
    copy.note = NULL;
  forget_history (self);
  store (self, split, index, &copy);
}

static int
compare_indices (gconstpointer a,
                 gconstpointer b)
{
  guint left = GPOINTER_TO_UINT (a), right = GPOINTER_TO_UINT (b);

  return (left > right) - (left < right);
}

/**
 * cp_verdicts_foreach:
 * @self: verdicts
 * @func: (scope call): called for every image with a verdict or a note, by split and index; may change nothing
 * @user_data: for @func
 *
 * Goes through all records.
 */
void
cp_verdicts_foreach (CpVerdicts    *self,
                     CpVerdictFunc  func,
                     gpointer       user_data)
{
  g_return_if_fail (CP_IS_VERDICTS (self));

  for (guint split = 0; split < CP_N_SPLITS; split++)
    {
      g_autoptr (GList) indices = g_list_sort (g_hash_table_get_keys (self->moments[split]), compare_indices);

      for (GList *l = indices; l != NULL; l = l->next)
        {
          guint index = GPOINTER_TO_UINT (l->data);
          CpVerdictRecord record = record_of (self, (CpSplit) split, index);

          func ((CpSplit) split, index, &record, user_data);
        }
    }
}

/**
 * cp_verdicts_count:
 * @self: verdicts
 * @split: a split
 * @verdict: a verdict other than none
 *
 * Returns: how many of the split's images have this verdict
 */
guint
cp_verdicts_count (CpVerdicts *self,
                   CpSplit     split,
                   CpVerdict   verdict)
{
  GHashTableIter iter;
  gpointer index;
  guint n = 0;

  g_return_val_if_fail (CP_IS_VERDICTS (self), 0);
  g_return_val_if_fail ((guint) split < CP_N_SPLITS, 0);

  g_hash_table_iter_init (&iter, self->moments[split]);
  while (g_hash_table_iter_next (&iter, &index, NULL))
    n += cp_review_get_verdict (self->review, split, GPOINTER_TO_UINT (index)) == verdict;
  return n;
}

/**
 * cp_verdicts_is_empty:
 * @self: verdicts
 *
 * Returns: whether no image has a verdict or a note
 */
gboolean
cp_verdicts_is_empty (CpVerdicts *self)
{
  g_return_val_if_fail (CP_IS_VERDICTS (self), TRUE);

  for (guint i = 0; i < CP_N_SPLITS; i++)
    if (g_hash_table_size (self->moments[i]) > 0)
      return FALSE;
  return TRUE;
}

/**
 * cp_verdicts_get_can_undo:
 * @self: verdicts
 *
 * Returns: whether there is a change to take back
 */
gboolean
cp_verdicts_get_can_undo (CpVerdicts *self)
{
  g_return_val_if_fail (CP_IS_VERDICTS (self), FALSE);

  return self->history.n_done > 0;
}

/**
 * cp_verdicts_get_can_redo:
 * @self: verdicts
 *
 * Returns: whether there is a change that was taken back
 */
gboolean
cp_verdicts_get_can_redo (CpVerdicts *self)
{
  g_return_val_if_fail (CP_IS_VERDICTS (self), FALSE);

  return self->history.n_done < self->history.changes->len;
}

/**
 * cp_verdicts_undo:
 * @self: verdicts
 * @split: (out) (optional): whose image was changed
 * @index: (out) (optional): of that image
 *
 * Takes the last change back: the image is as it was, time and all.
 *
 * Returns: whether there was one
 */
gboolean
cp_verdicts_undo (CpVerdicts *self,
                  CpSplit    *split,
                  guint      *index)
{
  const CpVerdictChange *change;

  g_return_val_if_fail (CP_IS_VERDICTS (self), FALSE);

  change = cp_verdict_history_back (&self->history);
  return change != NULL && go_to (self, change->split, change->index, &change->before, split, index);
}

/**
 * cp_verdicts_redo:
 * @self: verdicts
 * @split: (out) (optional): whose image was changed
 * @index: (out) (optional): of that image
 *
 * Does again what cp_verdicts_undo() took back last.
 *
 * Returns: whether there was something
 */
gboolean
cp_verdicts_redo (CpVerdicts *self,
                  CpSplit    *split,
                  guint      *index)
{
  const CpVerdictChange *change;

  g_return_val_if_fail (CP_IS_VERDICTS (self), FALSE);

  change = cp_verdict_history_forth (&self->history);
  return change != NULL && go_to (self, change->split, change->index, &change->after, split, index);
}
