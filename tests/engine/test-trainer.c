/* SPDX-License-Identifier: MIT */
#include "trainer.h"

#include "presets.h"

#include <math.h>
#include <string.h>

#define SIZE 12
#define N_TRAIN 301 /* leaves a short last batch and a short last chunk */
#define N_VALIDATION 61

#ifdef CP_SANITIZED
#define FULL_EPOCHS 2
#else
#define FULL_EPOCHS 3
#endif

/* Noise, with a bright square in the positive images. */
typedef struct
{
  guint8 pixels[(N_TRAIN + N_VALIDATION) * SIZE * SIZE];
  guint8 labels[N_TRAIN + N_VALIDATION];
  CpSamples train;
  CpSamples validation;
} Data;

static void
make_image (GRand  *rand,
            guint8 *pixels,
            guint8  label)
{
  for (guint i = 0; i < SIZE * SIZE; i++)
    {
      gboolean inside = i / SIZE >= 4 && i / SIZE < 8 && i % SIZE >= 4 && i % SIZE < 8;

      pixels[i] = (guint8) (g_rand_int_range (rand, 0, 120) + (label && inside ? 100 : 0));
    }
}

static Data *
make_data (void)
{
  Data *data = g_new0 (Data, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);

  for (guint i = 0; i < N_TRAIN + N_VALIDATION; i++)
    {
      data->labels[i] = (guint8) (i % 4 != 0);
      make_image (rand, data->pixels + i * SIZE * SIZE, data->labels[i]);
    }
  data->train = (CpSamples) { data->pixels, data->labels, N_TRAIN, SIZE };
  data->validation = (CpSamples) { data->pixels + N_TRAIN * SIZE * SIZE, data->labels + N_TRAIN, N_VALIDATION, SIZE };

  return data;
}

typedef struct
{
  CpTrainer *trainer;
  guint batches;
  guint epochs;
  guint pause_at;  /* batch, counted from the start */
  guint cancel_at;
  double last_train_loss;
  double last_validation_loss;
  float newest_loss;
  float epoch_weight; /* a weight as it was at the last epoch's end */
  double rates[64];
  double average; /* of the last weight, by its definition */
  CpNetwork *network;
  GThread *resumer;
} Progress;

static gpointer
resume_later (gpointer data)
{
  g_usleep (30000);
  cp_trainer_resume (data);

  return NULL;
}

#define DECAY 0.9

static void
follow_average (Progress *p)
{
  const gsize last = cp_network_get_n_trained (p->network) - 1;
  const double weight = (double) cp_network_get_values (p->network)[last];
  const double t = p->batches - 1;
  const double d = t > 0 ? MIN (DECAY, (1 + t) / (10 + t)) : 0;

  p->average = d * p->average + (1 - d) * weight;
}

static void
on_batch (const CpTrainerBatch *batch,
          gpointer              user_data)
{
  Progress *p = user_data;

  p->batches++;
  p->newest_loss = batch->loss;
  p->rates[(p->batches - 1) % G_N_ELEMENTS (p->rates)] = batch->rate;
  follow_average (p);
  g_assert_cmpuint (batch->batch, ==, (p->batches - 1) % batch->batches + 1);
  if (p->batches == p->pause_at)
    {
      cp_trainer_pause (p->trainer);
      p->resumer = g_thread_new ("resume", resume_later, p->trainer);
    }
  if (p->batches == p->cancel_at)
    cp_trainer_cancel (p->trainer);
}

static void
on_epoch (const CpTrainerEpoch *epoch,
          gpointer              user_data)
{
  Progress *p = user_data;

  g_assert_cmpuint (epoch->epoch, ==, ++p->epochs);
  p->last_train_loss = epoch->train_loss;
  p->last_validation_loss = epoch->validation_loss;
  p->epoch_weight = cp_network_get_values (p->network)[0];
}

static const CpTrainerCallbacks callbacks = { on_batch, on_epoch };

static CpTrainerSettings
settings_for (guint threads)
{
  return (CpTrainerSettings) {
    .epochs = 3, .batch_size = 32, .learning_rate = 0.001, .class_weights = TRUE, .seed = 5, .threads = threads,
  };
}

/* Everything that a recipe can ask for. */
static CpTrainerSettings
full_settings_for (guint threads)
{
  static const CpAugmentation augmentation = {
    .rotation = 10, .scale = 0.1, .shift = 0.05, .contrast = 0.3, .brightness = 0.2,
  };
  CpTrainerSettings settings = settings_for (threads);

  settings.epochs = FULL_EPOCHS;
  settings.batch_size = 128; /* more chunks than threads */
  settings.schedule = CP_SCHEDULE_ONE_CYCLE;
  settings.weight_decay = 0.01;
  settings.averaging = DECAY;
  settings.augmentation = &augmentation;

  return settings;
}

static CpNetwork *
new_network (const char *preset)
{
  CpNetwork *network = cp_preset_new_network (preset, SIZE, NULL);

  cp_network_initialise (network, 5);

  return network;
}

/* Trains to the end of what @p asks for. */
static CpNetwork *
train_preset (const char               *preset,
              const CpTrainerSettings  *settings,
              Progress                 *p,
              GError                  **error)
{
  g_autofree Data *data = make_data ();
  CpNetwork *network = new_network (preset);
  g_autoptr (CpTrainer) trainer = cp_trainer_new (network, &data->train, &data->validation, settings, NULL);

  p->trainer = trainer;
  p->network = network;
  cp_trainer_run (trainer, &callbacks, p, error);
  if (p->resumer != NULL)
    g_thread_join (p->resumer);

  return network;
}

static CpNetwork *
train (const CpTrainerSettings  *settings,
       Progress                 *p,
       GError                  **error)
{
  return train_preset ("baseline", settings, p, error);
}

static void
assert_same_weights (const CpNetwork *a,
                     const CpNetwork *b)
{
  const gsize bytes = cp_network_get_n_values (a) * sizeof (float);

  g_assert_true (memcmp (cp_network_get_values (a), cp_network_get_values (b), bytes) == 0);
}

static void
test_learns (void)
{
  const CpTrainerSettings settings = settings_for (2);
  Progress p = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = train (&settings, &p, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (p.epochs, ==, 3);
  g_assert_cmpuint (p.batches, ==, 3 * ((N_TRAIN + 31) / 32));
  g_assert_cmpfloat (p.last_train_loss, <, 0.5); /* 0.69 is chance */
  g_assert_cmpfloat (p.last_validation_loss, <, 0.45);
}

static void
test_same_bits_for_any_threads (void)
{
  CpTrainerSettings settings = settings_for (1);
  Progress p = { 0 };
  g_autoptr (CpNetwork) one = NULL;

  settings.batch_size = 128; /* more chunks than threads */
  one = train (&settings, &p, NULL);

  for (guint threads = 2; threads <= 4; threads++)
    {
      g_autoptr (CpNetwork) more = NULL;

      p = (Progress) { 0 };
      settings.threads = threads;
      more = train (&settings, &p, NULL);
      assert_same_weights (one, more);
    }
}

static void
test_same_bits_after_pause (void)
{
  const CpTrainerSettings settings = settings_for (2);
  Progress p = { 0 }, paused = { .pause_at = 13 };
  g_autoptr (CpNetwork) straight = train (&settings, &p, NULL);
  g_autoptr (CpNetwork) halted = train (&settings, &paused, NULL);

  g_assert_nonnull (paused.resumer);
  assert_same_weights (straight, halted);
}

static void
test_seed_matters (void)
{
  CpTrainerSettings settings = settings_for (2);
  Progress p = { 0 };
  g_autoptr (CpNetwork) a = train (&settings, &p, NULL);
  g_autoptr (CpNetwork) b = NULL;

  p = (Progress) { 0 };
  settings.seed = 6;
  b = train (&settings, &p, NULL);
  g_assert_cmpfloat (cp_network_get_values (a)[0], !=, cp_network_get_values (b)[0]);
}

/* Cancelled in the second epoch: the first one's weights are kept. */
static void
test_cancel_keeps_finished_epoch (void)
{
  const CpTrainerSettings settings = settings_for (2);
  Progress p = { .cancel_at = 15 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = train (&settings, &p, &error);

  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_CANCELLED);
  g_assert_cmpuint (p.epochs, ==, 1);
  g_assert_cmpuint (p.batches, ==, 15);
  g_assert_cmpfloat (cp_network_get_values (network)[0], ==, p.epoch_weight);
}

static void
test_cancel_in_first_epoch (void)
{
  const CpTrainerSettings settings = settings_for (2);
  Progress p = { .cancel_at = 4 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = train (&settings, &p, &error);
  g_autoptr (CpNetwork) fresh = new_network ("baseline");

  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_CANCELLED);
  g_assert_cmpuint (p.epochs, ==, 0);
  g_assert_cmpfloat (cp_network_get_values (network)[0], !=, cp_network_get_values (fresh)[0]);
}

/* A rate that no loss survives. */
static void
test_divergence_keeps_last_good_weights (void)
{
  CpTrainerSettings settings = settings_for (2);
  Progress p = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpNetwork) network = NULL;

  settings.learning_rate = 1e30;
  network = train (&settings, &p, &error);
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_DIVERGED);
  g_assert_nonnull (strstr (error->message, "learning rate"));
  for (gsize i = 0; i < cp_network_get_n_values (network); i++)
    g_assert_true (isfinite (cp_network_get_values (network)[i]));
}

static void
test_wrong_size_is_refused (void)
{
  g_autofree Data *data = make_data ();
  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", SIZE + 1, NULL);
  const CpTrainerSettings settings = settings_for (1);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_trainer_new (network, &data->train, &data->validation, &settings, &error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_MISMATCH);
}

static void
test_sizes_a_preset_cannot_take (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_preset_new_network ("baseline", 3, &error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (cp_preset_new_network ("baseline", 1024, &error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (cp_preset_new_network ("resnet", 28, &error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID);
}

static void
test_residual_same_bits (void)
{
  CpTrainerSettings settings = full_settings_for (1);
  Progress p = { 0 }, paused = { .pause_at = 5 };
  g_autoptr (CpNetwork) one = train_preset ("residual", &settings, &p, NULL);
  g_autoptr (CpNetwork) halted = NULL;

  for (guint threads = 2; threads <= 4; threads++)
    {
      g_autoptr (CpNetwork) more = NULL;

      p = (Progress) { 0 };
      settings.threads = threads;
      more = train_preset ("residual", &settings, &p, NULL);
      assert_same_weights (one, more);
    }
  halted = train_preset ("residual", &settings, &paused, NULL);
  g_assert_nonnull (paused.resumer);
  assert_same_weights (one, halted);
}

/* Each setting alone makes a difference. */
static void
test_settings_matter (void)
{
  const CpTrainerSettings full = full_settings_for (2);
  Progress p = { 0 };
  g_autoptr (CpNetwork) all = train (&full, &p, NULL);

  for (guint i = 0; i < 4; i++)
    {
      CpTrainerSettings settings = full;
      g_autoptr (CpNetwork) less = NULL;

      if (i == 0)
        settings.schedule = CP_SCHEDULE_CONSTANT;
      if (i == 1)
        settings.weight_decay = 0;
      if (i == 2)
        settings.averaging = 0;
      if (i == 3)
        settings.augmentation = NULL;
      p = (Progress) { 0 };
      less = train (&settings, &p, NULL);
      g_assert_cmpfloat (cp_network_get_values (all)[0], !=, cp_network_get_values (less)[0]);
    }
}

static void
test_schedule (void)
{
  const CpTrainerSettings settings = full_settings_for (2);
  const CpSchedule schedule = { CP_SCHEDULE_ONE_CYCLE, settings.learning_rate, 0.9, TRUE };
  Progress p = { 0 };
  g_autoptr (CpNetwork) network = train (&settings, &p, NULL);

  g_assert_cmpuint (p.batches, ==, 3 * FULL_EPOCHS);
  for (guint i = 0; i < p.batches; i++)
    g_assert_cmpfloat (p.rates[i], ==, cp_schedule_at (&schedule, i, p.batches).rate);
  g_assert_cmpfloat (p.rates[0], <, p.rates[2]);
  g_assert_cmpfloat (p.rates[p.batches - 1], <, p.rates[0]);
}

/* What is kept in the end is the average, which the last weights are not. */
static void
test_averaging (void)
{
  CpTrainerSettings settings = full_settings_for (2);
  Progress p = { 0 };
  g_autoptr (CpNetwork) network = NULL;
  gsize last;

  settings.epochs = 3;
  settings.batch_size = 16;
  network = train (&settings, &p, NULL);
  last = cp_network_get_n_trained (network) - 1;
  g_assert_cmpuint (p.batches, >, 50);
  g_assert_cmpfloat_with_epsilon ((double) cp_network_get_values (network)[last], p.average, 1e-6);
}

/* The second training in the same memory is what it would be alone. */
static void
test_start_over (void)
{
  g_autofree Data *data = make_data ();
  CpTrainerSettings settings = full_settings_for (2);
  g_autoptr (CpNetwork) reused = new_network ("residual"), fresh = new_network ("residual");
  g_autoptr (CpTrainer) first = cp_trainer_new (reused, &data->train, &data->validation, &settings, NULL);
  g_autoptr (CpTrainer) second = NULL;
  Progress p = { .network = reused, .trainer = first };

  g_assert_true (cp_trainer_run (first, &callbacks, &p, NULL));
  cp_trainer_start_over (first, 8);
  p = (Progress) { .network = reused, .trainer = first };
  g_assert_true (cp_trainer_run (first, &callbacks, &p, NULL));

  settings.seed = 8;
  cp_network_initialise (fresh, 8);
  second = cp_trainer_new (fresh, &data->train, &data->validation, &settings, NULL);
  p = (Progress) { .network = fresh, .trainer = second };
  g_assert_true (cp_trainer_run (second, &callbacks, &p, NULL));
  assert_same_weights (reused, fresh);
}

/* What a trainer remembers at each of its epochs' ends. */
typedef struct
{
  CpTrainer *trainer;
  GPtrArray *states; /* CpTrainerState, with arrays of its own */
} Keeper;

static void
state_free (gpointer data)
{
  CpTrainerState *state = data;

  g_free ((float *) state->values);
  g_free ((float *) state->moment1);
  g_free ((float *) state->moment2);
  g_free ((float *) state->average);
  g_free (state);
}

static void
keep_state (const CpTrainerEpoch *epoch,
            gpointer              user_data)
{
  Keeper *keeper = user_data;
  CpTrainerState *s = g_new (CpTrainerState, 1);

  cp_trainer_get_state (keeper->trainer, s);
  g_assert_cmpuint (s->finished_epochs, ==, epoch->epoch);
  s->values = g_memdup2 (s->values, s->n_values * sizeof (float));
  s->moment1 = g_memdup2 (s->moment1, s->n_trained * sizeof (float));
  s->moment2 = g_memdup2 (s->moment2, s->n_trained * sizeof (float));
  s->average = g_memdup2 (s->average, s->n_values * sizeof (float)); /* NULL stays NULL */
  g_ptr_array_add (keeper->states, s);
}

static void
count_epoch (const CpTrainerEpoch *epoch,
             gpointer              user_data)
{
  (*(guint *) user_data)++;
}

static void
assert_goes_on_alike (const char              *preset,
                      const CpTrainerSettings *settings)
{
  static const CpTrainerCallbacks keeping = { NULL, keep_state }, counting = { NULL, count_epoch };
  g_autofree Data *data = make_data ();
  g_autoptr (CpNetwork) straight = new_network (preset);
  g_autoptr (CpTrainer) trainer = cp_trainer_new (straight, &data->train, &data->validation, settings, NULL);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (state_free);
  Keeper keeper = { trainer, states };

  g_assert_true (cp_trainer_run (trainer, &keeping, &keeper, NULL));
  g_assert_cmpuint (states->len, ==, settings->epochs);
  for (guint i = 0; i < states->len; i++)
    {
      CpTrainerSettings other = *settings;
      g_autoptr (CpNetwork) network = new_network (preset);
      g_autoptr (CpTrainer) next = NULL;
      guint epochs = 0;

      other.threads = 1 + i;
      next = cp_trainer_new (network, &data->train, &data->validation, &other, NULL);
      g_assert_true (cp_trainer_set_state (next, states->pdata[i], NULL));
      g_assert_true (cp_trainer_run (next, &counting, &epochs, NULL));
      g_assert_cmpuint (epochs, ==, settings->epochs - i - 1);
      assert_same_weights (straight, network);
    }
}

static void
test_goes_on_alike (void)
{
  const CpTrainerSettings plain = settings_for (2), full = full_settings_for (2);

  assert_goes_on_alike ("baseline", &plain);
  assert_goes_on_alike ("baseline", &full);
  assert_goes_on_alike ("residual", &full);
}

static void
test_other_states_are_refused (void)
{
  const CpTrainerSettings settings = settings_for (1), full = full_settings_for (1);
  g_autofree Data *data = make_data ();
  g_autoptr (CpNetwork) network = new_network ("baseline"), other = new_network ("residual");
  g_autoptr (CpTrainer) trainer = cp_trainer_new (network, &data->train, &data->validation, &settings, NULL);
  g_autoptr (CpTrainer) averaging = cp_trainer_new (network, &data->train, &data->validation, &full, NULL);
  g_autoptr (CpTrainer) residual = cp_trainer_new (other, &data->train, &data->validation, &settings, NULL);
  g_autoptr (GError) error = NULL;
  CpTrainerState state;

  cp_trainer_get_state (residual, &state);
  g_assert_false (cp_trainer_set_state (trainer, &state, &error));
  g_assert_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_MISMATCH);
  cp_trainer_get_state (averaging, &state);
  g_assert_false (cp_trainer_set_state (trainer, &state, NULL));
  cp_trainer_get_state (trainer, &state);
  g_assert_true (cp_trainer_set_state (trainer, &state, NULL));
  state.finished_epochs = 4;
  g_assert_false (cp_trainer_set_state (trainer, &state, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_func ("/trainer/same-bits-for-any-threads", test_same_bits_for_any_threads);
  g_test_add_func ("/trainer/same-bits-after-pause", test_same_bits_after_pause);
  g_test_add_func ("/trainer/residual-same-bits", test_residual_same_bits);
  g_test_add_func ("/trainer/settings-matter", test_settings_matter);
  g_test_add_func ("/trainer/schedule", test_schedule);
  g_test_add_func ("/trainer/averaging", test_averaging);
  g_test_add_func ("/trainer/start-over", test_start_over);
  g_test_add_func ("/trainer/goes-on-alike", test_goes_on_alike);
  g_test_add_func ("/trainer/other-states-are-refused", test_other_states_are_refused);
  g_test_add_func ("/trainer/seed-matters", test_seed_matters);
  g_test_add_func ("/trainer/cancel-keeps-finished-epoch", test_cancel_keeps_finished_epoch);
  g_test_add_func ("/trainer/cancel-in-first-epoch", test_cancel_in_first_epoch);
  g_test_add_func ("/trainer/divergence-keeps-last-good-weights", test_divergence_keeps_last_good_weights);
  g_test_add_func ("/trainer/wrong-size-is-refused", test_wrong_size_is_refused);
  g_test_add_func ("/trainer/sizes-a-preset-cannot-take", test_sizes_a_preset_cannot_take);

  return g_test_run ();
}
