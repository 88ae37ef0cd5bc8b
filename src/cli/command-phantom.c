/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "image-buffer.h"
#include "options.h"
#include "output.h"
#include "phantom.h"
#include "printable.h"

#include <glib/gi18n.h>

typedef struct
{
  char *output;
  guint size;
  guint train;
  guint val;
  guint test;
  guint64 seed;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options  *o,
       char    **arguments,
       GError  **error)
{
  const CpOption options[] = {
    { "output", CP_OPTION_PATH, &o->output, N_("P"), .help = N_("The file to write, .npz") },
    { "size", CP_OPTION_UNSIGNED, &o->size, N_("N"), .help = N_("Side of the images, in pixels (28)"),
      .least = CP_MIN_IMAGE_SIZE, .most = CP_MAX_IMAGE_SIZE },
    { "train", CP_OPTION_UNSIGNED, &o->train, N_("N"), .help = N_("Images to learn from (2000)"),
      .least = 4, .most = CP_MAX_IMAGES },
    { "val", CP_OPTION_UNSIGNED, &o->val, N_("N"), .help = N_("Images to validate on (400)"),
      .least = 4, .most = CP_MAX_IMAGES },
    { "test", CP_OPTION_UNSIGNED, &o->test, N_("N"), .help = N_("Images to test on (600)"),
      .least = 4, .most = CP_MAX_IMAGES },
    { "seed", CP_OPTION_UNSIGNED64, &o->seed, N_("N"), .help = N_("Another seed, other images (1)"), .most = G_MAXINT64 },
  };
  const CpUsage usage = {
    "phantom", NULL, N_("Writes a data set of synthetic chest-like images."),
    options, G_N_ELEMENTS (options), NULL,
  };

  if (!cp_usage_parse (&usage, arguments, error))
    return FALSE;
  if (o->output == NULL)
    return cp_cli_usage_error (error, "phantom needs --output");

  return TRUE;
}

/**
 * cp_command_phantom:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_phantom (char   **arguments,
                    GError **error)
{
  CpPhantomSettings settings = CP_PHANTOM_SETTINGS_DEFAULT;
  g_auto (Options) o = {
    .size = settings.size, .train = settings.n_train, .val = settings.n_val, .test = settings.n_test,
    .seed = settings.seed,
  };
  g_autofree char *name = NULL;

  if (!parse (&o, arguments, error))
    return FALSE;

  settings = (CpPhantomSettings) {
    .size = o.size, .n_train = o.train, .n_val = o.val, .n_test = o.test, .seed = o.seed,
  };
  if (!cp_phantom_settings_check (&settings, error))
    {
      (*error)->domain = CP_CLI_ERROR;
      (*error)->code = CP_CLI_ERROR_USAGE;
      return FALSE;
    }
  if (!cp_output_check (o.output, error) || !cp_phantom_write_npz (&settings, o.output, error))
    return FALSE;

  name = cp_printable_path (o.output);
  cp_message (_("%s: %u + %u + %u synthetic images of %u×%u pixels"), name, o.train, o.val, o.test, o.size, o.size);

  return TRUE;
}
