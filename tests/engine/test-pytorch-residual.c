/* SPDX-License-Identifier: MIT */
#include "fixture-reader.h"

#include "adam.h"
#include "loss.h"
#include "pass.h"
#include "presets.h"
#include "schedule.h"

#include <string.h>

/* Agreement that is asked for, relative to the norm of the tensor compared with. */
#define TOLERANCE 1e-5

/* After ten steps: rounding that batch norms spread over all images and Adam
 * takes for a direction. */
#define TOLERANCE_AFTER 2e-4

#define RATE 0.002
#define DECAY 1e-4

/* What tests/fixtures/engine/make_residual.py has written. */
typedef struct
{
  char *contents;
  guint32 size, n, batch, steps, seed;
  const guint8 *pixels, *labels;
  const char *inferred, *logits, *loss, *gradient, *statistics, *losses, *final, *final_statistics;
} Fixture;

static gsize
count_values (const CpNetwork *network,
              CpParameterKind  kind)
{
  g_autoptr (GPtrArray) sorted = fixture_sorted_parameters (network, FALSE, kind);
  gsize n = 0;

  for (guint i = 0; i < sorted->len; i++)
    n += ((const CpParameter *) sorted->pdata[i])->size;

  return n;
}

static void
load_fixture (Fixture         *f,
              const CpNetwork *network)
{
  const gsize trained = count_values (network, CP_PARAMETER_TRAINED) * sizeof (float);
  const gsize statistics = count_values (network, CP_PARAMETER_STATISTIC) * sizeof (float);
  const char *at = f->contents + 8 + 20;

  f->pixels = (const guint8 *) fixture_take (&at, f->n * f->size * f->size);
  f->labels = (const guint8 *) fixture_take (&at, f->n);
  f->inferred = fixture_take (&at, f->batch * sizeof (float));
  f->logits = fixture_take (&at, f->batch * sizeof (float));
  f->loss = fixture_take (&at, sizeof (double));
  f->gradient = fixture_take (&at, trained);
  f->statistics = fixture_take (&at, statistics);
  f->losses = fixture_take (&at, f->steps * sizeof (double));
  f->final = fixture_take (&at, trained);
  f->final_statistics = fixture_take (&at, statistics);
}

static CpNetwork *
open_fixture (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  CpNetwork *network;
  gsize length;

  g_file_get_contents (FIXTURES "/residual.bin", &f->contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (f->contents, 8, "CPRESI01", 8);
  memcpy (&f->size, f->contents + 8, 20);
  network = cp_preset_new_network ("residual", f->size, &error);
  g_assert_no_error (error);
  load_fixture (f, network);
  g_assert_true (f->final_statistics + count_values (network, CP_PARAMETER_STATISTIC) * sizeof (float)
                 == f->contents + length);

  return network;
}

/* Returns the largest difference of any tensor. */
static double
compare_tensors (const CpNetwork *network,
                 CpParameterKind  kind,
                 const float     *found,
                 const char      *expected,
                 const char      *what)
{
  g_autoptr (GPtrArray) sorted = fixture_sorted_parameters (network, FALSE, kind);
  double largest = 0;

  for (guint i = 0; i < sorted->len; i++)
    {
      const CpParameter *p = sorted->pdata[i];

      largest = MAX (largest, fixture_difference (found + p->offset, expected, p->size));
      expected += p->size * sizeof (float);
    }
  g_test_message ("%s: largest relative error of a tensor %.2g", what, largest);

  return largest;
}

/* Before training, with the running statistics, which are folded into the weights. */
static void
check_inference (const CpNetwork *network,
                 const CpKernels *kernels,
                 CpThreadPool    *pool,
                 const Fixture   *f)
{
  const CpSamples samples = { f->pixels, NULL, f->batch, f->size };
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, 0);
  g_autofree float *logits = g_new (float, f->batch);

  cp_pass_pack (pass);
  cp_pass_infer (pass, &samples, logits);
  g_assert_cmpfloat (fixture_difference (logits, f->inferred, f->batch), <, TOLERANCE);
}

static void
check_first_step (const CpNetwork *network,
                  CpPass          *pass,
                  double           loss,
                  const Fixture   *f)
{
  g_assert_cmpfloat (fixture_difference (cp_pass_get_logits (pass), f->logits, f->batch), <, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (loss, fixture_double (f->loss, 0), TOLERANCE * loss);
  g_assert_cmpfloat (compare_tensors (network, CP_PARAMETER_TRAINED, cp_pass_get_gradient (pass), f->gradient,
                                      "gradient"), <, TOLERANCE);
}

static void
train_step (CpNetwork       *network,
            CpPass          *pass,
            CpAdam          *adam,
            CpThreadPool    *pool,
            const CpKernels *kernels,
            const Fixture   *f,
            guint            step)
{
  static const CpSchedule schedule = { CP_SCHEDULE_ONE_CYCLE, RATE, CP_ADAM_BETA1, TRUE };
  const CpSchedulePoint point = cp_schedule_at (&schedule, step, f->steps);
  const CpAdamSettings settings = { .rate = point.rate, .beta1 = point.beta1, .weight_decay = DECAY };
  const CpSamples samples = { f->pixels, f->labels, f->n, f->size };
  g_autofree guint32 *order = g_new (guint32, f->batch);
  CpBatch batch = { .samples = &samples, .order = order, .n = f->batch, .seed = f->seed, .step = step };
  double loss;

  for (guint i = 0; i < f->batch; i++)
    order[i] = (step * f->batch + i) % f->n;
  cp_class_weights (f->labels, f->n, batch.class_weights);
  cp_pass_pack (pass);
  loss = cp_pass_train (pass, &batch);
  g_assert_cmpfloat_with_epsilon (loss, fixture_double (f->losses, step), TOLERANCE_AFTER * loss);
  if (step == 0)
    check_first_step (network, pass, loss, f);

  cp_adam_step (adam, kernels, pool, &settings, cp_pass_get_gradient (pass), cp_network_edit_values (network));
  cp_pass_track (pass, cp_network_edit_values (network));
  if (step == 0)
    g_assert_cmpfloat (compare_tensors (network, CP_PARAMETER_STATISTIC, cp_network_get_values (network), f->statistics,
                                        "running statistics"), <, TOLERANCE);
}

static void
check_end (const CpNetwork *network,
           const Fixture   *f)
{
  const float *values = cp_network_get_values (network);

  g_assert_cmpfloat (compare_tensors (network, CP_PARAMETER_TRAINED, values, f->final, "weights after all steps"),
                     <, TOLERANCE_AFTER);
  g_assert_cmpfloat (compare_tensors (network, CP_PARAMETER_STATISTIC, values, f->final_statistics,
                                      "statistics after all steps"), <, TOLERANCE_AFTER);
  g_assert_cmpfloat ((double) values[cp_network_get_n_values (network) - 1], ==, 3 + f->steps);
}

/* Ten steps of AdamW over one cycle at one level; the first is compared in every
 * number. Plain loops take no more than that one: half a minute under a sanitizer. */
static void
test_steps (gconstpointer level)
{
  const gboolean one_step = strcmp (level, "reference") == 0;
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_lookup (level, &error);
  Fixture f;

  if (kernels == NULL)
    {
      g_test_skip (error->message);
      return;
    }

  g_autoptr (CpNetwork) network = open_fixture (&f);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (2);
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, f.batch);
  g_autoptr (CpAdam) adam = cp_adam_new (cp_network_get_n_trained (network));

  fixture_fill (network, f.seed);
  check_inference (network, kernels, pool, &f);
  for (guint step = 0; step < (one_step ? 1 : f.steps); step++)
    train_step (network, pass, adam, pool, kernels, &f, step);
  if (!one_step)
    check_end (network, &f);
  g_free (f.contents);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pytorch/residual/reference", "reference", test_steps);
  g_test_add_data_func ("/pytorch/residual/portable", "portable", test_steps);
  g_test_add_data_func ("/pytorch/residual/avx2", "avx2", test_steps);
  g_test_add_data_func ("/pytorch/residual/avx512", "avx512", test_steps);

  return g_test_run ();
}
