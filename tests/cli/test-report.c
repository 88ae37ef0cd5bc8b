/* SPDX-License-Identifier: MIT */
/* Reports of a table of predictions. */
#include "cli-test.h"

#include <string.h>

#define TABLE "label,probability\n1,0.9\n1,0.8\n1,0.7\n1,0.6\n1,0.4\n0,0.55\n0,0.3\n0,0.2\n0,0.1\n0,0.1\n"

static void
assert_says (const char *file,
             const char *expected)
{
  gsize length;
  g_autofree char *text = cli_read (file, &length);

  if (strstr (text, expected) == NULL)
    g_error ("%s does not say “%s”", file, expected);
}

static void
test_pdf (void)
{
  g_auto (Result) result = cli_run ("analyse --predictions table.csv --report r.pdf --json");
  gsize length;
  g_autofree char *pdf = cli_read ("r.pdf", &length);

  assert_ok (&result);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-1."));
  g_assert_true (g_str_has_prefix (result.out, "{"));
}

/* The file's digest, its counts, and what was said on the command line. */
static void
test_html (void)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TABLE, -1);
  g_auto (Result) result = cli_run ("analyse --predictions table.csv --prevalence 0.1 --title A<B --chosen beforehand --report r.html");

  assert_ok (&result);
  assert_says ("r.html", digest);
  assert_says ("r.html", "table.csv");
  assert_says ("r.html", "A&lt;B");
  assert_says ("r.html", "beforehand");
  assert_says ("r.html", "10: 5 pneumonia");
  assert_says ("r.html", "at a prevalence of 10");
}

static void
test_model (void)
{
  g_auto (Result) result = cli_run ("analyse --predictions table.csv --model model.safetensors --report m.html");

  assert_ok (&result);
  assert_says ("m.html", "baseline, ");
  assert_says ("m.html", "Trained on");
  assert_says ("m.html", "not said where or how");
}

static void
test_refusals (void)
{
  static const struct { const char *line; int status; const char *message; } cases[] = {
    { "analyse --predictions table.csv --report x.doc", 2, "x.doc: expected a name that ends with .pdf or .html" },
    { "analyse --predictions table.csv --title x", 2, "belong to --report" },
    { "analyse --predictions table.csv --report nowhere/x.pdf", 1, "its folder does not exist" },
    { "analyse --predictions table.csv --model table.csv --report x.pdf", 1, "table.csv" },
    { "analyse --predictions none.csv --report x.pdf", 1, "none.csv" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = cli_run (cases[i].line);

      assert_one_line (&result, cases[i].status, cases[i].message);
      assert_missing ("x.pdf");
      assert_missing ("x.doc");
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_set_up ();
  cli_make_data ("data.npz");
  cli_make_model ("model.safetensors", "data.npz");
  cli_write ("table.csv", g_bytes_new_static (TABLE, strlen (TABLE)));
  g_test_add_func ("/cli/report/pdf", test_pdf);
  g_test_add_func ("/cli/report/html", test_html);
  g_test_add_func ("/cli/report/model", test_model);
  g_test_add_func ("/cli/report/refusals", test_refusals);
  status = g_test_run ();
  cli_tear_down ();

  return status;
}
