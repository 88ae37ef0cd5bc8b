/* SPDX-License-Identifier: MIT */
#include "measure.h"

/**
 * cp_bench_now:
 *
 * Returns: seconds since some moment in the past
 */
double
cp_bench_now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/**
 * cp_bench_median:
 * @values: doubles, at least one; sorted afterwards
 *
 * Returns: the middle one, or the mean of the two in the middle
 */
double
cp_bench_median (GArray *values)
{
  const guint n = values->len;

  g_array_sort (values, compare);

  return (g_array_index (values, double, (n - 1) / 2) + g_array_index (values, double, n / 2)) / 2;
}

static double
node_operations (const CpNode *node)
{
  const double inputs = (double) node->in.height * node->in.width * node->in.channels;
  const double outputs = (double) node->out.height * node->out.width * node->out.channels;

  if (node->kind == CP_OPERATION_CONVOLUTION)
    return 2 * outputs * node->kernel * node->kernel * node->in.channels;

  return node->kind == CP_OPERATION_LINEAR ? 2 * inputs * outputs : 0;
}

/**
 * cp_bench_forward:
 * @network: a network
 *
 * Returns: operations of one image's way forward; only those of convolutions
 *   and linear layers, a multiply-add as two, as if no input were zero
 */
double
cp_bench_forward (const CpNetwork *network)
{
  double operations = 0;

  for (guint i = 0; i < cp_network_get_n_nodes (network); i++)
    operations += node_operations (cp_network_get_node (network, i));

  return operations;
}

/**
 * cp_bench_backward:
 * @network: a network
 *
 * Returns: operations of one image's way back, counted alike: the weights'
 *   gradient and, but for what reads the image itself, the input's
 */
double
cp_bench_backward (const CpNetwork *network)
{
  double operations = 0;

  for (guint i = 0; i < cp_network_get_n_nodes (network); i++)
    {
      const CpNode *node = cp_network_get_node (network, i);

      operations += node_operations (node) * (node->input > 0 ? 2 : 1);
    }

  return operations;
}

/**
 * cp_bench_parse:
 * @entries: what options there are
 * @parameters: what follows them, such as "DATA"; as many words as have to be given
 * @argc: arguments of the program
 * @argv: likewise; afterwards only the parameters are left
 * @error: return location
 *
 * Returns: %FALSE where an option or the number of parameters is wrong
 */
gboolean
cp_bench_parse (GOptionEntry  *entries,
                const char    *parameters,
                int            argc,
                char         **argv,
                GError       **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_auto (GStrv) expected = g_strsplit (parameters, " ", -1);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc - 1 == (int) g_strv_length (expected))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "expected %s, found %d arguments; see --help",
               *parameters != '\0' ? parameters : "only options", argc - 1);

  return FALSE;
}
