/* SPDX-License-Identifier: MIT */
#include "fixture-reader.h"

#include "loss.h"
#include "pass.h"

#include <math.h>
#include <string.h>

/* Relative to the norm of the tensor compared with. The fixture was computed in
 * double; PyTorch's own float32 is up to 7e-7 off it. */
#define TOLERANCE 5e-6

#define NAME_BYTES 32

/* What tests/fixtures/engine/make_strided.py has written. */
typedef struct
{
  char *contents;
  const char *end;
  guint32 size, n, tensors;
  const guint8 *pixels, *labels;
  const char *inferred, *logits, *loss, *first_tensor;
} Fixture;

static void
load_fixture (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  const char *at;
  gsize length;

  g_file_get_contents (FIXTURES "/strided.bin", &f->contents, &length, &error);
  g_assert_no_error (error);
  at = f->contents;
  f->end = at + length;
  g_assert_cmpmem (fixture_take (&at, 8), 8, "CPSTRI01", 8);
  memcpy (&f->size, fixture_take (&at, 12), 12);
  f->pixels = (const guint8 *) fixture_take (&at, f->n * f->size * f->size);
  f->labels = (const guint8 *) fixture_take (&at, f->n);
  f->inferred = fixture_take (&at, f->n * sizeof (float));
  f->logits = fixture_take (&at, f->n * sizeof (float));
  f->loss = fixture_take (&at, sizeof (double));
  f->first_tensor = at;
}

static guint
add_normed (CpNetwork  *network,
            guint       input,
            const char *convolution,
            const char *norm,
            guint       kernel,
            guint       stride,
            guint       channels)
{
  const guint node = cp_network_add_unbiased_convolution (network, input, convolution, channels, kernel, stride,
                                                          kernel / 2);

  return cp_network_add_batch_norm (network, node, norm);
}

static CpNetwork *
new_network (guint size)
{
  g_autoptr (GError) error = NULL;
  CpNetwork *network = cp_network_new ("strided", size);
  guint node = add_normed (network, 0, "a", "an", 5, 2, 5), shortcut;

  node = cp_network_add_relu (network, node);
  shortcut = add_normed (network, node, "s", "sn", 1, 3, 19);
  node = add_normed (network, node, "b", "bn", 3, 3, 19);
  node = cp_network_add_sum (network, node, shortcut);
  node = cp_network_add_convolution (network, node, "c", 7, 1, 1, 0);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_average_pool (network, node);
  cp_network_add_linear (network, node, "f", 1);
  cp_network_finish (network, &error);
  g_assert_no_error (error);

  return network;
}

static const CpParameter *
find_parameter (const CpNetwork *network,
                const char      *name)
{
  for (guint i = 0; i < cp_network_get_n_parameters (network); i++)
    if (strncmp (cp_network_get_parameter (network, i)->name, name, NAME_BYTES) == 0)
      return cp_network_get_parameter (network, i);
  g_error ("no tensor %.*s", NAME_BYTES, name);
}

/* The next of PyTorch's tensors, which the network has in the same shape. */
static const CpParameter *
take_tensor (const CpNetwork  *network,
             const char      **at,
             const char      **before,
             const char      **after)
{
  const CpParameter *p = find_parameter (network, fixture_take (at, NAME_BYTES));
  guint32 dims[5];

  memcpy (dims, fixture_take (at, sizeof dims), sizeof dims);
  g_assert_cmpuint (p->n_dims, ==, dims[0]);
  for (guint i = 0; i < p->n_dims; i++)
    g_assert_cmpuint (p->shape[i], ==, dims[1 + i]);
  *before = fixture_take (at, p->size * sizeof (float));
  *after = fixture_take (at, p->size * sizeof (float));

  return p;
}

static void
take_weights (const Fixture *f,
              CpNetwork     *network)
{
  const char *at = f->first_tensor, *before, *after;

  g_assert_cmpuint (cp_network_get_n_parameters (network), ==, f->tensors);
  for (guint i = 0; i < f->tensors; i++)
    {
      const CpParameter *p = take_tensor (network, &at, &before, &after);

      memcpy (cp_network_edit_values (network) + p->offset, before, p->size * sizeof (float));
    }
  g_assert_true (at == f->end);
}

static void
assert_agrees (const char  *what,
               const float *found,
               const char  *expected,
               gsize        n)
{
  const double d = fixture_difference (found, expected, n);

  g_test_message ("%s: relative error %.2g", what, d);
  g_assert_cmpfloat (d, <, TOLERANCE);
}

/* Gradients of what is trained, and running statistics and counts as they are now. */
static void
compare_tensors (const Fixture   *f,
                 const CpNetwork *network,
                 CpPass          *pass)
{
  const char *at = f->first_tensor, *before, *after;

  for (guint i = 0; i < f->tensors; i++)
    {
      const CpParameter *p = take_tensor (network, &at, &before, &after);
      const float *found = p->kind == CP_PARAMETER_TRAINED ? cp_pass_get_gradient (pass)
                                                           : cp_network_get_values (network);

      assert_agrees (p->name, found + p->offset, after, p->size);
    }
}

static void
check_inference (const Fixture   *f,
                 const CpNetwork *network,
                 const CpKernels *kernels,
                 CpThreadPool    *pool)
{
  const CpSamples samples = { f->pixels, NULL, f->n, f->size };
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, 0);
  g_autofree float *logits = g_new (float, f->n);

  cp_pass_pack (pass);
  cp_pass_infer (pass, &samples, logits);
  assert_agrees ("inferred logits", logits, f->inferred, f->n);
}

static void
check_training (const Fixture   *f,
                CpNetwork       *network,
                const CpKernels *kernels,
                CpThreadPool    *pool)
{
  const CpSamples samples = { f->pixels, f->labels, f->n, f->size };
  CpBatch batch = { .samples = &samples, .n = f->n };
  g_autoptr (CpPass) pass = cp_pass_new (network, kernels, pool, f->n);
  double loss;

  cp_class_weights (f->labels, f->n, batch.class_weights);
  cp_pass_pack (pass);
  loss = cp_pass_train (pass, &batch);
  cp_pass_track (pass, cp_network_edit_values (network));
  assert_agrees ("logits", cp_pass_get_logits (pass), f->logits, f->n);
  g_assert_cmpfloat_with_epsilon (loss, fixture_double (f->loss, 0), TOLERANCE * loss);
  compare_tensors (f, network, pass);
}

/* Shapes that no preset has, at one level. */
static void
test_level (gconstpointer level)
{
  g_autoptr (GError) error = NULL;
  const CpKernels *kernels = cp_kernels_lookup (level, &error);
  Fixture f;

  if (kernels == NULL)
    {
      g_test_skip (error->message);
      return;
    }
  load_fixture (&f);

  g_autoptr (CpNetwork) network = new_network (f.size);
  g_autoptr (CpThreadPool) pool = cp_thread_pool_new (2);

  take_weights (&f, network);
  check_inference (&f, network, kernels, pool);
  check_training (&f, network, kernels, pool);
  g_free (f.contents);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pytorch/strided/reference", "reference", test_level);
  g_test_add_data_func ("/pytorch/strided/portable", "portable", test_level);
  g_test_add_data_func ("/pytorch/strided/avx2", "avx2", test_level);
  g_test_add_data_func ("/pytorch/strided/avx512", "avx512", test_level);

  return g_test_run ();
}
