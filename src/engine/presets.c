/* SPDX-License-Identifier: MIT */
#include "presets.h"

/* Marks a string for translation without needing gettext here. */
#define N_(string) (string)

#define DROPOUT 0.2f

/* The same as
 *   features = Sequential(Conv2d(1, 16, 3, padding=1), ReLU(), MaxPool2d(2),
 *                         Conv2d(16, 32, 3, padding=1), ReLU(), MaxPool2d(2))
 *   classifier = Sequential(Linear(32 * (size // 4) ** 2, 64), ReLU(), Dropout(0.2), Linear(64, 1))
 * in PyTorch, with flatten(1) between the two. */
static guint
build_baseline (CpNetwork *network)
{
  guint node = cp_network_add_convolution (network, 0, "features.0", 16, 3, 1, 1);

  node = cp_network_add_relu (network, node);
  node = cp_network_add_max_pool (network, node, 2);
  node = cp_network_add_convolution (network, node, "features.3", 32, 3, 1, 1);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_max_pool (network, node, 2);
  node = cp_network_add_linear (network, node, "classifier.0", 64);
  node = cp_network_add_relu (network, node);
  node = cp_network_add_dropout (network, node, DROPOUT);

  return cp_network_add_linear (network, node, "classifier.3", 1);
}

static char *
name_in (const char *module,
         const char *name)
{
  return g_strconcat (module, ".", name, NULL);
}

/* Conv2d(…, kernel, stride, padding=kernel // 2, bias=False) and BatchNorm2d */
static guint
add_normed (CpNetwork  *network,
            guint       input,
            const char *module,
            const char *convolution,
            const char *norm,
            guint       channels,
            guint       kernel,
            guint       stride)
{
  g_autofree char *first = name_in (module, convolution);
  g_autofree char *second = name_in (module, norm);
  const guint node = cp_network_add_unbiased_convolution (network, input, first, channels, kernel, stride, kernel / 2);

  return cp_network_add_batch_norm (network, node, second);
}

/* A basic block (He and others 2016): two convolutions, whose input is added to
 * their result, through a 1×1 convolution where the shape changes. */
static guint
add_block (CpNetwork  *network,
           guint       input,
           const char *module,
           guint       channels,
           guint       stride)
{
  guint node, shortcut = input;

  node = add_normed (network, input, module, "conv1", "bn1", channels, 3, stride);
  node = cp_network_add_relu (network, node);
  if (stride > 1 || cp_network_get_node (network, input)->out.channels != channels)
    shortcut = add_normed (network, input, module, "shortcut.0", "shortcut.1", channels, 1, stride);
  node = add_normed (network, node, module, "conv2", "bn2", channels, 3, 1);
  node = cp_network_add_sum (network, node, shortcut);

  return cp_network_add_relu (network, node);
}

/* tests/fixtures/engine/residual.py is the same network in PyTorch. */
static guint
build_residual (CpNetwork *network)
{
  guint node = add_normed (network, 0, "stem", "0", "1", 16, 3, 1);

  node = cp_network_add_relu (network, node);
  node = add_block (network, node, "stages.0.0", 16, 1);
  node = add_block (network, node, "stages.1.0", 32, 2);
  node = add_block (network, node, "stages.2.0", 64, 2);
  node = cp_network_add_average_pool (network, node);
  node = cp_network_add_dropout (network, node, DROPOUT);

  return cp_network_add_linear (network, node, "classifier.1", 1);
}

static const CpPreset presets[] = {
  { "baseline", N_("Two convolutions and two linear layers: trains in seconds"), 4, build_baseline },
  { "residual", N_("Seven convolutions with shortcuts and batch norm: more accurate, eight times the work an image"), 4,
    build_residual },
};

/**
 * cp_presets_get:
 * @n: (out): how many there are
 *
 * Returns: (array length=n) (transfer none): all architectures
 */
const CpPreset *
cp_presets_get (guint *n)
{
  *n = G_N_ELEMENTS (presets);

  return presets;
}

/**
 * cp_preset_lookup:
 * @name: a name, such as "baseline"
 *
 * Returns: (nullable) (transfer none): the architecture of that name
 */
const CpPreset *
cp_preset_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_strcmp0 (presets[i].name, name) == 0)
      return &presets[i];

  return NULL;
}

/**
 * cp_presets_describe:
 *
 * Returns: (transfer full): the presets' names, for messages
 */
char *
cp_presets_describe (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : " or ", presets[i].name);

  return g_string_free (text, FALSE);
}

/**
 * cp_preset_new_network:
 * @name: name of an architecture
 * @size: side of the images, in pixels
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the network, all weights zero; %NULL with
 *   CP_ENGINE_ERROR_INVALID where there is no such architecture or it cannot
 *   work on images of that size
 */
CpNetwork *
cp_preset_new_network (const char  *name,
                       guint        size,
                       GError     **error)
{
  const CpPreset *preset = cp_preset_lookup (name);
  g_autoptr (CpNetwork) network = NULL;

  if (preset == NULL)
    {
      g_autofree char *names = cp_presets_describe ();

      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID, "unknown preset “%s”, expected %s", name, names);
      return NULL;
    }
  if (size < preset->min_size || size > 1024)
    {
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
                   "%s: expected images of %u to 1024 pixels a side, found %u", name, preset->min_size, size);
      return NULL;
    }

  network = cp_network_new (name, size);
  preset->build (network);
  if (!cp_network_finish (network, error))
    return NULL;

  return g_steal_pointer (&network);
}
