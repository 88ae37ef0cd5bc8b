/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "origin-words.h"

#include <glib/gi18n.h>

static const char *
name_split (CpSplit split)
{
  return split == CP_SPLIT_TEST         ? _("test images")
         : split == CP_SPLIT_VALIDATION ? _("validation images")
                                        : _("training images");
}

/**
 * cp_origin_describe_data:
 * @dataset: a data set
 * @split: which of its images
 *
 * Returns: (transfer full): both by name, for what leaves the program
 */
char *
cp_origin_describe_data (CpDataset *dataset,
                         CpSplit    split)
{
  /* Translators: a data set and which of its images, such as “PneumoniaMNIST, test images” */
  return g_strdup_printf (_("%s, %s"), cp_dataset_get_name (dataset), name_split (split));
}

/**
 * cp_origin_describe_model:
 * @info: what a model says of itself
 *
 * Returns: (transfer full): its network and how long it learned
 */
char *
cp_origin_describe_model (const CpModelInfo *info)
{
  g_autofree char *epochs =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u epoch", "%u epochs", info->epochs), info->epochs);

  if (info->members > 1)
    return g_strdup_printf (_("%s, %u×%u pixels, an ensemble of %u, %s each"), info->preset, info->size, info->size,
                            info->members, epochs);

  return g_strdup_printf (_("%s, %u×%u pixels, %s"), info->preset, info->size, info->size, epochs);
}

/**
 * cp_origin_today:
 *
 * Returns: (transfer full): the date, the same in any language
 */
char *
cp_origin_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}
