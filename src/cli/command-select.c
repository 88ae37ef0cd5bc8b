/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "choice.h"
#include "grid.h"
#include "json-output.h"
#include "options.h"
#include "output.h"
#include "table-input.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define DEFAULT_TARGET 0.99
#define MOST_COST 1e6

typedef struct
{
  CpTableInput input;
  char *rule_name;
  char *cost;
  double target; /* NaN where it was not given */
  gboolean grid;
  gboolean json;
  CpThresholdRule rule;
} Options;

static void
options_clear (Options *options)
{
  cp_table_input_clear (&options->input);
  g_free (options->rule_name);
  g_free (options->cost);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* A cost above 0; @text ends at its colon or at its end. */
static gboolean
take_cost (const char *text,
           gsize       length,
           double     *cost)
{
  char *end = NULL;

  if (length == 0 || strspn (text, ".0123456789") < length)
    return FALSE;
  *cost = g_ascii_strtod (text, &end);

  return end == text + length && *cost > 0 && *cost <= MOST_COST;
}

static gboolean
parse_cost (Options  *o,
            GError  **error)
{
  const char *colon = o->cost != NULL ? strchr (o->cost, ':') : NULL;

  if (o->cost == NULL)
    return cp_cli_usage_error (error, "select --rule cost needs --cost");
  if (colon == NULL || !take_cost (o->cost, (gsize) (colon - o->cost), &o->rule.cost_missed)
      || !take_cost (colon + 1, strlen (colon + 1), &o->rule.cost_false_alarm))
    return cp_cli_usage_error (error, "--cost: expected two numbers above 0, such as 10:1, found “%s”", o->cost);

  return TRUE;
}

static gboolean
parse_rule (Options  *o,
            GError  **error)
{
  const gboolean known = o->rule_name == NULL || cp_rule_from_name (o->rule_name, &o->rule.rule);
  const gboolean costs = o->rule_name != NULL && o->rule.rule == CP_RULE_COST;
  const gboolean targets = o->rule_name != NULL && (o->rule.rule == CP_RULE_RECALL
                                                    || o->rule.rule == CP_RULE_GUARDED_RECALL);

  if (!known)
    return cp_cli_usage_error (error, "--rule: expected recall, guarded-recall, youden, f1 or cost, found “%s”",
                               o->rule_name);
  if (!targets && !isnan (o->target))
    return cp_cli_usage_error (error, "--target goes with --rule recall or guarded-recall only");
  if (!costs && o->cost != NULL)
    return cp_cli_usage_error (error, "--cost goes with --rule cost only");
  o->rule.target = isnan (o->target) ? DEFAULT_TARGET : o->target;

  return !costs || parse_cost (o, error);
}

static gboolean
parse (Options     *o,
       char       **arguments,
       GError     **error)
{
  const CpOption options[] = {
    { "predictions", CP_OPTION_PATH, &o->input.path, N_("V.csv"),
      .help = N_("A table with a header that has label and probability, of validation images") },
    { "split", CP_OPTION_TEXT, &o->input.split, N_("S"), .help = N_("Read only rows with this in their column split") },
    { "rule", CP_OPTION_TEXT, &o->rule_name, N_("NAME"),
      .help = N_("How to choose: recall, guarded-recall, youden, f1 or cost") },
    { "target", CP_OPTION_NUMBER, &o->target, N_("R"),
      .help = N_("The recall to reach, or its lower bound if guarded (0.99)"), .low = 0, .high = 1, .above_low = TRUE },
    { "cost", CP_OPTION_TEXT, &o->cost, N_("FN:FP"),
      .help = N_("What a missed pneumonia and a false alarm cost, such as 10:1") },
    { "grid", CP_OPTION_FLAG, &o->grid, NULL, .help = N_("Also, or only, show thresholds from 0.05 to 0.60") },
    { "json", CP_OPTION_FLAG, &o->json, NULL, .help = N_("Print one JSON object") },
  };
  const CpUsage usage = {
    "select", NULL, N_("Chooses a decision threshold. Choose on validation images, never on those that test it."),
    options, G_N_ELEMENTS (options), NULL,
  };

  if (!cp_usage_parse (&usage, arguments, error))
    return FALSE;
  if (o->input.path == NULL)
    return cp_cli_usage_error (error, "select needs --predictions");
  if (o->rule_name == NULL && !o->grid)
    return cp_cli_usage_error (error, "select needs --rule");

  return parse_rule (o, error);
}

static gboolean
print_json (const Options   *o,
            const CpChoice  *choice,
            GError         **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  if (o->rule_name != NULL)
    cp_choice_add_json (choice, &o->rule, json);
  if (o->grid)
    cp_grid_add_json (o->input.predictions, json);
  json_builder_end_object (json);

  return cp_json_print (json, error);
}

static gboolean
print_text (const Options   *o,
            const CpChoice  *choice,
            GError         **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cp_table_input_append_head (&o->input, text);
  if (o->rule_name != NULL)
    cp_choice_append_text (choice, &o->rule, o->input.predictions, text);
  if (o->grid)
    {
      g_string_append_c (text, '\n');
      cp_grid_append_text (o->input.predictions, text);
    }

  return cp_output_print_text (text, error);
}

/**
 * cp_command_select:
 * @arguments: the command line
 * @error: return location
 *
 * A rule that cannot be obeyed is an answer, not a failure.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_command_select (char   **arguments,
                   GError **error)
{
  g_auto (Options) options = { .target = NAN };
  CpChoice choice = { 0 };

  if (!parse (&options, arguments, error) || !cp_table_input_load (&options.input, error))
    return FALSE;

  if (g_strcmp0 (options.input.split, "test") == 0)
    cp_message (_("These are test images: the figures of a threshold chosen on them are exploratory."));
  if (options.rule_name != NULL)
    choice = cp_choose_threshold (options.input.predictions, &options.rule);

  return options.json ? print_json (&options, &choice, error) : print_text (&options, &choice, error);
}
