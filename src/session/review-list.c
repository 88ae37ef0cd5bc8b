/* SPDX-License-Identifier: MIT */
#include "review-list-private.h"

#include "review-image-private.h"

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
  CpReviewView view;

  guint32 *order;         /* (n) every image of the split, sorted */
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
  double probability = probability_of (self, index);

  if (self->view.sort == CP_SORT_WRONGNESS)
    return fabs (probability - self->images->labels[index]);
  return probability;
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

/* Without scores there is nothing to sort by but the index. */
static void
sort_images (CpReviewList *self)
{
  guint n = n_images (self);
  g_autofree double *keys = NULL;

  g_free (self->order);
  self->order = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    self->order[i] = i;
  if (self->view.sort == CP_SORT_INDEX || self->probabilities == NULL)
    return;

  keys = g_new (double, n);
  for (guint i = 0; i < n; i++)
    keys[i] = sort_key (self, i);
  g_qsort_with_data (self->order, n, sizeof *self->order, compare_images, keys);
}

static gboolean
passes (CpReviewList *self,
        guint         index)
{
  if (self->view.filter == CP_OUTCOME_NONE)
    return TRUE;
  return cp_outcome_of (self->images->labels[index] != 0, probability_of (self, index), self->view.threshold)
         == self->view.filter;
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

/* A run of differences between two rising arrays: so many to take out, so many to put in. */
typedef struct
{
  guint at_old;
  guint at_new;
  guint removed;
  guint added;
} Run;

static guint64
place_at (const GArray *places,
          guint         i)
{
  return i < places->len ? g_array_index (places, guint32, i) : G_MAXUINT64;
}

/* Finds the first run from run->at_old and run->at_new on. Returns FALSE where there is none. */
static gboolean
find_run (const GArray *old,
          const GArray *new,
          Run          *run)
{
  guint64 left, right;

  run->removed = run->added = 0;
  while (run->at_old < old->len && place_at (old, run->at_old) == place_at (new, run->at_new))
    {
      run->at_old++;
      run->at_new++;
    }
  while ((left = place_at (old, run->at_old + run->removed)) != (right = place_at (new, run->at_new + run->added)))
    {
      if (left < right)
        run->removed++;
      else
        run->added++;
    }
  return run->removed > 0 || run->added > 0;
}

/* Puts the run into @self and tells. Returns FALSE if a listener changed the list meanwhile. */
static gboolean
apply_run (CpReviewList *self,
           const GArray *new,
           const Run    *run)
{
  guint64 generation = self->generation;

  if (run->removed > 0)
    g_array_remove_range (self->shown, run->at_old, run->removed);
  if (run->added > 0)
    g_array_insert_vals (self->shown, run->at_old, &g_array_index (new, guint32, run->at_new), run->added);
  g_list_model_items_changed (G_LIST_MODEL (self), run->at_old, run->removed, run->added);
  return self->generation == generation;
}

/* Counts the runs, and joins them all, with what lies between, into @all. */
static guint
count_runs (const GArray *old,
            const GArray *new,
            Run          *all)
{
  Run run = { 0 };
  guint n = 0;

  while (find_run (old, new, &run))
    {
      if (n++ == 0)
        *all = run;
      run.at_old += run.removed;
      run.at_new += run.added;
      all->removed = run.at_old - all->at_old;
      all->added = run.at_new - all->at_new;
    }
  return n;
}

static void
apply_runs (CpReviewList *self,
            const GArray *new)
{
  Run run = { 0 };

  while (find_run (self->shown, new, &run))
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
  Run all;
  guint n = count_runs (self->shown, new, &all);

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

static gpointer
cp_review_list_get_item (GListModel *model,
                         guint       position)
{
  CpReviewList *self = CP_REVIEW_LIST (model);
  guint32 index;

  if (position >= self->shown->len)
    return NULL;

  index = self->order[g_array_index (self->shown, guint32, position)];
  if (self->cached[index] == NULL)
    self->cached[index] = cp_review_image_new (self->dataset, self->split, index, probability_of (self, index),
                                               deviation_of (self, index));
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
 * @view: which images are shown, and in which order
 *
 * Every image is a new object afterwards.
 */
void
cp_review_list_set_images (CpReviewList *self,
                           CpDataset    *dataset,
                           CpSplit       split,
                           double       *probabilities,
                           double       *deviations,
                           CpReviewView  view)
{
  /* @dataset may be the one that is let go of here. */
  g_autoptr (CpDataset) kept = dataset ? cp_dataset_ref (dataset) : NULL;

  forget_images (self);
  self->generation++;
  self->split = split;
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
  else if (self->view.filter != CP_OUTCOME_NONE)
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
  else if (view.filter != CP_OUTCOME_NONE || old.filter != CP_OUTCOME_NONE)
    update_membership (self);
}

/*
 * cp_review_list_find:
 * @self: a list
 * @index: of an image in its split
 * @position: (out): where it is shown
 *
 * Returns FALSE where it is not shown.
 */
gboolean
cp_review_list_find (CpReviewList *self,
                     guint         index,
                     guint        *position)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (self->order[g_array_index (self->shown, guint32, i)] == index)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}
