/* SPDX-License-Identifier: MIT */
/* What must be refused: status 1 with one line that names file and cause. */
#include "cli-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *name;   /* of the file */
  const char *member; /* replaced in a good data set */
  const char *descr;
  const char *shape;
  gsize size;
  guint values; /* the bytes are 0, 1 … values − 1 */
  const char *message;
} Case;

static const Case cases[] = {
  { "dtype.npz", "train_images.npy", "<f4", "(10, 28, 28)", 31360, 1, "train_images.npy: expected uint8, found <f4" },
  { "shape.npz", "val_images.npy", "|u1", "(10, 784)", 7840, 1, "val_images.npy: expected greyscale images" },
  { "oblong.npz", "test_images.npy", "|u1", "(10, 28, 32)", 8960, 1, "test_images.npy: expected square images" },
  { "labels.npz", "train_labels.npy", "|u1", "(10, 1)", 10, 8, "train_labels.npy: " },
  { "rgb.npz", "train_images.npy", "|u1", "(10, 28, 28, 3)", 23520, 1, "(RGB)" },
  { "empty-split.npz", "test_images.npy", "|u1", "(0, 28, 28)", 0, 1, "test_images.npy: expected at least one image" },
  { "one-class.npz", "val_labels.npy", "|u1", "(10, 1)", 10, 1, "val_labels.npy: expected both classes" },
};

/* Every command that reads the data set says the same. */
static void
assert_refused (const char *name,
                const char *message)
{
  const char *commands[] = {
    "info %s", "info --json %s", "train --output never.safetensors --json --data %s",
    "evaluate --model model.safetensors --data %s",
    "predict --model model.safetensors --output never.csv --data %s",
  };
  g_autofree char *prefix = g_strdup_printf ("cutpoint-cli: %s: ", name);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) parts = g_strsplit (commands[i], "%s", 2);
      g_autofree char *line = g_strjoin (name, parts[0], parts[1], NULL);
      g_auto (Result) result = cli_run (line);

      assert_one_line (&result, 1, prefix);
      assert_one_line (&result, 1, message);
    }
  assert_missing ("never.safetensors");
  assert_missing ("never.csv");
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  Sample *sample = sample_new (28, 10);
  g_autofree guint8 *bytes = g_malloc (c->size + 1);

  for (gsize i = 0; i < c->size; i++)
    bytes[i] = (guint8) (i % c->values);
  sample_set (sample, c->member, npy_new (1, c->descr, "False", c->shape, bytes, c->size));
  cli_write (c->name, sample_end (sample));
  assert_refused (c->name, c->message);
}

static void
test_missing (void)
{
  assert_refused ("nothing.npz", "nothing.npz");
}

static void
test_folder (void)
{
  g_assert_cmpint (g_mkdir ("folder", 0755), ==, 0);
  assert_refused ("folder", "expected the folders train and test");
}

static void
test_truncated (void)
{
  gsize length;
  g_autofree char *content = cli_read ("data.npz", &length);

  cli_write ("truncated.npz", g_bytes_new (content, length / 2));
  assert_refused ("truncated.npz", "truncated.npz: ");
}

static void
test_not_a_zip (void)
{
  const char *commands[] = { "info text.npz", "train --data text.npz", "info nothing-in-it.npz" };

  cli_write ("text.npz", g_bytes_new_static ("This is not a zip archive.\n", 27));
  cli_write ("nothing-in-it.npz", g_bytes_new_static ("", 0));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (Result) result = cli_run (commands[i]);

      assert_one_line (&result, 1, strrchr (commands[i], ' ') + 1);
    }
}

static void
test_bad_models (void)
{
  gsize length;
  g_autofree char *content = cli_read ("model.safetensors", &length);
  const char *names[] = { "data.npz", "half.safetensors", "nothing.safetensors" };

  cli_write ("half.safetensors", g_bytes_new (content, length / 2));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_strdup_printf ("evaluate --data data.npz --json --model %s", names[i]);
      g_autofree char *prefix = g_strdup_printf ("cutpoint-cli: %s: ", names[i]);
      g_auto (Result) result = cli_run (line);

      assert_one_line (&result, 1, prefix);
    }
}

/* A model for 16×16 pixels, images of 28×28. */
static void
test_other_size (void)
{
  Sample *sample = sample_new (28, 10);
  g_auto (Result) result = { 0 };

  cli_write ("large.npz", sample_end (sample));
  result = cli_run ("predict --model model.safetensors --data large.npz");
  assert_one_line (&result, 1, "large.npz: expected images of 16×16 pixels, as the model takes, found 28×28");
}

static void
test_strange_name (void)
{
  const char *lines[] = { "info two\nlines", "evaluate --data data.npz --model two\nlines", "info two\nlines --json",
                          "predict --model model.safetensors two\nlines" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Result) result = cli_run (lines[i]);

      assert_one_line (&result, 1, "two?lines: ");
    }
}

static void
test_usage (gconstpointer data)
{
  const char *const *line = data; /* and what the message holds */
  g_auto (Result) result = cli_run (line[0]);

  assert_one_line (&result, 2, line[1]);
  assert_one_line (&result, 2, "--help");
  assert_missing ("m");
}

static const char *const usages[][2] = {
  { "", "expected a command" },
  { "conquer", "unknown command “conquer”" },
  { "--fast", "unknown option “--fast”" },
  { "help conquer", "unknown command “conquer”" },
  { "train --fast", "--fast" },
  { "train --resume", "--resume" },
  { "train --epochs", "--epochs" },
  { "train --epochs 0", "--epochs: expected a whole number from 1 to 1000, found “0”" },
  { "train --epochs 1001 --output m", "--epochs: expected a whole number from 1 to 1000, found “1001”" },
  { "train --epochs 2x", "--epochs: expected" },
  { "train --epochs -1", "--epochs: expected" },
  { "train --batch-size 4097", "--batch-size: expected a whole number from 1 to 4096" },
  { "train --seed 9223372036854775808", "--seed: expected" },
  { "train --threads 65", "--threads: expected a whole number from 0 to 64" },
  { "train --learning-rate 0", "--learning-rate: expected a number above 0 and up to 1, found “0”" },
  { "train --learning-rate 0,1", "--learning-rate: expected" },
  { "train --learning-rate nan", "--learning-rate: expected" },
  { "train --learning-rate 0x1p-4", "--learning-rate: expected" },
  { "train --preset huge", "--preset: expected baseline or residual, found “huge”" },
  { "train --schedule cosine", "--schedule: expected constant or one-cycle, found “cosine”" },
  { "train --augmentation yes", "--augmentation: expected off or on, found “yes”" },
  { "train --averaging 1", "--averaging: expected" },
  { "train --weight-decay -1", "--weight-decay: expected" },
  { "train --ensemble 0", "--ensemble: expected" },
  { "train --ensemble 65", "--ensemble: expected" },
  { "train --output m --history m", "found “m” twice" },
  { "train extra", "unexpected argument “extra”" },
  { "evaluate --data data.npz", "evaluate needs --model" },
  { "evaluate --model m --split all", "--split: expected train, val or test, found “all”" },
  { "evaluate --model m --threshold 1.01", "--threshold: expected a number from 0 to 1" },
  { "predict --model model.safetensors", "predict needs --data, or images" },
  { "predict --model model.safetensors --split val a.png", "a.png: expected either images or --data" },
  { "evaluate --model m --prevalence 0", "--prevalence: expected a number above 0 and up to 1, found “0”" },
  { "analyse", "analyse needs --predictions" },
  { "analyse --predictions p.csv --threshold nan", "--threshold: expected a number from 0 to 1, found “nan”" },
  { "analyse --predictions p.csv --prevalence 5", "--prevalence: expected a number above 0 and up to 1, found “5”" },
  { "analyse p.csv", "unexpected argument “p.csv”" },
  { "select --rule f1", "select needs --predictions" },
  { "select --predictions p.csv", "select needs --rule" },
  { "select --predictions p.csv --rule best",
    "--rule: expected recall, guarded-recall, youden, f1 or cost, found “best”" },
  { "select --predictions p.csv --rule recall --target 1.1", "--target: expected a number above 0 and up to 1" },
  { "select --predictions p.csv --rule f1 --target 0.9", "--target goes with --rule recall or guarded-recall only" },
  { "select --predictions p.csv --grid --target 0.9", "--target goes with --rule recall or guarded-recall only" },
  { "select --predictions p.csv --rule recall --cost 10:1", "--cost goes with --rule cost only" },
  { "select --predictions p.csv --rule cost", "select --rule cost needs --cost" },
  { "select --predictions p.csv --rule cost --cost 10", "--cost: expected two numbers above 0, such as 10:1, found “10”" },
  { "select --predictions p.csv --rule cost --cost 10:0", "found “10:0”" },
  { "select --predictions p.csv --rule cost --cost :1", "found “:1”" },
  { "select --predictions p.csv --rule cost --cost -1:1", "found “-1:1”" },
  { "select --predictions p.csv --rule cost --cost 1:2:3", "found “1:2:3”" },
  { "select --predictions p.csv --rule cost --cost 1:inf", "found “1:inf”" },
  { "phantom", "phantom needs --output" },
  { "phantom --output m --size 7", "--size: expected a whole number from 8 to 1024" },
  { "phantom --output m --train 3", "--train: expected" },
  { "phantom --output m --size 1024 --train 3000", "train images of 1024×1024" },
  { "info", "info needs a FILE" },
  { "info data.npz data.npz", "unexpected argument “data.npz”" },
};

static void
test_help (void)
{
  const char *lines[] = { "--help", "help", "help train", "train --help", "predict -h", "help evaluate", "help phantom",
                          "info --help", "help explain", "help analyse", "select --help" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Result) result = cli_run (lines[i]);

      assert_ok (&result);
      g_assert_cmpstr (result.err, ==, "");
      g_assert_true (g_str_has_prefix (result.out, "Usage:\n  cutpoint-cli "));
    }
}

static void
test_version (void)
{
  g_auto (Result) result = cli_run ("--version");

  assert_ok (&result);
  g_assert_true (g_regex_match_simple ("^cutpoint-cli \\d+\\.\\d+\\.\\d+\n$", result.out, 0, 0));
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

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/bad-input/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/cli/bad-input/missing", test_missing);
  g_test_add_func ("/cli/bad-input/folder", test_folder);
  g_test_add_func ("/cli/bad-input/truncated", test_truncated);
  g_test_add_func ("/cli/bad-input/not-a-zip", test_not_a_zip);
  g_test_add_func ("/cli/bad-input/models", test_bad_models);
  g_test_add_func ("/cli/bad-input/other-size", test_other_size);
  g_test_add_func ("/cli/bad-input/strange-name", test_strange_name);
  for (guint i = 0; i < G_N_ELEMENTS (usages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/usage/%u", i);

      g_test_add_data_func (path, usages[i], test_usage);
    }
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/version", test_version);

  status = g_test_run ();
  cli_tear_down ();

  return status;
}
