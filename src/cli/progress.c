/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "progress.h"

#include "output.h"
#include "rates.h"

#include <glib/gi18n.h>
#include <math.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REDRAW_EVERY (G_USEC_PER_SEC / 15)
#define BAR_MAX 24
#define BAR_MIN 4
#define DEFAULT_COLUMNS 80

struct _CpProgress
{
  gboolean terminal;
  gboolean utf8;
  gboolean drawn;
  gint64 start;
  gint64 last_drawn;
  double loss_sum; /* of this epoch's batches so far */
};

/**
 * cp_progress_new:
 *
 * Returns: (transfer full): progress of a training that starts now
 */
CpProgress *
cp_progress_new (void)
{
  CpProgress *self = g_new0 (CpProgress, 1);

  self->terminal = isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  self->utf8 = g_get_charset (NULL);
  self->start = g_get_monotonic_time ();

  return self;
}

static void
clear_line (CpProgress *self)
{
  if (self->drawn)
    g_printerr ("\r\033[K");
  self->drawn = FALSE;
}

/**
 * cp_progress_free:
 * @self: (transfer full): progress
 *
 * Takes the bar off the terminal.
 */
void
cp_progress_free (CpProgress *self)
{
  clear_line (self);
  g_free (self);
}

/**
 * cp_progress_format_bar:
 * @share: done, 0 to 1
 * @width: characters between its ends
 * @utf8: whether eighths of a block can be shown
 *
 * Returns: (transfer full): a bar
 */
char *
cp_progress_format_bar (double   share,
                        guint    width,
                        gboolean utf8)
{
  static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
  GString *bar = g_string_new (utf8 ? "▕" : "[");
  guint filled = (guint) floor (CLAMP (share, 0, 1) * width * 8);
  guint used = filled / 8 + (utf8 && filled % 8 > 0);

  for (guint i = 0; i < filled / 8; i++)
    g_string_append (bar, utf8 ? "█" : "#");
  if (utf8)
    g_string_append (bar, eighths[filled % 8]);
  for (guint i = used; i < width; i++)
    g_string_append_c (bar, ' ');
  g_string_append (bar, utf8 ? "▏" : "]");

  return g_string_free (bar, FALSE);
}

/**
 * cp_progress_format_eta:
 * @seconds: left
 *
 * Returns: (transfer full): the time left, in its two largest units
 */
char *
cp_progress_format_eta (double seconds)
{
  guint total = (guint) ceil (CLAMP (seconds, 0, 1e9));

  if (total < 60)
    return g_strdup_printf (_("%u s"), total);
  if (total < 3600)
    return g_strdup_printf (_("%u min %u s"), total / 60, total % 60);

  return g_strdup_printf (_("%u h %u min"), total / 3600, total / 60 % 60);
}

/* Which epoch, and of an ensemble which network. */
static char *
format_epoch (guint member,
              guint members,
              guint epoch,
              guint epochs)
{
  if (members > 1)
    return g_strdup_printf (_("Network %u of %u, epoch %u of %u"), member, members, epoch, epochs);

  return g_strdup_printf (_("Epoch %u of %u"), epoch, epochs);
}

/**
 * cp_progress_format_batch:
 * @batch: newest batch
 * @loss: mean of this epoch so far
 * @eta: seconds left of the whole training
 * @columns: of the terminal
 * @utf8: whether it shows more than ASCII
 *
 * Returns: (transfer full): one line that fits, such as
 *   `Epoch 3 of 5 ▕██████    ▏ 61 % loss 0.168 eta 2 s`
 */
char *
cp_progress_format_batch (const CpTrainingBatch *batch,
                          double                 loss,
                          double                 eta,
                          guint                  columns,
                          gboolean               utf8)
{
  double share = batch->batch / (double) batch->batches;
  g_autofree char *left = cp_progress_format_eta (eta);
  g_autofree char *head = format_epoch (batch->member, batch->members, batch->epoch, batch->epochs);
  g_autofree char *tail = g_strdup_printf (_("%.0f %% loss %.3f eta %s"), floor (share * 100), loss, left);
  glong room = (glong) columns - g_utf8_strlen (head, -1) - g_utf8_strlen (tail, -1) - 5;
  g_autofree char *bar = NULL;

  if (room < BAR_MIN)
    return g_strdup_printf ("%s %s", head, tail);
  bar = cp_progress_format_bar (share, (guint) MIN (room, BAR_MAX), utf8);

  return g_strdup_printf ("%s %s %s", head, bar, tail);
}

static guint
terminal_columns (void)
{
  struct winsize size;

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : DEFAULT_COLUMNS;
}

static double
seconds_left (CpProgress            *self,
              const CpTrainingBatch *batch,
              gint64                 now)
{
  double epochs = (batch->member - 1) * (double) batch->epochs + batch->epoch - 1;
  double done = epochs * batch->batches + batch->batch;
  double all = batch->members * (double) batch->epochs * batch->batches;

  return (double) (now - self->start) / G_USEC_PER_SEC / done * (all - done);
}

/**
 * cp_progress_batch:
 * @self: progress
 * @batch: a finished batch
 *
 * Draws the bar again, though not more often than an eye can follow.
 */
void
cp_progress_batch (CpProgress            *self,
                   const CpTrainingBatch *batch)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *line = NULL;

  if (batch->batch == 1)
    self->loss_sum = 0;
  self->loss_sum += (double) batch->loss;
  if (!self->terminal || (self->drawn && now - self->last_drawn < REDRAW_EVERY))
    return;

  line = cp_progress_format_batch (batch, self->loss_sum / batch->batch, seconds_left (self, batch, now),
                                   terminal_columns (), self->utf8);
  g_printerr ("\r%s\033[K", line);
  self->drawn = TRUE;
  self->last_drawn = now;
}

static char *
format_ratio (CpEstimate ratio)
{
  return isnan (ratio.value) ? g_strdup ("–") : g_strdup_printf ("%.3f", ratio.value);
}

/**
 * cp_progress_epoch:
 * @self: progress
 * @epoch: a finished epoch
 * @recipe: of the training
 *
 * Prints a line that stays.
 */
void
cp_progress_epoch (CpProgress            *self,
                   const CpTrainingEpoch *epoch,
                   const CpRecipe        *recipe)
{
  g_autofree char *recall = format_ratio (cp_rate_recall (epoch->validation));
  g_autofree char *precision = format_ratio (cp_rate_precision (epoch->validation));

  g_autofree char *head = format_epoch (epoch->member, recipe->members, epoch->epoch, recipe->epochs);

  clear_line (self);
  cp_message (_("%s: loss %.3f, validation loss %.3f, recall %s, precision %s, %.1f s"), head, epoch->train_loss,
              epoch->val_loss, recall, precision, epoch->seconds);
}
