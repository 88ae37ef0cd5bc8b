/* SPDX-License-Identifier: MIT */
#include "review-list-private.h"

#include "review-image-private.h"
#include "review-runs-private.h"

#include <math.h>

/* Above this many separate runs one signal over all of them is cheaper than one each. */
#define RUNS_MAX 64

struct _CpReviewList
{
  GObject parent_instance;

  CpDataset *dataset; /* (nullable) */
  CpSplit split;
  const CpImageSet *images; /* NULL without a data set */
  double *probabilities;    /* (n) an rc box; NULL where not scored */
  double *deviations;       /* (n) an rc box; NULL where not an ensemble's */
  const CpReviewVerdicts *verdicts; /* of the split */
  CpReviewView view;

  guint32 *order;         /* (n) every image of the split, sorted */
  guint32 *places;        /* (n) by index: its place in order */
  GArray *shown;          /* of guint32: places in order of those shown, rising */
  CpReviewImage **cached; /* (n) by index; NULL where not yet asked for */
  guint64 generation;     /* counts changes, so that a nested one is noticed */
};

static void cp_review_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CpReviewList, cp_review_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cp_review_list_model_init))

static guint
n_images (CpReviewList *self)
{
  return self->images ? (guint) self->images->n : 0;
}

static double
probability_of (CpReviewList *self,
                guint         index)
{
  return self->probabilities ? self->probabilities[index] : NAN;
}

static double
deviation_of (CpReviewList *self,
              guint         index)
{
  return self->deviations ? self->deviations[index] : NAN;
}

/* Lets go of the scores, then takes others: rc boxes, nullable. */
static void
take_scores (CpReviewList *self,
             double       *probabilities,
             double       *deviations)
{
  g_clear_pointer (&self->probabilities, g_rc_box_release);
  g_clear_pointer (&self->deviations, g_rc_box_release);
  if (probabilities)
    self->probabilities = g_rc_box_acquire (probabilities);
  if (deviations)
    self->deviations = g_rc_box_acquire (deviations);
}

/* What sorts first is largest. */
static double
sort_key (CpReviewList *self,
          guint         index)
{
  switch (self->view.sort)
    {
    case CP_SORT_WRONGNESS:
      return fabs (probability_of (self, index) - self->images->labels[index]);
    case CP_SORT_UNCERTAINTY:
      return deviation_of (self, index);
    case CP_SORT_PROBABILITY:
    case CP_SORT_INDEX:
    default:
      return probability_of (self, index);
    }
}

static int
compare_images (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;
  const double *keys = user_data;

  if (keys[left] != keys[right])
    return keys[left] > keys[right] ? -1 : 1;
  return (left > right) - (left < right);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

/* Without scores there is nothing to sort by but the index; a single network has no uncertainty. */
static gboolean
has_keys (CpReviewList *self)
{
  if (self->view.sort == CP_SORT_UNCERTAINTY)
    return self->deviations != NULL;
  return self->view.sort != CP_SORT_INDEX && self->probabilities != NULL;
}

static void
sort_by_keys (CpReviewList *self)
{
  guint n = n_images (self);
  g_autofree double *keys = g_new (double, n);

  for (guint i = 0; i < n; i++)
    keys[i] = sort_key (self, i);
  g_qsort_with_data (self->order, (int) n, sizeof *self->order, compare_images, keys);
}

static void
sort_images (CpReviewList *self)
{
  guint n = n_images (self);

  g_free (self->order);
  g_free (self->places);
  self->order = g_new (guint32, n);
  self->places = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    self->order[i] = i;
  if (has_keys (self))
    sort_by_keys (self);
  for (guint place = 0; place < n; place++)
    self->places[self->order[place]] = place;
}

/* Whether the decisions at the threshold and at the pinned one differ. */
static gboolean
decision_changed (CpReviewList *self,
                  guint         index)
{
  double probability = probability_of (self, index);

  return !isnan (self->view.pinned) && (probability >= self->view.threshold) != (probability >= self->view.pinned);
}

static gboolean
verdict_passes (CpReviewList *self,
                guint         index)
{
  CpVerdict verdict = cp_review_verdicts_get (self->verdicts, index);

  switch (self->view.verdicts)
    {
    case CP_VERDICT_FILTER_AGREE:
      return verdict == CP_VERDICT_AGREE;
    case CP_VERDICT_FILTER_DISAGREE:
      return verdict == CP_VERDICT_DISAGREE;
    case CP_VERDICT_FILTER_UNSURE:
      return verdict == CP_VERDICT_UNSURE;
    case CP_VERDICT_FILTER_NONE:
      return verdict == CP_VERDICT_NONE;
    case CP_VERDICT_FILTER_ANY:
    default:
      return TRUE;
    }
}

static gboolean
passes (CpReviewList *self,
        guint         index)
{
  const CpReviewView *view = &self->view;

  if (view->filter != CP_OUTCOME_NONE
      && cp_outcome_of (self->images->labels[index] != 0, probability_of (self, index), view->threshold)
           != view->filter)
    return FALSE;
  if (view->changed_only && !decision_changed (self, index))
    return FALSE;
  return verdict_passes (self, index);
}

static GArray *
filter_images (CpReviewList *self)
{
  guint n = n_images (self);
  GArray *shown = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);

  for (guint32 place = 0; place < n; place++)
    if (passes (self, self->order[place]))
      g_array_append_val (shown, place);
  return shown;
}

/* Puts the run into @self and tells. Returns FALSE if a listener changed the list meanwhile. */
static gboolean
apply_run (CpReviewList      *self,
           const GArray      *new,
           const CpReviewRun *run)
{
  guint64 generation = self->generation;

  if (run->removed > 0)
    g_array_remove_range (self->shown, run->at_old, run->removed);
  if (run->added > 0)
    g_array_insert_vals (self->shown, run->at_old, &g_array_index (new, guint32, run->at_new), run->added);
  g_list_model_items_changed (G_LIST_MODEL (self), run->at_old, run->removed, run->added);
  return self->generation == generation;
}

static void
apply_runs (CpReviewList *self,
            const GArray *new)
{
  CpReviewRun run = { 0 };

  while (cp_review_run_find (&run, self->shown, new))
    {
      if (!apply_run (self, new, &run))
        return;
      run.at_old += run.added;
      run.at_new += run.added;
    }
}

/* The order stays; other images pass. */
static void
update_membership (CpReviewList *self)
{
  g_autoptr (GArray) new = filter_images (self);
  CpReviewRun all;
  guint n = cp_review_run_count (self->shown, new, &all);

  if (n > RUNS_MAX)
    apply_run (self, new, &all);
  else
    apply_runs (self, new);
}

/* The order itself is another. */
static void
update_order (CpReviewList *self)
{
  guint removed = self->shown->len;

  sort_images (self);
  g_array_unref (self->shown);
  self->shown = filter_images (self);
  if (removed > 0 || self->shown->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, self->shown->len);
}

static void
forget_images (CpReviewList *self)
{
  for (guint i = 0; i < n_images (self); i++)
    g_clear_object (&self->cached[i]);
  g_clear_pointer (&self->cached, g_free);
  take_scores (self, NULL, NULL);
  g_clear_pointer (&self->dataset, cp_dataset_unref);
  self->images = NULL;
}

static GType
cp_review_list_get_item_type (GListModel *model)
{
  return CP_TYPE_REVIEW_IMAGE;
}

static guint
cp_review_list_get_n_items (GListModel *model)
{
  return CP_REVIEW_LIST (model)->shown->len;
}

/*
 * cp_review_list_index_at:
 * @self: a list
 * @position: of an image shown
 *
 * Returns the image's index in its split, without making an object of it.
 */
guint
cp_review_list_index_at (CpReviewList *self,
                         guint         position)
{
  g_return_val_if_fail (position < self->shown->len, 0);

  return self->order[g_array_index (self->shown, guint32, position)];
}

static gpointer
cp_review_list_get_item (GListModel *model,
                         guint       position)
{
  CpReviewList *self = CP_REVIEW_LIST (model);
  guint index;

  if (position >= self->shown->len)
    return NULL;

  index = cp_review_list_index_at (self, position);
  if (self->cached[index] == NULL)
    self->cached[index] = cp_review_image_new (self->dataset, self->split, index, probability_of (self, index),
                                               deviation_of (self, index),
                                               cp_review_verdicts_get (self->verdicts, index),
                                               cp_review_verdicts_get_note (self->verdicts, index));
  return g_object_ref (self->cached[index]);
}

static void
cp_review_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cp_review_list_get_item_type;
  iface->get_n_items = cp_review_list_get_n_items;
  iface->get_item = cp_review_list_get_item;
}

static void
cp_review_list_finalize (GObject *object)
{
  CpReviewList *self = CP_REVIEW_LIST (object);

  forget_images (self);
  g_free (self->order);
  g_free (self->places);
  g_array_unref (self->shown);
  G_OBJECT_CLASS (cp_review_list_parent_class)->finalize (object);
}

static void
cp_review_list_class_init (CpReviewListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cp_review_list_finalize;
}

static void
cp_review_list_init (CpReviewList *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint32));
}

/* Whether @view leaves any image out. */
gboolean
cp_review_view_has_filter (const CpReviewView *view)
{
  return view->filter != CP_OUTCOME_NONE || view->changed_only || view->verdicts != CP_VERDICT_FILTER_ANY;
}

CpReviewList *
cp_review_list_new (void)
{
  return g_object_new (CP_TYPE_REVIEW_LIST, NULL);
}

/*
 * cp_review_list_set_images:
 * @self: a list
 * @dataset: (nullable) (transfer none): a data set; NULL for no images
 * @split: the split shown
 * @probabilities: (nullable) (transfer none): (n) an rc box; NULL where not scored
 * @deviations: (nullable) (transfer none): (n) an rc box; NULL where not an ensemble's
 * @verdicts: what a reader said of the split; stays where it is
 * @view: which images are shown, and in which order
 *
 * Every image is a new object afterwards.
 */
void
cp_review_list_set_images (CpReviewList           *self,
                           CpDataset              *dataset,
                           CpSplit                 split,
                           double                 *probabilities,
                           double                 *deviations,
                           const CpReviewVerdicts *verdicts,
                           CpReviewView            view)
{
  /* @dataset may be the one that is let go of here. */
  g_autoptr (CpDataset) kept = dataset ? cp_dataset_ref (dataset) : NULL;

  forget_images (self);
  self->generation++;
  self->split = split;
  self->verdicts = verdicts;
  self->view = view;
  if (kept)
    {
      self->images = cp_dataset_get_split (kept, split);
      self->dataset = g_steal_pointer (&kept);
      self->cached = g_new0 (CpReviewImage *, n_images (self));
    }
  take_scores (self, probabilities, deviations);
  update_order (self);
}

/*
 * cp_review_list_set_scores:
 * @self: a list with images
 * @probabilities: (nullable) (transfer none): (n) an rc box; NULL where not scored
 * @deviations: (nullable) (transfer none): (n) an rc box; NULL where not an ensemble's
 *
 * What a newer model says of the same images, which stay the same objects: a
 * list in the order of the index need not change at all.
 */
void
cp_review_list_set_scores (CpReviewList *self,
                           double       *probabilities,
                           double       *deviations)
{
  take_scores (self, probabilities, deviations);
  self->generation++;

  for (guint i = 0; i < n_images (self); i++)
    if (self->cached[i] != NULL)
      cp_review_image_set_scores (self->cached[i], probability_of (self, i), deviation_of (self, i));
  if (self->view.sort != CP_SORT_INDEX)
    update_order (self);
  else if (cp_review_view_has_filter (&self->view))
    update_membership (self);
}

/*
 * cp_review_list_set_view:
 * @self: a list
 * @view: which images are shown, and in which order
 *
 * Images stay the same objects. O(1) where only the threshold moved and there
 * is no filter.
 */
void
cp_review_list_set_view (CpReviewList *self,
                         CpReviewView  view)
{
  CpReviewView old = self->view;

  self->generation++;
  self->view = view;
  if (view.sort != old.sort)
    update_order (self);
  else if (cp_review_view_has_filter (&view) || cp_review_view_has_filter (&old))
    update_membership (self);
}

/*
 * cp_review_list_judged:
 * @self: a list
 * @index: of an image in its split
 *
 * A reader's verdict or note on one image is another.
 */
void
cp_review_list_judged (CpReviewList *self,
                       guint         index)
{
  self->generation++;
  if (index < n_images (self) && self->cached[index] != NULL)
    cp_review_image_set_verdict (self->cached[index], cp_review_verdicts_get (self->verdicts, index),
                                 cp_review_verdicts_get_note (self->verdicts, index));
  if (self->view.verdicts != CP_VERDICT_FILTER_ANY)
    update_membership (self);
}

/*
 * cp_review_list_find:
 * @self: a list
 * @index: of an image in its split
 * @position: (out): where it is shown
 *
 * O(log n). Returns FALSE where it is not shown.
 */
gboolean
cp_review_list_find (CpReviewList *self,
                     guint         index,
                     guint        *position)
{
  return index < n_images (self) && g_array_binary_search (self->shown, &self->places[index], compare_places, position);
}
