/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "loss-curves.h"

#include <glib/gi18n-lib.h>

static CpLossCurve *
curve_new (CpLossHistory *history,
           guint          number,
           guint          look)
{
  CpLossCurve *curve = g_new0 (CpLossCurve, 1);

  curve->series = cp_loss_series_new (history);
  curve->number = number;
  curve->look = look;

  return curve;
}

static void
curve_free (gpointer data)
{
  CpLossCurve *curve = data;

  cp_loss_series_free (curve->series);
  g_free (curve);
}

/**
 * cp_loss_curves_init:
 * @self: (out): curves, none yet
 */
void
cp_loss_curves_init (CpLossCurves *self)
{
  self->current = NULL;
  self->others = g_ptr_array_new_with_free_func (curve_free);
}

static void
forget (CpLossCurves *self)
{
  g_clear_pointer (&self->current, curve_free);
  g_ptr_array_set_size (self->others, 0);
}

/**
 * cp_loss_curves_clear:
 * @self: curves
 *
 * Frees what they hold.
 */
void
cp_loss_curves_clear (CpLossCurves *self)
{
  g_clear_pointer (&self->current, curve_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
}

/**
 * cp_loss_curves_set_single:
 * @self: curves
 * @history: (nullable): a run's, to be shown alone
 */
void
cp_loss_curves_set_single (CpLossCurves  *self,
                           CpLossHistory *history)
{
  forget (self);
  if (history != NULL)
    self->current = curve_new (history, 0, 0);
}

/**
 * cp_loss_curves_collect:
 * @self: curves
 * @runs: a list of #CpRunEntry
 *
 * Takes the current run and all that are to be compared with it. Costs what
 * they have so far.
 */
void
cp_loss_curves_collect (CpLossCurves *self,
                        GListModel   *runs)
{
  forget (self);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (CpRunEntry) entry = g_list_model_get_item (runs, i);
      CpLossHistory *history = cp_run_entry_get_history (entry);
      const gboolean current = cp_run_entry_get_current (entry);
      CpLossCurve *curve;

      if (history == NULL || (!current && !cp_run_entry_get_shown (entry)))
        continue;
      curve = curve_new (history, cp_run_entry_get_number (entry), cp_run_entry_get_look (entry));
      if (current)
        self->current = curve;
      else
        g_ptr_array_add (self->others, curve);
    }
}

/**
 * cp_loss_curves_update:
 * @self: curves
 *
 * Takes over what their histories have got since.
 */
void
cp_loss_curves_update (CpLossCurves *self)
{
  if (self->current != NULL)
    cp_loss_series_update (self->current->series);
  for (guint i = 0; i < self->others->len; i++)
    cp_loss_series_update (((CpLossCurve *) self->others->pdata[i])->series);
}

/* 0 is the current one, if there is one. */
static const CpLossSeries *
series_at (const CpLossCurves *self,
           guint               i)
{
  const guint first = self->current != NULL ? 1 : 0;

  return i < first ? self->current->series : ((CpLossCurve *) self->others->pdata[i - first])->series;
}

static guint
n_curves (const CpLossCurves *self)
{
  return self->others->len + (self->current != NULL ? 1 : 0);
}

/**
 * cp_loss_curves_get_highest:
 * @self: curves
 *
 * Returns: where the losses' axis should end; 0 when there is no loss yet
 */
double
cp_loss_curves_get_highest (const CpLossCurves *self)
{
  double highest = 0;

  for (guint i = 0; i < n_curves (self); i++)
    highest = MAX (highest, cp_loss_series_get_highest (series_at (self, i)));

  return highest;
}

/**
 * cp_loss_curves_get_extent:
 * @self: curves
 *
 * Returns: the batches that the axis needs; at least 1
 */
guint
cp_loss_curves_get_extent (const CpLossCurves *self)
{
  guint extent = 1;

  for (guint i = 0; i < n_curves (self); i++)
    extent = MAX (extent, cp_loss_series_get_extent (series_at (self, i)));

  return extent;
}

/**
 * cp_loss_curves_get_highest_rate:
 * @self: curves
 *
 * Returns: the current run's highest learning rate; 0 if not known
 */
double
cp_loss_curves_get_highest_rate (const CpLossCurves *self)
{
  return self->current != NULL ? cp_loss_series_get_highest_rate (self->current->series) : 0;
}

/**
 * cp_loss_curves_get_n:
 * @self: curves
 *
 * Returns: batches of the longest of them so far
 */
guint
cp_loss_curves_get_n (const CpLossCurves *self)
{
  guint n = 0;

  for (guint i = 0; i < n_curves (self); i++)
    n = MAX (n, cp_loss_series_get_n (series_at (self, i)));

  return n;
}

static void
describe_other (const CpLossCurve *curve,
                GString           *text)
{
  g_autofree char *figures = cp_loss_series_describe (curve->series);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Translators: a run's number, then what its curve shows */
  g_string_append_printf (text, _("Run %u: %s"), curve->number, figures);
}

/**
 * cp_loss_curves_describe:
 * @self: curves
 *
 * Returns: (transfer full): the main figures in words, for assistive technology: the current run's first, then a line
 *   for each other
 */
char *
cp_loss_curves_describe (const CpLossCurves *self)
{
  GString *text = g_string_new (NULL);

  if (self->current != NULL)
    {
      g_autofree char *figures = cp_loss_series_describe (self->current->series);

      g_string_append (text, figures);
    }
  else if (self->others->len == 0)
    g_string_append (text, _("No loss yet"));
  for (guint i = 0; i < self->others->len; i++)
    describe_other (self->others->pdata[i], text);

  return g_string_free (text, FALSE);
}
