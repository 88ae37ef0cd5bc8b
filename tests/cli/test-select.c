/* SPDX-License-Identifier: MIT */
/* The rules against thresholds found by hand. */
#include "cli-test.h"

#include <string.h>

/* From the top: P P N P N N P N N P N N, and what each threshold gives:
 *
 *   t     FN FP
 *   0.95   4  0
 *   0.90   3  0   Youden 2/5
 *   0.80   3  1
 *   0.70   2  1   Youden 3/5 − 1/7 = 16/35, F1 6/9
 *   0.60   2  2
 *   0.50   2  3
 *   0.40   1  3   Youden 4/5 − 3/7 = 13/35, F1 8/12, the same
 *   0.30   1  4
 *   0.20   1  5
 *   0.15   0  5   Youden 1 − 5/7 = 10/35
 *   0.10   0  6
 *   0.05   0  7 */
#define TABLE \
  "probability,label,split\n" \
  "0.95,1,val\n0.90,1,val\n0.80,0,val\n0.70,1,val\n0.60,0,val\n0.50,0,val\n" \
  "0.40,1,val\n0.30,0,val\n0.20,0,val\n0.15,1,val\n0.10,0,val\n0.05,0,val\n"

typedef struct
{
  const char *line;
  const char *rule;
  double target; /* 0 for none */
  double threshold;
  gint64 fn, fp;
} Case;

static const Case cases[] = {
  { "recall", "recall", 0.99, 0.15, 0, 5 },
  { "recall --target 0.8", "recall", 0.8, 0.4, 1, 3 },
  { "recall --target 0.61", "recall", 0.61, 0.4, 1, 3 },
  { "recall --target 0.6", "recall", 0.6, 0.7, 2, 1 },
  /* Wilson's lower bound is 0.376 for 4 of 5 and 0.566 for 5 of 5 */
  { "guarded-recall --target 0.37", "guarded-recall", 0.37, 0.4, 1, 3 },
  { "guarded-recall --target 0.38", "guarded-recall", 0.38, 0.15, 0, 5 },
  { "youden", "youden", 0, 0.7, 2, 1 },
  { "f1", "f1", 0, 0.7, 2, 1 },
  { "cost --cost 10:1", "cost", 0, 0.15, 0, 5 },
  { "cost --cost 3:1", "cost", 0, 0.15, 0, 5 },
  { "cost --cost 1:1", "cost", 0, 0.9, 3, 0 },
  { "cost --cost 0.5:2.5", "cost", 0, 0.9, 3, 0 },
};

static void
test_rule (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *line = g_strdup_printf ("select --predictions v.csv --json --rule %s", c->line);
  g_autoptr (JsonNode) node = cli_json (line);
  JsonObject *object = json_node_get_object (node);
  JsonObject *confusion = json_object_get_object_member (object, "confusion");

  g_assert_cmpuint (json_object_get_size (object), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (object, "rule"), ==, c->rule);
  if (c->target > 0)
    g_assert_cmpfloat (json_object_get_double_member (object, "target"), ==, c->target);
  else
    g_assert_true (json_object_get_null_member (object, "target"));
  g_assert_true (json_object_get_boolean_member (object, "attainable"));
  g_assert_cmpfloat (json_object_get_double_member (object, "threshold"), ==, c->threshold);
  g_assert_cmpint (json_object_get_int_member (confusion, "tp"), ==, 5 - c->fn);
  g_assert_cmpint (json_object_get_int_member (confusion, "fp"), ==, c->fp);
  g_assert_cmpint (json_object_get_int_member (confusion, "fn"), ==, c->fn);
  g_assert_cmpint (json_object_get_int_member (confusion, "tn"), ==, 7 - c->fp);
}

/* The same in words, and its neighbours' price. */
static void
test_text (void)
{
  g_auto (Result) result = cli_run ("select --predictions v.csv --rule recall --target 0.8");

  assert_ok (&result);
  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpstr (result.out, ==,
                   "v.csv, val: 12 predictions, 5 pneumonia, 7 normal\n"
                   "Wanted: the highest threshold with a recall of at least 0.8\n"
                   "Chosen: 0.4\n"
                   "\n"
                   "              called pneumonia  called normal\n"
                   "is pneumonia           4 found       1 missed\n"
                   "is normal       3 false alarms      4 cleared\n"
                   "\n"
                   "Finds 4 of 5 pneumonias, misses 1: recall 0.800 (0.376 … 0.964)\n"
                   "Clears 4 of 7 normal, false alarms 3: specificity 0.571 (0.250 … 0.842)\n"
                   "Of 7 called pneumonia, 4 are: precision 0.571 (0.250 … 0.842)\n"
                   "\n"
                   "The next lower threshold, 0.15, saves 1 missed pneumonia and costs 2 false alarms.\n"
                   "The next higher threshold, 0.7, misses 1 more pneumonia and spares 2 false alarms.\n");
}

/* Below the lowest pneumonia and above the highest there is nothing to tell. */
static void
test_ends (void)
{
  g_auto (Result) lowest = cli_run ("select --predictions v.csv --rule recall --target 1");
  g_auto (Result) highest = cli_run ("select --predictions v.csv --rule cost --cost 1:1000");
  g_auto (Result) certain = { 0 };

  g_assert_nonnull (strstr (lowest.out, "\nNo lower threshold saves a missed pneumonia: none is missed.\n"));
  g_assert_nonnull (strstr (highest.out, "\nChosen: 0.9\n"));
  g_assert_nonnull (strstr (highest.out, "\nThe next higher threshold, 0.95, misses 1 more pneumonia and spares 0 "));

  cli_write ("certain.csv", g_bytes_new_static ("label,probability\n1,1\n0,0\n", 26));
  certain = cli_run ("select --predictions certain.csv --rule f1");
  g_assert_nonnull (strstr (certain.out, "\nChosen: 1\n"));
  g_assert_nonnull (strstr (certain.out, "\nNo higher threshold misses another pneumonia.\n"));
}

/* An answer, not a failure. */
static void
test_unattainable (void)
{
  g_autoptr (JsonNode) node = cli_json ("select --predictions v.csv --rule guarded-recall --json");
  g_auto (Result) text = cli_run ("select --predictions v.csv --rule guarded-recall");
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpuint (json_object_get_size (object), ==, 5);
  g_assert_false (json_object_get_boolean_member (object, "attainable"));
  g_assert_true (json_object_get_null_member (object, "threshold"));
  g_assert_true (json_object_get_null_member (object, "confusion"));
  assert_ok (&text);
  g_assert_nonnull (strstr (text.out, "\nWanted: the highest threshold at which recall's 95 % interval begins at 0.99 "
                                      "or above\nChosen: none; not attainable with n = 5 pneumonias:\n"
                                      "even if none is missed, the interval begins at 0.5655\n"));
}

static void
test_one_class (void)
{
  g_auto (Result) result = { 0 };

  cli_write ("one.csv", g_bytes_new_static ("label,probability\n0,0.5\n", 24));
  result = cli_run ("select --predictions one.csv --rule recall");
  assert_ok (&result);
  g_assert_nonnull (strstr (result.out, "\nChosen: none; not attainable without both classes\n"));
}

/* The threshold printed, typed in again, decides the same. */
static void
test_typed_in_again (void)
{
  g_autoptr (JsonNode) chosen = NULL;
  g_autoptr (JsonNode) analysed = NULL;
  g_auto (Result) predict = cli_run ("predict --model model.safetensors --data data.npz --split val --output val.csv");
  g_auto (Result) text = cli_run ("select --predictions val.csv --rule youden");
  g_auto (GStrv) parts = g_strsplit (text.out, "Chosen: ", 2);
  g_autofree char *line = NULL;

  assert_ok (&predict);
  *strchr (parts[1], '\n') = '\0';
  line = g_strdup_printf ("analyse --predictions val.csv --json --threshold %s", parts[1]);
  chosen = cli_json ("select --predictions val.csv --rule youden --json");
  analysed = cli_json (line);
  g_assert_true (json_object_equal (
    json_object_get_object_member (json_node_get_object (chosen), "confusion"),
    json_object_get_object_member (json_node_get_object (analysed), "confusion")));
}

static void
test_grid (void)
{
  g_autoptr (JsonNode) alone = cli_json ("select --predictions v.csv --grid --json");
  g_autoptr (JsonNode) both = cli_json ("select --predictions v.csv --grid --rule f1 --json");
  g_auto (Result) text = cli_run ("select --predictions v.csv --grid");

  g_assert_cmpuint (json_object_get_size (json_node_get_object (alone)), ==, 1);
  g_assert_cmpuint (json_object_get_size (json_node_get_object (both)), ==, 6);
  g_assert_nonnull (strstr (text.out, "\n0.50            2             3   0.600        0.571      0.500  0.667  0.545\n"));
}

static void
test_test_images (void)
{
  g_auto (Result) predict = cli_run ("predict --model model.safetensors --data data.npz --output test.csv");
  g_auto (Result) result = cli_run ("select --predictions test.csv --rule youden");

  assert_ok (&predict);
  assert_ok (&result);
  g_assert_nonnull (strstr (result.err, "exploratory"));
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
  cli_write ("v.csv", g_bytes_new_static (TABLE, strlen (TABLE)));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/select/rule/%u", i);

      g_test_add_data_func (path, &cases[i], test_rule);
    }
  g_test_add_func ("/cli/select/text", test_text);
  g_test_add_func ("/cli/select/ends", test_ends);
  g_test_add_func ("/cli/select/unattainable", test_unattainable);
  g_test_add_func ("/cli/select/one-class", test_one_class);
  g_test_add_func ("/cli/select/typed-in-again", test_typed_in_again);
  g_test_add_func ("/cli/select/grid", test_grid);
  g_test_add_func ("/cli/select/test-images", test_test_images);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
