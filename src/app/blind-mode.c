/* SPDX-License-Identifier: MIT */
#include "blind-mode.h"

#include "blind-words.h"

struct _CpBlindMode
{
  GObject parent_instance;

  CpVerdicts *verdicts;
  CpBlindRead *read; /* (nullable): being read, or the last one */
  CpBlindState state;
  GListStore *shown; /* the image in view, alone */
  GtkSingleSelection *selection;

  /* of the page that owns this */
  CpImageView *view;
  CpBlindStart *start;
  CpBlindBar *bar;
  CpBlindResult *result;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CpBlindMode, cp_blind_mode, G_TYPE_OBJECT)

static void
set_state (CpBlindMode  *self,
           CpBlindState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The image before what may be told of it: it is never seen with the last one's words. */
static void
show_image (CpBlindMode *self)
{
  CpReviewImage *image = cp_blind_read_get_image (self->read);
  const gboolean revealed = cp_blind_read_get_revealed (self->read);
  g_autofree char *question = revealed ? NULL : cp_blind_read_ask (self->read);
  g_autoptr (CpReviewImage) before = g_list_model_get_item (G_LIST_MODEL (self->shown), 0);

  if (!revealed)
    cp_image_view_set_question (self->view, question);
  if (image != before)
    g_list_store_splice (self->shown, 0, before != NULL ? 1 : 0, (gpointer[]) { image }, 1);
  if (revealed)
    cp_image_view_set_question (self->view, NULL);
  gtk_widget_grab_focus (revealed ? GTK_WIDGET (self->bar) : GTK_WIDGET (self->view));
}

static void
finish (CpBlindMode *self)
{
  CpBlindSummary summary;

  cp_blind_read_summarise (self->read, &summary);
  g_list_store_remove_all (self->shown);
  cp_blind_bar_set_read (self->bar, NULL, NULL);
  cp_blind_result_set_summary (self->result, &summary);
  /* the page first puts its own images into the view */
  set_state (self, summary.n > 0 ? CP_BLIND_STATE_RESULT : CP_BLIND_STATE_OFF);
  cp_image_view_set_question (self->view, NULL);
  if (summary.n > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->result));
}

static void
on_read_changed (CpBlindMode *self)
{
  if (self->state != CP_BLIND_STATE_READING)
    return;
  if (cp_blind_read_get_over (self->read))
    finish (self);
  else
    show_image (self);
}

static void
on_start (CpBlindMode *self,
          guint        limit)
{
  cp_blind_mode_start (self, limit, ((guint64) g_random_int () << 32) | g_random_int ());
}

static void
leave (CpBlindMode *self)
{
  set_state (self, CP_BLIND_STATE_OFF);
}

/* All of the split that the reader and the model see differently. */
static void
look_at_disagreements (CpBlindMode *self)
{
  CpReview *review = cp_verdicts_get_review (self->verdicts);

  leave (self);
  cp_review_set_split (review, cp_blind_read_get_split (self->read));
  cp_review_clear_filters (review);
  cp_review_set_verdict_filter (review, CP_VERDICT_FILTER_DISAGREE);
}

static void
on_review_changed (CpBlindMode *self)
{
  if (self->state == CP_BLIND_STATE_START)
    cp_blind_start_update (self->start);
}

static void
cp_blind_mode_dispose (GObject *object)
{
  CpBlindMode *self = CP_BLIND_MODE (object);

  g_clear_object (&self->verdicts);
  g_clear_object (&self->read);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (cp_blind_mode_parent_class)->dispose (object);
}

static void
cp_blind_mode_class_init (CpBlindModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_blind_mode_dispose;

  signals[CHANGED] = g_signal_new ("changed", CP_TYPE_BLIND_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_blind_mode_init (CpBlindMode *self)
{
  self->shown = g_list_store_new (CP_TYPE_REVIEW_IMAGE);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
}

/**
 * cp_blind_mode_new:
 * @verdicts: where to keep what the reader says
 * @view: that shows an image large
 * @start: that asks how many
 * @bar: that asks what is seen
 * @result: that shows what came of it
 *
 * The widgets must outlive it.
 *
 * Returns: (transfer full): a mode that is off
 */
CpBlindMode *
cp_blind_mode_new (CpVerdicts    *verdicts,
                   CpImageView   *view,
                   CpBlindStart  *start,
                   CpBlindBar    *bar,
                   CpBlindResult *result)
{
  CpBlindMode *self = g_object_new (CP_TYPE_BLIND_MODE, NULL);
  CpReview *review = cp_verdicts_get_review (verdicts);

  self->verdicts = g_object_ref (verdicts);
  self->view = view;
  self->start = start;
  self->bar = bar;
  self->result = result;
  cp_blind_start_set_verdicts (start, verdicts);
  g_signal_connect_object (start, "start", G_CALLBACK (on_start), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (start, "cancel", G_CALLBACK (leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (result, "done", G_CALLBACK (leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (result, "disagreements", G_CALLBACK (look_at_disagreements), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "scores-changed", G_CALLBACK (on_review_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "notify", G_CALLBACK (on_review_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * cp_blind_mode_get_state:
 * @self: a mode
 *
 * Returns: where the reading is
 */
CpBlindState
cp_blind_mode_get_state (CpBlindMode *self)
{
  g_return_val_if_fail (CP_IS_BLIND_MODE (self), CP_BLIND_STATE_OFF);

  return self->state;
}

/**
 * cp_blind_mode_get_read:
 * @self: a mode
 *
 * Returns: (transfer none) (nullable): the reading, or the last one
 */
CpBlindRead *
cp_blind_mode_get_read (CpBlindMode *self)
{
  g_return_val_if_fail (CP_IS_BLIND_MODE (self), NULL);

  return self->read;
}

/**
 * cp_blind_mode_ask:
 * @self: a mode
 *
 * Asks how many images to read; nothing where a reading is under way.
 */
void
cp_blind_mode_ask (CpBlindMode *self)
{
  g_return_if_fail (CP_IS_BLIND_MODE (self));

  if (self->state == CP_BLIND_STATE_READING)
    return;
  cp_blind_start_update (self->start);
  set_state (self, CP_BLIND_STATE_START);
  gtk_widget_grab_focus (GTK_WIDGET (self->start));
}

/**
 * cp_blind_mode_start:
 * @self: a mode
 * @limit: the most images to read; 0 for all
 * @seed: of their order
 *
 * Begins to read what is listed; nothing where that is not possible.
 */
void
cp_blind_mode_start (CpBlindMode *self,
                     guint        limit,
                     guint64      seed)
{
  g_autoptr (CpBlindRead) read = NULL;

  g_return_if_fail (CP_IS_BLIND_MODE (self));

  read = cp_blind_read_new (self->verdicts, limit, seed);
  if (self->state == CP_BLIND_STATE_READING || cp_blind_read_get_over (read))
    return;
  if (self->read != NULL)
    g_signal_handlers_disconnect_by_data (self->read, self);
  g_set_object (&self->read, read);
  /* concealed before anything is shown */
  cp_image_view_set_question (self->view, "");
  cp_image_view_set_selection (self->view, self->selection);
  cp_blind_bar_set_read (self->bar, read, self->verdicts);
  g_signal_connect_object (read, "changed", G_CALLBACK (on_read_changed), self, G_CONNECT_SWAPPED);
  set_state (self, CP_BLIND_STATE_READING);
  show_image (self);
}
