/* SPDX-License-Identifier: MIT */
#include "loss.h"
#include "oracle.h"
#include "pass.h"
#include "presets.h"

#include <math.h>
#include <string.h>

#define N 3
#define STEP 1e-5

typedef struct
{
  guint8 pixels[N * 1024];
  guint8 labels[N];
  CpSamples samples;
  CpBatch batch;
} Data;

static void
make_data (Data  *data,
           guint  size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint i = 0; i < N * size * size; i++)
    data->pixels[i] = (guint8) g_rand_int_range (rand, 0, 256);
  for (guint i = 0; i < N; i++)
    data->labels[i] = i % 2;
  data->samples = (CpSamples) { data->pixels, data->labels, N, size };
  data->batch = (CpBatch) { .samples = &data->samples, .n = N };
  cp_class_weights (data->labels, N, data->batch.class_weights);
}

/* The baseline without dropout: the oracle draws no random numbers. */
static CpNetwork *
make_baseline (guint size)
{
  CpNetwork *network = cp_network_new ("baseline", size);
  guint node = cp_network_add_convolution (network, 0, "features.0", 16, 3, 1, 1);

  node = cp_network_add_relu (network, node);
  node = cp_network_add_max_pool (network, node, 2);
  node = cp_network_add_convolution (network, node, "features.3", 32, 3, 1, 1);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_max_pool (network, node, 2);
  node = cp_network_add_linear (network, node, "classifier.0", 64);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_dropout (network, node, 0);
  cp_network_add_linear (network, node, "classifier.3", 1);

  return network;
}

/* Shapes the baseline does not have: strides, a 5×5 and a 1×1 kernel, odd
 * channels, windows that leave rows over. */
static CpNetwork *
make_odd (guint size)
{
  CpNetwork *network = cp_network_new ("odd", size);
  guint node = cp_network_add_convolution (network, 0, "a", 5, 5, 2, 2);

  node = cp_network_add_relu (network, node);
  node = cp_network_add_convolution (network, node, "b", 19, 3, 1, 0);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_convolution (network, node, "c", 7, 1, 1, 0);
  node = cp_network_add_max_pool (network, node, 2);
  node = cp_network_add_linear (network, node, "d", 37);
  node = cp_network_add_relu (network, node);
  cp_network_add_linear (network, node, "e", 1);

  return network;
}

static guint
add_normed (CpNetwork  *network,
            guint       input,
            const char *convolution,
            const char *norm,
            guint       channels,
            guint       kernel,
            guint       stride)
{
  const guint node = cp_network_add_unbiased_convolution (network, input, convolution, channels, kernel, stride,
                                                          kernel / 2);

  return cp_network_add_batch_norm (network, node, norm);
}

/* Blocks with and without a convolution in the shortcut, a batch norm after a
 * convolution with bias, one without a ReLU behind it, and a maximum between two
 * stages. Channels are odd. */
static CpNetwork *
make_residual (guint size)
{
  CpNetwork *network = cp_network_new ("residual", size);
  guint node = add_normed (network, 0, "a", "an", 5, 3, 1), shortcut;

  shortcut = node = cp_network_add_relu (network, node);
  node = add_normed (network, node, "b", "bn", 5, 3, 1);
  node = cp_network_add_relu (network, node);
  node = add_normed (network, node, "c", "cn", 5, 3, 1);
  node = cp_network_add_sum (network, node, shortcut);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_max_pool (network, node, 2);
  shortcut = add_normed (network, node, "s", "sn", 7, 1, 2);
  node = cp_network_add_convolution (network, node, "d", 3, 3, 2, 1);
  node = cp_network_add_batch_norm (network, node, "dn");
  node = add_normed (network, node, "e", "en", 7, 3, 1);
  node = cp_network_add_sum (network, node, shortcut);
  node = cp_network_add_average_pool (network, node);
  node = cp_network_add_dropout (network, node, 0);
  cp_network_add_linear (network, node, "f", 1);

  return network;
}

/* The central difference; steps on which a ReLU or a maximum tips over are
 * made smaller, as the derivative is not defined across one. */
static double
numerical_gradient (Oracle *oracle,
                    guint   node,
                    gsize   index)
{
  double *value = oracle_edit_values (oracle) + index;
  const double before = *value;
  double step = STEP, up, down;
  guint32 pattern;

  do
    {
      *value = before + step;
      up = oracle_loss_from (oracle, node);
      pattern = oracle_get_pattern (oracle);
      *value = before - step;
      down = oracle_loss_from (oracle, node);
      *value = before;
      if (pattern == oracle_get_pattern (oracle))
        return (up - down) / (2 * step);
      step /= 4;
    }
  while (step > 1e-9);

  return (up - down) / (8 * step);
}

static void
compare_parameter (CpPass          *pass,
                   Oracle          *oracle,
                   const CpNetwork *network,
                   guint            parameter)
{
  const CpParameter *p = cp_network_get_parameter (network, parameter);
  const float *gradient = cp_pass_get_gradient (pass) + p->offset;
  const guint node = oracle_node_of (oracle, parameter);
  double error = 0, square = 0;

  for (gsize i = 0; i < p->size; i++)
    {
      double expected = numerical_gradient (oracle, node, p->offset + i);

      error += pow ((double) gradient[i] - expected, 2);
      square += expected * expected;
      g_assert_cmpfloat (fabs ((double) gradient[i] - expected), <, 1e-4);
    }
  oracle_loss_from (oracle, node); /* back to the unchanged weight */
  g_test_message ("%s: %" G_GSIZE_FORMAT " weights, relative error %.2g", p->name, p->size, sqrt (error / square));
  if (strcmp (p->name, "d.bias") == 0)
    return; /* a batch norm takes it away: zero but for rounding */
  g_assert_cmpfloat (square, >, 0);
  g_assert_cmpfloat (sqrt (error / square), <, 1e-4);
}

static void
check_network (CpNetwork  *network,
               const char *level)
{
  g_autoptr (GError) error = NULL;
  g_autofree Data *data = g_new0 (Data, 1);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (1);
  g_autoptr (CpPass) pass = NULL;
  g_autoptr (Oracle) oracle = NULL;
  const CpKernels *kernels = cp_kernels_lookup (level, NULL);

  if (kernels == NULL)
    {
      g_test_skip ("this processor does not have the level");
      return;
    }
  make_data (data, cp_network_get_size (network));
  cp_network_finish (network, &error);
  g_assert_no_error (error);
  cp_network_initialise (network, 7);

  pass = cp_pass_new (network, kernels, pool, N + 3); /* room for more: a short last batch */
  oracle = oracle_new (network, &data->samples, data->batch.class_weights);
  cp_pass_pack (pass);
  g_assert_cmpfloat_with_epsilon (cp_pass_train (pass, &data->batch), oracle_loss_from (oracle, 0), 1e-6);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon ((double) cp_pass_get_logits (pass)[i], oracle_get_logit (oracle, i), 1e-5);
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    if (cp_network_get_parameter (network, i)->kind == CP_PARAMETER_TRAINED)
      compare_parameter (pass, oracle, network, i);
}

/* Every weight of the baseline, on the smallest images it is used on. */
static void
test_baseline (gconstpointer level)
{
  g_autoptr (CpNetwork) network = make_baseline (8);

  check_network (network, level);
}

static void
test_odd_shapes (gconstpointer level)
{
  g_autoptr (CpNetwork) network = make_odd (11);

  check_network (network, level);
}

static void
test_residual (gconstpointer level)
{
  g_autoptr (CpNetwork) network = make_residual (8);

  check_network (network, level);
}

/* Folded into the convolutions, batch norms still do what they do with running statistics. */
static void
test_folded (gconstpointer level)
{
  g_autofree Data *data = g_new0 (Data, 1);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (2);
  g_autoptr (CpNetwork) network = make_residual (9);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const CpKernels *kernels = cp_kernels_lookup (level, NULL);
  float logits[N];

  if (kernels == NULL)
    {
      g_test_skip ("this processor does not have the level");
      return;
    }
  make_data (data, 9);
  cp_network_finish (network, NULL);
  cp_network_initialise (network, 7);
  for (gsize i = 0; i < cp_network_get_n_values (network); i++)
    cp_network_edit_values (network)[i] += (float) g_rand_double_range (rand, 0.1, 0.3);

  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, 0);
  g_autoptr (Oracle) oracle = oracle_new (network, &data->samples, data->batch.class_weights);

  cp_pass_pack (pass);
  cp_pass_infer (pass, &data->samples, logits);
  oracle_use_running (oracle);
  oracle_loss_from (oracle, 0);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon ((double) logits[i], oracle_get_logit (oracle, i),
                                    1e-5 * MAX (1, fabs (oracle_get_logit (oracle, i))));
}

static void
add_test (const char    *name,
          const char    *level,
          GTestDataFunc  function)
{
  g_autofree char *path = g_strdup_printf ("/gradient/%s/%s", name, level);

  g_test_add_data_func (path, level, function);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const levels[] = { "reference", "portable", "avx2", "avx512" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/gradient/baseline/reference", "reference", test_baseline);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      add_test ("odd-shapes", levels[i], test_odd_shapes);
      add_test ("residual", levels[i], test_residual);
      add_test ("folded", levels[i], test_folded);
    }

  return g_test_run ();
}
