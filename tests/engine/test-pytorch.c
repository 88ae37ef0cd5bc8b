/* SPDX-License-Identifier: MIT */
#include "fixture-reader.h"

#include "adam.h"
#include "loss.h"
#include "pass.h"
#include "presets.h"

#include <string.h>

/* Agreement that is asked for, relative to the norm of the tensor compared with. */
#define TOLERANCE 1e-4

/* What tests/fixtures/engine/make_baseline.py has written. */
typedef struct
{
  char *contents;
  guint32 size, n, batch, steps, values, seed;
  const guint8 *pixels, *labels;
  const char *initial, *logits, *loss, *gradient, *losses, *final;
} Fixture;

static void
load_fixture (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  const char *at;
  gsize length;

  g_file_get_contents (FIXTURES "/baseline.bin", &f->contents, &length, &error);
  g_assert_no_error (error);
  at = f->contents;
  g_assert_cmpmem (fixture_take (&at, 8), 8, "CPBASE01", 8);
  memcpy (&f->size, fixture_take (&at, 24), 24);
  f->pixels = (const guint8 *) fixture_take (&at, f->n * f->size * f->size);
  f->labels = (const guint8 *) fixture_take (&at, f->n);
  f->initial = fixture_take (&at, f->values * sizeof (float));
  f->logits = fixture_take (&at, f->batch * sizeof (float));
  f->loss = fixture_take (&at, sizeof (double));
  f->gradient = fixture_take (&at, f->values * sizeof (float));
  f->losses = fixture_take (&at, f->steps * sizeof (double));
  f->final = fixture_take (&at, f->values * sizeof (float));
  g_assert_cmpuint (at - f->contents, ==, length);
}

static void
compare_tensors (const CpNetwork *network,
                 const float     *found,
                 const char      *expected,
                 const char      *what)
{
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    {
      const CpParameter *p = cp_network_get_parameter (network, i);
      double d = fixture_difference (found + p->offset, expected + p->offset * sizeof (float), p->size);

      g_test_message ("%s of %s: relative error %.2g", what, p->name, d);
      g_assert_cmpfloat (d, <, TOLERANCE);
    }
}

static CpBatch
batch_of (const Fixture   *f,
          const CpSamples *samples,
          guint            step,
          guint32         *order)
{
  CpBatch batch = { .samples = samples, .order = order, .n = f->batch, .seed = f->seed, .step = step };

  for (guint i = 0; i < f->batch; i++)
    order[i] = (step * f->batch + i) % f->n;
  cp_class_weights (f->labels, f->n, batch.class_weights);

  return batch;
}

/* Ten steps at one level; the first is compared in every number. */
static void
test_steps (gconstpointer data)
{
  const char *level = data;
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_lookup (level, &error);
  Fixture f;

  if (kernels == NULL)
    {
      g_test_skip (error->message);
      return;
    }
  load_fixture (&f);

  g_autoptr (CpNetwork) network = cp_preset_new_network ("baseline", f.size, &error);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (2);
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, f.batch);
  g_autoptr (CpAdam) adam = cp_adam_new (f.values);
  const CpAdamSettings settings = { .rate = 0.001, .beta1 = CP_ADAM_BETA1 };
  const CpSamples samples = { f.pixels, f.labels, f.n, f.size };
  g_autofree guint32 *order = g_new (guint32, f.batch);

  g_assert_cmpuint (cp_network_get_n_values (network), ==, f.values);
  memcpy (cp_network_edit_values (network), f.initial, f.values * sizeof (float));

  for (guint step = 0; step < f.steps; step++)
    {
      const CpBatch batch = batch_of (&f, &samples, step, order);
      double loss;

      cp_pass_pack (pass);
      loss = cp_pass_train (pass, &batch);
      g_assert_cmpfloat_with_epsilon (loss, fixture_double (f.losses, step), TOLERANCE * loss);
      if (step == 0)
        {
          g_assert_cmpfloat (fixture_difference (cp_pass_get_logits (pass), f.logits, f.batch), <, TOLERANCE);
          g_assert_cmpfloat_with_epsilon (loss, fixture_double (f.loss, 0), TOLERANCE * loss);
          compare_tensors (network, cp_pass_get_gradient (pass), f.gradient, "gradient");
        }
      cp_adam_step (adam, kernels, pool, &settings, cp_pass_get_gradient (pass), cp_network_edit_values (network));
    }
  compare_tensors (network, cp_network_get_values (network), f.final, "weights");
  g_free (f.contents);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pytorch/ten-steps/reference", "reference", test_steps);
  g_test_add_data_func ("/pytorch/ten-steps/portable", "portable", test_steps);
  g_test_add_data_func ("/pytorch/ten-steps/avx2", "avx2", test_steps);
  g_test_add_data_func ("/pytorch/ten-steps/avx512", "avx512", test_steps);

  return g_test_run ();
}
