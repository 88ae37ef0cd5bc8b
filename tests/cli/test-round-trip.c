/* SPDX-License-Identifier: MIT */
/* From phantoms to figures, as a person at a terminal would go. */
#include "cli-test.h"

#include "grey-image.h"
#include "metrics.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY_HEADER \
  "epoch,train_loss,val_loss,val_accuracy,val_precision,val_recall,val_f1,tp,fp,fn,tn,seconds"

static JsonObject *
member (JsonObject *object,
        const char *name)
{
  g_assert_true (json_object_has_member (object, name));

  return json_object_get_object_member (object, name);
}

static gint64
count (JsonObject *object,
       const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_INT64);

  return json_node_get_int (node);
}

static void
assert_keys (JsonObject *object,
             const char *keys)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GString) found = g_string_new (NULL);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", (const char *) l->data);
  g_assert_cmpstr (found->str, ==, keys);
}

/* A figure holds its value, and either both bounds around it or none. */
static void
check_figure (JsonObject *figure)
{
  if (json_object_has_member (figure, "low"))
    {
      assert_keys (figure, "value low high");
      g_assert_cmpfloat (json_object_get_double_member (figure, "low"), <=,
                         json_object_get_double_member (figure, "value"));
      g_assert_cmpfloat (json_object_get_double_member (figure, "high"), >=,
                         json_object_get_double_member (figure, "value"));
    }
  else
    {
      assert_keys (figure, "value");
    }
}

static void
check_figures (JsonObject *object)
{
  assert_keys (object, "n positives negatives threshold confusion accuracy precision recall specificity npv f1 "
               "balanced_accuracy mcc lr_positive lr_negative auroc average_precision brier log_loss ece "
               "calibration_slope calibration_intercept net_benefit");
  assert_keys (member (object, "confusion"), "tp fp fn tn");
  for (guint i = 0; i < CP_N_METRICS; i++)
    check_figure (member (object, cp_metric_get_key (i)));
}

static void
test_info_data (void)
{
  g_autoptr (JsonNode) node = cli_json ("info --json data.npz");
  g_auto (Result) text = cli_run ("info data.npz");
  JsonObject *object = json_node_get_object (node);
  JsonObject *train = member (member (object, "splits"), "train");

  assert_keys (object, "type name kind size splits duplicates skipped validation_carved fingerprint");
  g_assert_cmpstr (json_object_get_string_member (object, "type"), ==, "dataset");
  g_assert_cmpstr (json_object_get_string_member (object, "kind"), ==, "phantom");
  g_assert_cmpint (count (object, "size"), ==, 16);
  g_assert_cmpint (count (train, "n"), ==, 96);
  g_assert_cmpint (count (train, "positives") + count (train, "negatives"), ==, 96);
  g_assert_cmpint (strlen (json_object_get_string_member (object, "fingerprint")), ==, 64);
  assert_ok (&text);
  g_assert_nonnull (strstr (text.out, json_object_get_string_member (object, "fingerprint")));
}

static void
test_info_model (void)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) data = cli_json ("info --json data.npz");
  JsonObject *object;

  /* by content, not by name */
  g_assert_cmpint (g_rename ("model.safetensors", "model.npz"), ==, 0);
  node = cli_json ("info model.npz --json");
  g_assert_cmpint (g_rename ("model.npz", "model.safetensors"), ==, 0);

  object = json_node_get_object (node);
  assert_keys (object, "type preset input_size parameters ensemble epochs seed threshold data");
  g_assert_cmpstr (json_object_get_string_member (object, "preset"), ==, "baseline");
  g_assert_cmpint (count (object, "input_size"), ==, 16);
  g_assert_cmpint (count (object, "epochs"), ==, 1);
  g_assert_cmpint (count (object, "parameters"), ==, 16 * 9 + 16 + 32 * 16 * 9 + 32 + 64 * 512 + 64 + 64 + 1);
  g_assert_true (json_object_get_null_member (object, "threshold"));
  g_assert_cmpstr (json_object_get_string_member (member (object, "data"), "fingerprint"), ==,
                   json_object_get_string_member (json_node_get_object (data), "fingerprint"));
}

static void
check_history (const char *path,
               guint       epochs)
{
  g_autofree char *content = cli_read (path, NULL);
  g_auto (GStrv) lines = g_strsplit (content, "\n", -1);

  g_assert_cmpstr (lines[0], ==, HISTORY_HEADER);
  g_assert_cmpint (g_strv_length (lines), ==, epochs + 2);
  for (guint i = 1; i <= epochs; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      g_assert_cmpint (g_strv_length (fields), ==, 12);
      g_assert_cmpint (atoi (fields[0]), ==, (int) i);
      g_assert_cmpint (atoi (fields[7]) + atoi (fields[8]) + atoi (fields[9]) + atoi (fields[10]), ==, 40);
    }
  g_assert_cmpstr (lines[epochs + 1], ==, "");
}

static void
test_train_json (void)
{
  g_autoptr (JsonNode) node =
    cli_json ("train --data data.npz --epochs 2 --seed 9223372036854775807 --history h.csv --output t.safetensors --json");
  g_autoptr (JsonNode) evaluation = cli_json ("evaluate --model t.safetensors --data data.npz --split val --json");
  JsonObject *object = json_node_get_object (node);

  assert_keys (object, "preset epochs seed ensemble data train_loss val_loss validation seconds output");
  g_assert_cmpint (count (object, "epochs"), ==, 2);
  g_assert_cmpint (count (object, "seed"), ==, G_MAXINT64);
  assert_keys (member (object, "data"), "name fingerprint");
  check_figures (member (object, "validation"));
  g_assert_cmpfloat (json_object_get_double_member (object, "train_loss"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "seconds"), >, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "output"), ==, "t.safetensors");
  check_history ("h.csv", 2);

  /* the model that was written gives the figures that were printed */
  g_assert_true (json_object_equal (member (object, "validation"), json_node_get_object (evaluation)));
}

static void
test_defaults (void)
{
  g_auto (Result) result = cli_run ("train --data data.npz --epochs 1");

  assert_ok (&result);
  g_assert_nonnull (strstr (result.err, "no --output"));
  g_assert_nonnull (strstr (result.err, "Epoch 1 of 1: loss "));
  g_assert_null (strchr (result.err, '\r')); /* no bar without a terminal */
  g_assert_nonnull (strstr (result.out, "AUROC"));
}

static void
test_evaluate (void)
{
  g_autoptr (JsonNode) node = cli_json ("evaluate --model model.safetensors --data data.npz --json");
  g_auto (Result) text = cli_run ("evaluate --model model.safetensors --data data.npz");
  JsonObject *object = json_node_get_object (node);
  g_autofree char *found = NULL;

  check_figures (object);
  g_assert_cmpint (count (object, "n"), ==, 60);
  g_assert_cmpfloat (json_object_get_double_member (object, "threshold"), ==, 0.5);
  assert_ok (&text);
  found = g_strdup_printf ("%d found", (int) count (member (object, "confusion"), "tp"));
  g_assert_nonnull (strstr (text.out, found));
}

/* Figures of data that nobody named say what they are of. */
static void
test_names_data (void)
{
  g_autoptr (JsonNode) named = cli_json ("evaluate --model model.safetensors --data data.npz --json");
  g_auto (Result) found = { -1, NULL, NULL };
  g_autoptr (JsonNode) node = NULL;

  g_setenv ("CUTPOINT_DATA", "data.npz", TRUE);
  found = cli_run ("evaluate --model model.safetensors --json");
  g_unsetenv ("CUTPOINT_DATA");
  assert_ok (&found);
  g_assert_nonnull (strstr (found.err, "No --data is given: using data.npz, synthetic images\n"));
  node = json_from_string (found.out, NULL);
  g_assert_true (json_node_equal (named, node));
}

/* At threshold 1 nothing is called pneumonia: precision is undefined. */
static void
test_undefined (void)
{
  g_autoptr (JsonNode) node = cli_json ("evaluate --model model.safetensors --data data.npz --threshold 1 --json");
  JsonObject *precision = member (json_node_get_object (node), "precision");
  g_auto (Result) text = cli_run ("evaluate --model model.safetensors --data data.npz --threshold 1");

  assert_keys (precision, "value");
  g_assert_true (json_object_get_null_member (precision, "value"));
  g_assert_nonnull (strstr (text.out, "–"));
}

static void
count_row (char   **fields,
           double   threshold,
           gint64   matrix[4])
{
  float logit = strtof (fields[3], NULL);
  double probability = g_ascii_strtod (fields[4], NULL);
  gboolean called = probability >= threshold;

  /* bitwise: the fields hold all of the numbers */
  g_assert_true (probability == 1.0 / (1.0 + exp (-(double) logit)));
  g_assert_true (g_str_equal (fields[2], "0") || g_str_equal (fields[2], "1"));
  if (fields[2][0] == '1')
    matrix[called ? 0 : 2]++;
  else
    matrix[called ? 1 : 3]++;
}

static void
test_predictions (void)
{
  g_auto (Result) result = cli_run ("predict --model model.safetensors --data data.npz --split val");
  g_autoptr (JsonNode) node = cli_json ("evaluate --model model.safetensors --data data.npz --split val --json");
  JsonObject *confusion = member (json_node_get_object (node), "confusion");
  g_auto (GStrv) lines = g_strsplit (result.out, "\n", -1);
  gint64 matrix[4] = { 0 };

  assert_ok (&result);
  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpstr (lines[0], ==, "index,split,label,logit,probability");
  g_assert_cmpint (g_strv_length (lines), ==, 42);
  for (guint i = 1; i <= 40; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      g_assert_cmpint (g_strv_length (fields), ==, 5);
      g_assert_cmpint (atoi (fields[0]), ==, (int) i - 1);
      g_assert_cmpstr (fields[1], ==, "val");
      count_row (fields, 0.5, matrix);
    }
  g_assert_cmpint (matrix[0], ==, count (confusion, "tp"));
  g_assert_cmpint (matrix[1], ==, count (confusion, "fp"));
  g_assert_cmpint (matrix[2], ==, count (confusion, "fn"));
  g_assert_cmpint (matrix[3], ==, count (confusion, "tn"));
}

/* JSON, the CSV on standard output and the CSV in a file say the same. */
static void
test_predictions_forms (void)
{
  g_auto (Result) csv = cli_run ("predict --model model.safetensors --data data.npz");
  g_auto (Result) words = cli_run ("predict --model model.safetensors --data data.npz --threshold 0.5 --output p.csv");
  g_autoptr (JsonNode) node = cli_json ("predict --model model.safetensors --data data.npz --json");
  JsonArray *array = json_object_get_array_member (json_node_get_object (node), "predictions");
  g_autofree char *file = cli_read ("p.csv", NULL);
  g_auto (GStrv) lines = g_strsplit (csv.out, "\n", -1);

  g_assert_cmpstr (csv.out, ==, file);
  g_assert_nonnull (strstr (words.out, "called pneumonia"));
  g_assert_cmpint (json_array_get_length (array), ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      JsonObject *row = json_array_get_object_element (array, i);
      g_auto (GStrv) fields = g_strsplit (lines[i + 1], ",", -1);

      assert_keys (row, "index split label logit probability");
      g_assert_true (json_object_get_double_member (row, "probability") == g_ascii_strtod (fields[4], NULL));
      g_assert_true ((float) json_object_get_double_member (row, "logit") == strtof (fields[3], NULL));
    }
}

/* An ensemble's probability is the mean of what its members give alone, and std
 * their standard deviation. */
static void
test_ensemble (void)
{
  g_autoptr (JsonNode) node = cli_json ("train --data data.npz --epochs 1 --seed 3 --ensemble 2 --history e.csv "
                                        "--output e.safetensors --json");
  g_auto (Result) a = cli_run ("train --data data.npz --epochs 1 --seed 3 --output a.safetensors");
  g_auto (Result) b = cli_run ("train --data data.npz --epochs 1 --seed 4 --output b.safetensors");
  g_autoptr (JsonNode) info = cli_json ("info e.safetensors --json");
  static const char *const models[] = { "e", "a", "b" };
  g_autofree char *history = cli_read ("e.csv", NULL);
  char **rows[3];

  assert_ok (&a);
  assert_ok (&b);
  g_assert_cmpint (count (json_node_get_object (info), "ensemble"), ==, 2);
  g_assert_true (g_str_has_prefix (history, HISTORY_HEADER ",member\n1,"));
  g_assert_true (g_str_has_suffix (history, ",2\n"));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *command = g_strdup_printf ("predict --model %s.safetensors --data data.npz", models[i]);
      g_auto (Result) result = cli_run (command);

      assert_ok (&result);
      rows[i] = g_strsplit (result.out, "\n", -1);
    }
  g_assert_cmpstr (rows[0][0], ==, "index,split,label,logit,probability,std");
  for (guint i = 1; i <= 60; i++)
    {
      g_auto (GStrv) e = g_strsplit (rows[0][i], ",", -1), x = g_strsplit (rows[1][i], ",", -1),
                     y = g_strsplit (rows[2][i], ",", -1);
      const double p = g_ascii_strtod (x[4], NULL), q = g_ascii_strtod (y[4], NULL);

      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (e[4], NULL), (p + q) / 2, 1e-12);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (e[5], NULL), fabs (p - q) / 2, 1e-12);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (e[3], NULL), log ((p + q) / (2 - p - q)), 1e-5);
    }
  for (guint i = 0; i < 3; i++)
    g_strfreev (rows[i]);
}

/* A preset brings its own recipe, from which each option departs. */
static void
test_residual (void)
{
  g_autoptr (JsonNode) node = cli_json ("train --data data.npz --preset residual --epochs 1 --output r.safetensors --json");
  g_auto (Result) plain = cli_run ("train --data data.npz --preset residual --epochs 1 --augmentation off "
                                   "--schedule constant --weight-decay 0 --averaging 0.5 --learning-rate 0.001 --json");
  g_autoptr (JsonNode) info = cli_json ("info r.safetensors --json");

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "preset"), ==, "residual");
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (info), "preset"), ==, "residual");
  assert_ok (&plain);
  g_assert_cmpstr (plain.out, !=, "");
}

static void
write_test_image (const char *path)
{
  g_autoptr (CpDataset) dataset = cp_dataset_load ("data.npz", NULL);
  const CpImageSet *set = cp_dataset_get_split (dataset, CP_SPLIT_TEST);
  const CpGreyImage image = { set->size, set->size, (guint8 *) set->pixels };

  g_assert_true (cp_grey_image_save_png (&image, path, NULL));
}

/* An image of the network's size is scored as the same image in the data set. */
static void
test_image (void)
{
  g_auto (Result) split = cli_run ("predict --model model.safetensors --data data.npz");
  g_auto (GStrv) lines = g_strsplit (split.out, "\n", -1);
  g_auto (Result) result = { 0 };
  g_auto (Result) decided = { 0 };
  g_autofree char *expected = NULL;

  write_test_image ("first.png");
  result = cli_run ("predict --model model.safetensors first.png");
  assert_ok (&result);
  expected = g_strdup_printf ("file,logit,probability\nfirst.png,%s\n", lines[1] + strlen ("0,test,1,"));
  g_assert_cmpstr (result.out, ==, expected);

  decided = cli_run ("predict --model model.safetensors first.png --threshold 0 --output i.csv");
  g_assert_nonnull (strstr (decided.out, "called pneumonia at 0"));
}

static void
test_one_bad_image (void)
{
  g_auto (Result) result = { 0 };
  g_auto (Result) alone = { 0 };

  write_test_image ("good.png");
  cli_write ("bad.png", g_bytes_new_static ("\x89PNG\r\n\x1a\n", 8));
  result = cli_run ("predict --model model.safetensors bad.png good.png nothing.png");

  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.out, "\ngood.png,"));
  g_assert_null (strstr (result.out, "bad.png"));
  g_assert_true (g_str_has_prefix (result.err, "cutpoint-cli: bad.png: "));
  g_assert_nonnull (strstr (result.err, "\ncutpoint-cli: nothing.png: "));

  alone = cli_run ("predict --model model.safetensors bad.png --output none.csv");
  assert_one_line (&alone, 1, "bad.png: ");
  assert_missing ("none.csv");
}

static void
test_deterministic (void)
{
  g_autofree char *first = NULL;
  gsize length = 0;

  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autofree char *path = g_strdup_printf ("threads-%u.safetensors", threads);
      g_autofree char *line =
        g_strdup_printf ("train --data data.npz --epochs 2 --batch-size 20 --seed 7 --threads %u --output %s", threads,
                         path);
      g_auto (Result) result = cli_run (line);
      g_autofree char *content = NULL;
      gsize size;

      assert_ok (&result);
      content = cli_read (path, &size);
      if (first == NULL)
        {
          first = g_memdup2 (content, size);
          length = size;
        }
      g_assert_cmpmem (content, size, first, length);
    }
}

static void
test_seeds_differ (void)
{
  g_auto (Result) a = cli_run ("train --data data.npz --epochs 1 --seed 1 --output a.safetensors");
  g_auto (Result) b = cli_run ("train --data data.npz --epochs 1 --seed 2 --output b.safetensors");
  gsize length_a, length_b;
  g_autofree char *first = cli_read ("a.safetensors", &length_a);
  g_autofree char *second = cli_read ("b.safetensors", &length_b);

  g_assert_true (length_a != length_b || memcmp (first + length_a / 2, second + length_a / 2, length_a / 2) != 0);
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

  g_test_add_func ("/cli/info/data", test_info_data);
  g_test_add_func ("/cli/info/model", test_info_model);
  g_test_add_func ("/cli/train/json", test_train_json);
  g_test_add_func ("/cli/train/defaults", test_defaults);
  g_test_add_func ("/cli/train/deterministic", test_deterministic);
  g_test_add_func ("/cli/train/seeds-differ", test_seeds_differ);
  g_test_add_func ("/cli/evaluate/figures", test_evaluate);
  g_test_add_func ("/cli/evaluate/names-data", test_names_data);
  g_test_add_func ("/cli/evaluate/undefined", test_undefined);
  g_test_add_func ("/cli/train/ensemble", test_ensemble);
  g_test_add_func ("/cli/train/residual", test_residual);
  g_test_add_func ("/cli/predict/csv", test_predictions);
  g_test_add_func ("/cli/predict/forms", test_predictions_forms);
  g_test_add_func ("/cli/predict/image", test_image);
  g_test_add_func ("/cli/predict/one-bad-image", test_one_bad_image);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
