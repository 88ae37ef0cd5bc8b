/* SPDX-License-Identifier: MIT */
#include "loss-history.h"

#include <math.h>

static void
count (gpointer object,
       guint   *n)
{
  (*n)++;
}

static void
test_batches (void)
{
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { .batches = 185 });
  const float first[] = { 0.9f, 0.5f };
  const float more[] = { 0.25f };
  const float *losses;
  guint n, changes = 0;

  g_signal_connect (history, "changed", G_CALLBACK (count), &changes);
  g_assert_cmpuint (cp_loss_history_get_plan (history)->batches, ==, 185);
  cp_loss_history_get_batches (history, &n);
  g_assert_cmpuint (n, ==, 0);

  cp_loss_history_append_batches (history, first, NULL, 2);
  cp_loss_history_append_batches (history, more, NULL, 1);
  cp_loss_history_append_batches (history, NULL, NULL, 0);
  g_assert_cmpuint (changes, ==, 2);

  losses = cp_loss_history_get_batches (history, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat (losses[0], ==, 0.9f);
  g_assert_cmpfloat (losses[1], ==, 0.5f);
  g_assert_cmpfloat (losses[2], ==, 0.25f);
}

/* Rates go with the losses; where they are not known they are not a number. */
static void
test_rates (void)
{
  g_autoptr (CpLossHistory) history = cp_loss_history_new (&(CpLossPlan) { 90, 3, 0.002 });
  g_autoptr (CpLossHistory) single = cp_loss_history_new (&(CpLossPlan) { 90, 1, 0.002 });
  const float losses[] = { 0.9f, 0.5f };
  const float rates[] = { 0.001f, 0.002f };
  guint n;

  g_assert_cmpuint (cp_loss_history_get_member_batches (history), ==, 30);
  g_assert_cmpuint (cp_loss_history_get_member_batches (single), ==, 0);
  g_assert_cmpfloat (cp_loss_history_get_plan (history)->rate, ==, 0.002);
  cp_loss_history_append_batches (history, losses, rates, 2);
  cp_loss_history_append_batches (history, losses, NULL, 1);
  cp_loss_history_append_batches (history, losses, rates, 1);
  cp_loss_history_get_batches (history, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpmem (cp_loss_history_get_rates (history), 2 * sizeof (float), rates, sizeof rates);
  g_assert_true (isnan (cp_loss_history_get_rates (history)[2]));
  g_assert_cmpfloat (cp_loss_history_get_rates (history)[3], ==, rates[0]);
}

static void
test_epochs (void)
{
  g_autoptr (CpLossHistory) history = cp_loss_history_new (NULL);
  g_autoptr (CpEpochRecord) record
    = cp_epoch_record_new (3, 2, 74, 0.25, 0.125, (CpConfusion){ .tp = 4, .fp = 3, .fn = 2, .tn = 1 }, 1.5);
  g_autoptr (CpEpochRecord) listed = NULL;
  GListModel *epochs = cp_loss_history_get_epochs (history);
  guint changes = 0;

  g_signal_connect (history, "changed", G_CALLBACK (count), &changes);
  g_assert_true (g_list_model_get_item_type (epochs) == CP_TYPE_EPOCH_RECORD);

  cp_loss_history_append_epoch (history, record);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (epochs), ==, 1);
  listed = g_list_model_get_item (epochs, 0);
  g_assert_true (listed == record);
}

static void
test_record (void)
{
  g_autoptr (CpEpochRecord) record
    = cp_epoch_record_new (3, 2, 74, 0.25, 0.125, (CpConfusion){ .tp = 4, .fp = 3, .fn = 2, .tn = 1 }, 1.5);
  CpConfusion validation = cp_epoch_record_get_validation (record);

  g_assert_cmpuint (cp_epoch_record_get_member (record), ==, 3);
  g_assert_cmpuint (cp_epoch_record_get_epoch (record), ==, 2);
  g_assert_cmpuint (cp_epoch_record_get_last_batch (record), ==, 74);
  g_assert_cmpfloat (cp_epoch_record_get_train_loss (record), ==, 0.25);
  g_assert_cmpfloat (cp_epoch_record_get_val_loss (record), ==, 0.125);
  g_assert_cmpfloat (cp_epoch_record_get_seconds (record), ==, 1.5);
  g_assert_cmpuint (validation.tp, ==, 4);
  g_assert_cmpuint (validation.fp, ==, 3);
  g_assert_cmpuint (validation.fn, ==, 2);
  g_assert_cmpuint (validation.tn, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-history/batches", test_batches);
  g_test_add_func ("/loss-history/rates", test_rates);
  g_test_add_func ("/loss-history/epochs", test_epochs);
  g_test_add_func ("/loss-history/record", test_record);
  return g_test_run ();
}
