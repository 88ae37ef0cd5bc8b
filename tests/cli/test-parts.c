/* SPDX-License-Identifier: MIT */
/* The small pieces: numbers in CSV, the bar, the table. */
#include "csv.h"
#include "progress.h"
#include "table.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static void
test_floats (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint32 bits = g_rand_int (rand);
      float value;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      cp_csv_append_float (text, value);
      g_assert_true ((float) g_ascii_strtod (text->str, NULL) == value);
      g_assert_null (strchr (text->str, ','));
    }
}

static void
test_doubles (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (GString) tenth = g_string_new (NULL);
  g_autoptr (GString) undefined = g_string_new (NULL);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      double value = exp (g_rand_double_range (rand, -700, 700));

      cp_csv_append_double (text, value);
      g_assert_true (g_ascii_strtod (text->str, NULL) == value);
    }
  cp_csv_append_double (tenth, 0.1);
  g_assert_cmpstr (tenth->str, ==, "0.1");
  cp_csv_append_double (undefined, NAN);
  g_assert_cmpstr (undefined->str, ==, "");
}

static void
test_quotes (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cp_csv_append_text (text, "plain.png");
  g_string_append_c (text, ';');
  cp_csv_append_text (text, "a,b\"c.png");
  g_assert_cmpstr (text->str, ==, "plain.png;\"a,b\"\"c.png\"");
}

/* Nothing was called pneumonia: precision is undefined, F1 is not. */
static void
test_history (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const CpTrainingEpoch epoch = {
    .member = 2, .epoch = 3, .train_loss = 0.5, .val_loss = 0.25, .validation = { .tp = 0, .fp = 0, .fn = 6, .tn = 2 }, .seconds = 1.5,
  };

  cp_csv_history_add (text, &epoch, FALSE);
  cp_csv_history_add (text, &epoch, TRUE);
  g_assert_cmpstr (text->str, ==, "3,0.5,0.25,0.25,,0,0,0,0,6,2,1.5\n3,0.5,0.25,0.25,,0,0,0,0,6,2,1.5,2\n");
}

static void
test_bar (void)
{
  struct { double share; gboolean utf8; const char *bar; } cases[] = {
    { 0, TRUE, "▕    ▏" }, { 1, TRUE, "▕████▏" }, { 0.5, TRUE, "▕██  ▏" }, { 0.53125, TRUE, "▕██▏ ▏" },
    { 2, TRUE, "▕████▏" }, { 0.5, FALSE, "[##  ]" }, { 0.53125, FALSE, "[##  ]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bar = cp_progress_format_bar (cases[i].share, 4, cases[i].utf8);

      g_assert_cmpstr (bar, ==, cases[i].bar);
    }
}

static void
test_eta (void)
{
  struct { double seconds; const char *text; } cases[] = {
    { 0, "0 s" }, { 1.2, "2 s" }, { 59.5, "1 min 0 s" }, { 125, "2 min 5 s" }, { 7260, "2 h 1 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cp_progress_format_eta (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* The line never wraps, or the next one would not cover it. */
static void
test_line (void)
{
  const CpTrainingBatch batch = { .epoch = 3, .epochs = 5, .batch = 61, .batches = 100, .loss = 0.168f };
  g_autofree char *line = cp_progress_format_batch (&batch, 0.168, 2, 50, TRUE);

  g_assert_cmpstr (line, ==, "Epoch 3 of 5 ▕██████    ▏ 61 % loss 0.168 eta 2 s");
  for (guint columns = 44; columns < 200; columns++)
    {
      g_autofree char *fitting = cp_progress_format_batch (&batch, 0.168, 2, columns, TRUE);

      g_assert_cmpint (g_utf8_strlen (fitting, -1), <, columns);
    }
}

static void
test_ensemble_line (void)
{
  const CpTrainingBatch batch = {
    .member = 2, .members = 5, .epoch = 3, .epochs = 20, .batch = 61, .batches = 100, .loss = 0.168f,
  };
  g_autofree char *line = cp_progress_format_batch (&batch, 0.168, 2, 67, TRUE);

  g_assert_cmpstr (line, ==, "Network 2 of 5, epoch 3 of 20 ▕██████    ▏ 61 % loss 0.168 eta 2 s");
}

static void
test_table (void)
{
  g_autoptr (CpTable) table = cp_table_new (3);
  g_autoptr (GString) text = g_string_new (NULL);

  cp_table_add (table, "Größe", "1", "x");
  cp_table_add (table, "a", "100", "");
  cp_table_add (table, "", "", "");
  cp_table_add (table, "b", "", "");
  cp_table_append_to (table, text);
  g_assert_cmpstr (text->str, ==, "Größe    1  x\na      100\n\nb\n");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/csv/floats", test_floats);
  g_test_add_func ("/cli/csv/doubles", test_doubles);
  g_test_add_func ("/cli/csv/quotes", test_quotes);
  g_test_add_func ("/cli/csv/history", test_history);
  g_test_add_func ("/cli/progress/bar", test_bar);
  g_test_add_func ("/cli/progress/eta", test_eta);
  g_test_add_func ("/cli/progress/line", test_line);
  g_test_add_func ("/cli/progress/ensemble-line", test_ensemble_line);
  g_test_add_func ("/cli/table", test_table);

  return g_test_run ();
}
