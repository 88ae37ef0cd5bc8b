/* SPDX-License-Identifier: MIT */
#include "presets.h"

/* Marks a string for translation without needing gettext here. */
#define N_(string) (string)

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
  node = cp_network_add_dropout (network, node, 0.2f);

  return cp_network_add_linear (network, node, "classifier.3", 1);
}

static const CpPreset presets[] = {
  { "baseline", N_("Two convolutions and two linear layers: trains in seconds"), 4, build_baseline },
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
      g_set_error (error, CP_ENGINE_ERROR, CP_ENGINE_ERROR_INVALID,
                   "unknown preset “%s”, expected “baseline”", name);
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
