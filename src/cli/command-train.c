/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "checkpoint.h"
#include "cpu-level.h"
#include "csv.h"
#include "data-input.h"
#include "image-buffer.h"
#include "interrupt.h"
#include "json-output.h"
#include "options.h"
#include "output.h"
#include "printable.h"
#include "progress.h"
#include "recipe-options.h"
#include "scoring.h"

#include <glib/gi18n.h>
#include <math.h>

/* Validation is reported at this threshold, as in the history. */
#define THRESHOLD 0.5

typedef struct
{
  char *data;
  char *output;
  char *history;
  char *checkpoint; /* (nullable): where to keep the training at each epoch's end */
  char *resume;     /* (nullable): where to go on from */
  guint size;       /* 0 where not given */
  gboolean json;
  CpRecipeOptions given;
  CpRecipe recipe;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_free (options->output);
  g_free (options->history);
  g_free (options->checkpoint);
  g_free (options->resume);
  cp_recipe_options_clear (&options->given);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* A training under way. */
typedef struct
{
  const Options *options;
  CpDataset *dataset;
  CpTraining *training;
  CpProgress *progress;
  GString *history;
  CpTrainingEpoch last; /* newest finished epoch; 0 before the first */
  double seconds;
} Run;

static gboolean
check_different (const char  *option,
                 const char  *path,
                 const char  *other_option,
                 const char  *other,
                 GError     **error)
{
  if (path == NULL || g_strcmp0 (path, other) != 0)
    return TRUE;

  return cp_cli_usage_error (error, "--%s and --%s: expected two files, found “%s” twice", option, other_option, path);
}

static gboolean
check (Options  *o,
       GError  **error)
{
  if (o->resume != NULL && cp_recipe_options_given (&o->given))
    return cp_cli_usage_error (error, "--resume: the recipe is the checkpoint’s, expected none of its options but --threads");
  if (o->resume != NULL && o->checkpoint == NULL)
    o->checkpoint = g_strdup (o->resume);

  return check_different ("output", o->output, "history", o->history, error)
         && check_different ("output", o->output, "checkpoint", o->checkpoint, error)
         && check_different ("history", o->history, "checkpoint", o->checkpoint, error);
}

static gboolean
parse (Options  *o,
       char    **arguments,
       GError  **error)
{
  CpRecipeOptions *g = &o->given;
  const CpOption options[] = {
    { "data", CP_OPTION_PATH, &o->data, N_("D"), .help = N_("The data set: an .npz file, a folder, or the word phantom") },
    { "size", CP_OPTION_UNSIGNED, &o->size, N_("N"), .help = N_("Bring a folder’s images to this many pixels a side (28)"),
      .least = CP_MIN_IMAGE_SIZE, .most = CP_MAX_IMAGE_SIZE },
    { "preset", CP_OPTION_TEXT, &g->preset, N_("NAME"),
      .help = N_("baseline: small and fast; residual: more accurate, thirty times the work (baseline)") },
    { "epochs", CP_OPTION_UNSIGNED, &g->epochs, N_("N"),
      .help = N_("Passes over the training images (baseline 5, residual 20)"), .least = 1, .most = 1000 },
    { "batch-size", CP_OPTION_UNSIGNED, &g->batch_size, N_("N"), .help = N_("Images a step (baseline 128, residual 64)"),
      .least = 1, .most = 4096 },
    { "learning-rate", CP_OPTION_NUMBER, &g->learning_rate, N_("X"),
      .help = N_("Of Adam, the highest of a schedule (baseline 0.001, residual 0.004)"),
      .low = 0, .high = 1, .above_low = TRUE },
    { "schedule", CP_OPTION_TEXT, &g->schedule, N_("NAME"),
      .help = N_("The rate over time: constant or one-cycle (baseline constant, residual one-cycle)") },
    { "weight-decay", CP_OPTION_NUMBER, &g->weight_decay, N_("X"),
      .help = N_("Of AdamW (baseline 0, residual 0.01)"), .low = 0, .high = 1 },
    { "averaging", CP_OPTION_NUMBER, &g->averaging, N_("X"),
      .help = N_("Keep the weights' moving average with this decay, such as 0.99 (0: the weights as they are)"),
      .low = 0, .high = 0.999999 },
    { "augmentation", CP_OPTION_TEXT, &g->augmentation, N_("on|off"),
      .help = N_("Turn, scale, shift and shade training images a little (baseline off, residual on)") },
    { "no-class-weights", CP_OPTION_FLAG, &g->no_class_weights, NULL,
      .help = N_("Do not weigh both classes as if equally frequent") },
    { "ensemble", CP_OPTION_UNSIGNED, &g->ensemble, N_("K"),
      .help = N_("Train so many networks with following seeds and average their probabilities (1)"),
      .least = 1, .most = 64 },
    { "seed", CP_OPTION_UNSIGNED64, &g->seed, N_("N"),
      .help = N_("Of initial weights, shuffling, dropout and augmentation (1)"), .most = G_MAXINT64 },
    { "threads", CP_OPTION_UNSIGNED, &g->threads, N_("N"),
      .help = N_("To compute on; changes nothing but the speed (0: all processors)"), .most = 64 },
    { "output", CP_OPTION_PATH, &o->output, N_("M.safetensors"), .help = N_("Write the model to this file") },
    { "history", CP_OPTION_PATH, &o->history, N_("H.csv"), .help = N_("Write a table of the epochs to this file") },
    { "checkpoint", CP_OPTION_PATH, &o->checkpoint, N_("C"),
      .help = N_("Keep the training in this file at the end of each epoch") },
    { "resume", CP_OPTION_PATH, &o->resume, N_("C"),
      .help = N_("Go on from this checkpoint, and keep the training in it") },
    { "json", CP_OPTION_FLAG, &o->json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "train", NULL, N_("Trains a network, or several. Ctrl-C keeps what is finished."),
    options, G_N_ELEMENTS (options), NULL,
  };

  return cp_usage_parse (&usage, arguments, error) && check (o, error)
         && cp_recipe_options_resolve (g, &o->recipe, error);
}

static void
on_batch (const CpTrainingBatch *batch,
          gpointer               data)
{
  Run *run = data;

  cp_progress_batch (run->progress, batch);
}

static void
add_epoch (Run                   *run,
           const CpTrainingEpoch *epoch)
{
  run->last = *epoch;
  run->seconds += epoch->seconds;
  cp_csv_history_add (run->history, epoch, run->options->recipe.members > 1);
}

/* A checkpoint that cannot be written does not end the training: the next may go well. */
static void
keep (Run *run)
{
  g_autoptr (GError) error = NULL;

  if (run->options->checkpoint != NULL
      && !cp_training_save_checkpoint (run->training, run->options->checkpoint, &error))
    cp_message_error (error, NULL);
}

static void
on_epoch (const CpTrainingEpoch *epoch,
          CpModel               *model,
          gpointer               data)
{
  Run *run = data;

  add_epoch (run, epoch);
  cp_progress_epoch (run->progress, epoch, &run->options->recipe);
  keep (run);
}

static void
on_interrupt (gpointer training)
{
  cp_training_cancel (training);
}

static void
announce (const Run *run)
{
  const CpImageSet *train = cp_dataset_get_split (run->dataset, CP_SPLIT_TRAIN);
  const CpImageSet *validation = cp_dataset_get_split (run->dataset, CP_SPLIT_VALIDATION);

  cp_message (cp_dataset_get_kind (run->dataset) == CP_DATASET_PHANTOM
                ? _("Training on %s, synthetic images: %lu, and %lu for validation")
                : _("Training on %s: %lu images, and %lu for validation"),
              cp_dataset_get_name (run->dataset), (gulong) train->n, (gulong) validation->n);
  if (run->options->output == NULL)
    cp_message (_("The model will not be kept: no --output is given"));
}

/* The model and the history, as far as asked for and as far as there are any. */
static gboolean
save (const Run  *run,
      CpModel    *model,
      GError    **error)
{
  const Options *o = run->options;

  if (o->output != NULL && model != NULL
      && (!cp_output_check (o->output, error) || !cp_model_save (model, o->output, error)))
    return FALSE;

  return o->history == NULL || cp_output_save (o->history, run->history, error);
}

/* How far it got, such as "3 of 5 epochs". */
static char *
describe_progress (const Run *run)
{
  const CpRecipe *recipe = &run->options->recipe;
  const guint finished = run->last.epoch == recipe->epochs ? run->last.member : MAX (run->last.member, 1) - 1;

  if (recipe->members == 1)
    return g_strdup_printf ("%u of %u epochs", run->last.epoch, recipe->epochs);
  if (finished == 0)
    return g_strdup_printf ("%u of %u epochs of the first of %u networks", run->last.epoch, recipe->epochs,
                            recipe->members);

  return g_strdup_printf ("%u of %u networks", finished, recipe->members);
}

static char *
describe_kept (const Run *run,
               CpModel   *model)
{
  g_autofree char *name = run->options->output != NULL ? cp_printable_path (run->options->output) : NULL;

  if (name == NULL || model == NULL)
    return g_strdup ("no model written");

  return g_strdup_printf ("model written to %s", name);
}

/* Ended early: what there is was saved. */
static gboolean
stopped (const Run     *run,
         CpModel       *model,
         const GError  *failure, /* (nullable): NULL where interrupted */
         GError       **error)
{
  g_autofree char *kept = describe_kept (run, model);
  g_autofree char *progress = describe_progress (run);

  if (failure != NULL)
    g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED, "%s; %s", failure->message, kept);
  else
    g_set_error (error, CP_CLI_ERROR, CP_CLI_ERROR_FAILED, "interrupted after %s; %s", progress, kept);

  return FALSE;
}

static gboolean
print_json (const Run        *run,
            const CpFigures  *figures,
            GError          **error)
{
  const Options *o = run->options;
  g_autofree char *output = o->output != NULL ? g_filename_display_name (o->output) : NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cp_json_add_text (json, "preset", o->recipe.preset);
  cp_json_add_count (json, "epochs", run->last.epoch);
  cp_json_add_count (json, "seed", o->recipe.seed);
  cp_json_add_count (json, "ensemble", o->recipe.members);
  cp_json_begin (json, "data");
  cp_json_add_text (json, "name", cp_dataset_get_name (run->dataset));
  cp_json_add_text (json, "fingerprint", cp_dataset_get_fingerprint (run->dataset));
  json_builder_end_object (json);
  /* an ensemble's members each have their own: they are in the history */
  cp_json_add_number (json, "train_loss", o->recipe.members == 1 ? run->last.train_loss : NAN);
  cp_json_add_number (json, "val_loss", o->recipe.members == 1 ? run->last.val_loss : NAN);
  cp_json_begin (json, "validation");
  cp_figures_add_json (figures, json);
  json_builder_end_object (json);
  cp_json_add_number (json, "seconds", run->seconds);
  cp_json_add_text (json, "output", output);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static void
append_trained (GString   *text,
                const Run *run)
{
  const CpRecipe *recipe = &run->options->recipe;

  if (recipe->members > 1)
    g_string_append_printf (text, ngettext ("Trained %u “%s” networks for %u epoch each in %.1f s",
                                            "Trained %u “%s” networks for %u epochs each in %.1f s", run->last.epoch),
                            recipe->members, recipe->preset, run->last.epoch, run->seconds);
  else
    g_string_append_printf (text, ngettext ("Trained “%s” for %u epoch in %.1f s", "Trained “%s” for %u epochs in %.1f s",
                                            run->last.epoch), recipe->preset, run->last.epoch, run->seconds);
  g_string_append_c (text, '\n');
}

static gboolean
print_text (const Run        *run,
            const CpFigures  *figures,
            GError          **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *output = run->options->output != NULL ? cp_printable_path (run->options->output) : NULL;

  append_trained (text, run);
  if (output != NULL)
    {
      g_string_append_printf (text, _("Model: %s"), output);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, _("On the %lu validation images, called pneumonia from a probability of %g on:"),
                          (gulong) figures->n, figures->threshold);
  g_string_append (text, "\n\n");
  cp_figures_append_text (figures, text);

  return cp_output_print_text (text, error);
}

static gboolean
report (const Run  *run,
        CpModel    *model,
        GError    **error)
{
  CpFigures figures;

  if (!cp_figures_of (&figures, model, run->dataset, CP_SPLIT_VALIDATION, THRESHOLD, error))
    return FALSE;

  return run->options->json ? print_json (run, &figures, error) : print_text (run, &figures, error);
}

static gboolean
train (Run     *run,
       GError **error)
{
  const CpTrainingCallbacks callbacks = { .batch = on_batch, .epoch = on_epoch };
  CpTraining *training = run->training;
  g_autoptr (CpInterrupt) interrupt = cp_interrupt_watch (on_interrupt, training);
  g_autoptr (CpProgress) progress = cp_progress_new ();
  g_autoptr (CpModel) model = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean cancelled;

  run->progress = progress;
  model = cp_training_run (training, &callbacks, run, &cancelled, &failure);
  g_clear_pointer (&progress, cp_progress_free);
  if (failure != NULL && cp_training_get_model (training) != NULL)
    model = cp_model_ref (cp_training_get_model (training));

  if (!save (run, model, error))
    return FALSE;
  if (failure != NULL || cancelled)
    return stopped (run, model, failure, error);

  return report (run, model, error);
}

/* The recipe is then the checkpoint's. */
static gboolean
open_checkpoint (Options       *o,
                 CpCheckpoint **checkpoint,
                 GError       **error)
{
  const guint threads = o->recipe.threads;

  if (o->resume == NULL)
    return TRUE;
  *checkpoint = cp_checkpoint_load (o->resume, error);
  if (*checkpoint == NULL)
    return FALSE;
  o->recipe = *cp_checkpoint_get_recipe (*checkpoint);
  o->recipe.threads = threads;

  return TRUE;
}

/* What the checkpoint's training had done is this one's past. */
static void
take_past (Run          *run,
           CpCheckpoint *checkpoint)
{
  const char *level = cp_kernels_choose (NULL)->name;
  guint n;
  const CpTrainingEpoch *epochs = cp_checkpoint_get_epochs (checkpoint, &n);

  for (guint i = 0; i < n; i++)
    add_epoch (run, &epochs[i]);
  cp_message (_("Going on after %u of %u epochs"), n, run->options->recipe.epochs * run->options->recipe.members);
  if (!g_str_equal (level, cp_checkpoint_get_level (checkpoint)))
    cp_message (_("It was trained on the processor level %s until now and goes on on %s: the last bits will differ"),
                cp_checkpoint_get_level (checkpoint), level);
}

static CpTraining *
start (const CpRecipe  *recipe,
       CpCheckpoint    *checkpoint,
       CpDataset       *dataset,
       GError         **error)
{
  CpTraining *training = checkpoint != NULL
                           ? cp_training_continue (checkpoint, recipe->threads, recipe->background, dataset, error)
                           : cp_training_new (recipe, dataset, error);
  g_autofree char *name = cp_printable_path (cp_dataset_get_location (dataset));

  if (training == NULL && checkpoint == NULL) /* which names itself */
    g_prefix_error (error, "%s: ", name);

  return training;
}

/**
 * cp_command_train:
 * @arguments: the command line
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_train (char   **arguments,
                  GError **error)
{
  g_auto (Options) options = { .given = CP_RECIPE_OPTIONS_INIT };
  g_autoptr (CpDataset) dataset = NULL;
  g_autoptr (CpCheckpoint) checkpoint = NULL;
  g_autoptr (CpTraining) training = NULL;
  g_autoptr (GString) history = NULL;
  Run run;

  if (!parse (&options, arguments, error) || cp_kernels_choose (error) == NULL
      || !cp_output_check (options.output, error) || !cp_output_check (options.history, error)
      || !cp_output_check (options.checkpoint, error) || !open_checkpoint (&options, &checkpoint, error))
    return FALSE;

  dataset = cp_open_data_sized (options.data, options.size, error);
  if (dataset == NULL)
    return FALSE;
  cp_interrupt_block ();
  training = start (&options.recipe, checkpoint, dataset, error);
  if (training == NULL)
    return FALSE;

  history = cp_csv_history_new (options.recipe.members > 1);
  run = (Run) { .options = &options, .dataset = dataset, .training = training, .history = history };
  announce (&run);
  if (checkpoint != NULL)
    take_past (&run, checkpoint);

  return train (&run, error);
}
