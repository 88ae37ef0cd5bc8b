/* SPDX-License-Identifier: MIT */
#include "agreement-case.h"

/* SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
below (guint64 *state,
       guint64  n)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (z ^ (z >> 31)) % n;
}

/* A step of the probability's scale: higher of two for pneumonia, lower for normal, but for some kinds. */
static guint64
draw_step (guint64 *state,
           guint    kind,
           guint64  steps,
           guint64  tied,
           guint8   label)
{
  guint64 a = below (state, steps + 1);
  guint64 b = below (state, steps + 1);
  guint64 k = label ? MAX (a, b) : MIN (a, b);

  if (kind == 2)
    return MIN (2 * k - MIN (2 * k, steps / 2), steps);
  return kind == 4 ? tied : k;
}

static void
draw_rows (guint64 *state,
           guint    number,
           guint64  n,
           double  *probabilities,
           guint8  *labels)
{
  static const guint64 all_steps[8] = { G_GUINT64_CONSTANT (1) << 40, 10, 100, 1000, 7, 50, 20, 1 };
  guint kind = number % 8;
  guint64 steps = all_steps[kind];
  guint64 share = 10 + below (state, 81);
  guint64 tied = below (state, steps + 1);

  for (guint64 i = 0; i < n; i++)
    {
      labels[i] = kind == 5 ? number / 8 % 2 : below (state, 100) < share;
      probabilities[i] = (double) draw_step (state, kind, steps, tied, labels[i]) / (double) steps;
    }
}

/* The set @number of make_agreement.py; free with case_clear(). */
void
case_init (Case  *self,
           guint  number)
{
  static const double targets[] = { 0.5, 0.8, 0.9, 0.95, 0.99, 1.0 };
  guint64 state = 1000 + number;
  guint64 n = 1 + below (&state, number % 8 == 6 ? 4 : 300);
  g_autofree double *probabilities = g_new (double, n);
  g_autofree guint8 *labels = g_new (guint8, n);
  g_autoptr (GError) error = NULL;

  draw_rows (&state, number, n, probabilities, labels);
  self->predictions = cp_predictions_new (probabilities, labels, n, &error);
  g_assert_no_error (error);
  self->threshold = number % 2 == 0 ? probabilities[below (&state, n)] : (double) below (&state, 1001) / 1000.0;
  if (number % 16 == 3)
    self->threshold = (double) below (&state, 2);
  self->prevalence = (double) (1 + below (&state, 90)) / 100.0;
  self->target = targets[below (&state, 6)];
  self->cost_missed = (double) (1 + below (&state, 20));
  self->cost_false_alarm = (double) (1 + below (&state, 3));
}

void
case_clear (Case *self)
{
  g_clear_pointer (&self->predictions, cp_predictions_unref);
}
