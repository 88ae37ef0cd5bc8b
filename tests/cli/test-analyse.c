/* SPDX-License-Identifier: MIT */
/* Figures of a table of predictions, whoever wrote it. */
#include "cli-test.h"

#include <math.h>
#include <string.h>

/* One pneumonia is missed at 0.5, and one normal a false alarm. */
#define SMALL \
  "label,probability\n" \
  "1,0.9\n1,0.8\n1,0.7\n1,0.6\n1,0.4\n" \
  "0,0.55\n0,0.3\n0,0.2\n0,0.1\n0,0.1\n"

static void
put (const char *path,
     const char *text)
{
  cli_write (path, g_bytes_new (text, strlen (text)));
}

static double
value (JsonObject *object,
       const char *figure,
       const char *name)
{
  return json_object_get_double_member (json_object_get_object_member (object, figure), name);
}

/* What predict wrote says what evaluate says, in every figure and to the last bit. */
static void
test_round_trip (gconstpointer data)
{
  const char *more = data;
  g_autofree char *analyse = g_strdup_printf ("analyse --predictions test.csv --json%s", more);
  g_autofree char *evaluate = g_strdup_printf ("evaluate --model model.safetensors --data data.npz --json%s", more);
  g_auto (Result) predict = cli_run ("predict --model model.safetensors --data data.npz --output test.csv");
  g_autoptr (JsonNode) ours = cli_json (analyse);
  g_autoptr (JsonNode) theirs = cli_json (evaluate);

  assert_ok (&predict);
  g_assert_true (json_object_equal (json_node_get_object (ours), json_node_get_object (theirs)));
  g_assert_true (json_object_has_member (json_node_get_object (ours), "npv_at_prevalence")
                 == (strstr (more, "--prevalence") != NULL));
}

static void
test_values (void)
{
  g_autoptr (JsonNode) node = cli_json ("analyse --predictions small.csv --prevalence 0.1 --json");
  JsonObject *object = json_node_get_object (node);
  JsonObject *confusion = json_object_get_object_member (object, "confusion");

  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, 10);
  g_assert_cmpint (json_object_get_int_member (confusion, "tp"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (confusion, "fp"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (confusion, "fn"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (confusion, "tn"), ==, 4);
  g_assert_cmpfloat_with_epsilon (value (object, "recall", "value"), 0.8, 1e-12);
  /* 24 of 25 pairs are in order */
  g_assert_cmpfloat_with_epsilon (value (object, "auroc", "value"), 0.96, 1e-12);
  /* recall 4/5 and specificity 4/5 at 10 %: 0.08 of 0.26, and 0.72 of 0.74 */
  g_assert_cmpfloat_with_epsilon (value (object, "ppv_at_prevalence", "value"), 0.08 / 0.26, 1e-12);
  g_assert_cmpfloat_with_epsilon (value (object, "npv_at_prevalence", "value"), 0.72 / 0.74, 1e-12);
  g_assert_cmpfloat (value (object, "ppv_at_prevalence", "low"), <, 0.08 / 0.26);
}

static void
test_grid (void)
{
  g_autoptr (JsonNode) node = cli_json ("analyse --predictions small.csv --grid --json");
  JsonArray *grid = json_object_get_array_member (json_node_get_object (node), "grid");
  const gint64 missed[] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1 };
  const gint64 alarms[] = { 5, 5, 3, 3, 2, 2, 1, 1, 1, 1, 1, 0 };

  g_assert_cmpuint (json_array_get_length (grid), ==, 12);
  for (guint i = 0; i < 12; i++)
    {
      JsonObject *row = json_array_get_object_element (grid, i);
      JsonObject *confusion = json_object_get_object_member (row, "confusion");

      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (row, "threshold"), 0.05 * (i + 1), 1e-15);
      g_assert_cmpint (json_object_get_int_member (confusion, "fn"), ==, missed[i]);
      g_assert_cmpint (json_object_get_int_member (confusion, "fp"), ==, alarms[i]);
    }
}

static void
test_text (void)
{
  g_auto (Result) result = cli_run ("analyse --predictions small.csv --prevalence 0.1 --grid");
  const char *parts[] = {
    "small.csv: 10 predictions, 5 pneumonia, 5 normal\n",
    "\nCalled pneumonia from a probability of 0.5 on\n\n",
    "              called pneumonia  called normal\n"
    "is pneumonia           4 found       1 missed\n"
    "is normal        1 false alarm      4 cleared\n\n",
    "Decisions at the threshold       Value   95 % interval\n"
    "  Recall                         0.800   0.376 … 0.964\n",
    "\n  F1                             0.800\n",
    "\n\nRanking, whatever the threshold\n  AUROC                          0.960   0.849 … 1.000\n",
    "\n\nProbabilities\n  Brier score ",
    "\n\nAt a prevalence of 10 %\n  Precision (PPV)                0.308   0.068 … 0.730\n",
    "\n  Of 1,000 patients: found 80, missed 20, false alarms 180, cleared 720\n\n",
    "95 % intervals: Wilson's score for proportions",
    "\nThreshold  missed  false alarms  Recall  Specificity  Precision    NPV     F1\n"
    "0.05            0             5   1.000        0.000      0.500      –  0.667\n",
    "\n0.60            1             0   0.800        1.000      1.000  0.833  0.889\n",
  };
  const char *place = result.out;

  assert_ok (&result);
  g_test_message ("%s", result.out);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      place = strstr (place, parts[i]);
      g_assert_nonnull (place);
      place += strlen (parts[i]) - 1;
    }
  g_assert_null (strstr (result.out, " \n"));
}

/* One class is enough to be told what it tells. */
static void
test_one_class (void)
{
  g_auto (Result) result = { 0 };

  put ("one.csv", "label,probability\n1,0.9\n1,0.2\n");
  result = cli_run ("analyse --predictions one.csv --prevalence 0.05");
  assert_ok (&result);
  g_assert_nonnull (strstr (result.out, "\n  AUROC                              –\n"));
  g_assert_nonnull (strstr (result.out, "\n  Of 1,000 patients: unknown, as a class is absent\n"));
}

static void
test_splits (void)
{
  g_auto (Result) none = { 0 };
  g_auto (Result) chosen = { 0 };
  g_auto (Result) other = { 0 };

  put ("mixed.csv", "split,label,probability\nval,1,0.9\ntest,1,0.8\ntest,0,0.2\n");
  none = cli_run ("analyse --predictions mixed.csv");
  chosen = cli_run ("analyse --predictions mixed.csv --split test");
  other = cli_run ("select --predictions mixed.csv --split train --rule f1");
  assert_one_line (&none, 1, "mixed.csv: split: expected one, found “val”, “test”: choose with --split\n");
  assert_ok (&chosen);
  g_assert_true (g_str_has_prefix (chosen.out, "mixed.csv, test: 2 predictions, 1 pneumonia, 1 normal\n"));
  assert_one_line (&other, 1, "mixed.csv: split: expected rows of “train”, found “val”, “test”\n");
}

static const char *const refused[][2] = {
  { "label,probability\n1,nan\n", "row 2: probability: expected a number from 0 to 1, found “nan”\n" },
  { "label,score\n1,0.5\n", "row 1: expected a header with the columns label and probability, with commas between, "
    "found “label,score”\n" },
  { "label,probability\n", "expected at least one row below the header, found none\n" },
  { "label,probability\n3,0.5\n", "row 2: label: expected 0, 1, normal or pneumonia, found “3”\n" },
  { "", "expected a header with the columns label and probability, found an empty file\n" },
};

static void
test_refused (gconstpointer data)
{
  const char *const *c = data;
  const char *lines[] = { "analyse --predictions bad.csv", "analyse --predictions bad.csv --json",
                          "select --predictions bad.csv --rule f1", "select --predictions bad.csv --grid --json" };
  g_autofree char *message = g_strdup_printf ("cutpoint-cli: bad.csv: %s", c[1]);

  put ("bad.csv", c[0]);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Result) result = cli_run (lines[i]);

      assert_one_line (&result, 1, message);
    }
}

static void
test_no_file (void)
{
  const char *lines[] = { "analyse --predictions none.csv", "select --predictions none.csv --rule f1" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Result) result = cli_run (lines[i]);

      assert_one_line (&result, 1, "none.csv: No such file or directory");
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  cli_make_data ("data.npz");
  cli_make_model ("model.safetensors", "data.npz");
  put ("small.csv", SMALL);

  g_test_add_data_func ("/cli/analyse/round-trip", "", test_round_trip);
  g_test_add_data_func ("/cli/analyse/round-trip-at", " --threshold 0.25 --prevalence 0.05", test_round_trip);
  g_test_add_func ("/cli/analyse/values", test_values);
  g_test_add_func ("/cli/analyse/grid", test_grid);
  g_test_add_func ("/cli/analyse/text", test_text);
  g_test_add_func ("/cli/analyse/one-class", test_one_class);
  g_test_add_func ("/cli/analyse/splits", test_splits);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/analyse/refused/%u", i);

      g_test_add_data_func (path, refused[i], test_refused);
    }
  g_test_add_func ("/cli/analyse/no-file", test_no_file);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
