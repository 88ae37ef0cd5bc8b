/* SPDX-License-Identifier: MIT */
#include "phantom.h"
#include "verdicts.h"
#include "workspace.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static CpDataset *dataset;

typedef struct
{
  CpReview *review;
  CpVerdicts *verdicts;
  guint n_changed;
} Fixture;

static void
on_changed (Fixture *f,
            guint    split,
            guint    index)
{
  f->n_changed++;
}

/* Image i of the test split has probability i / 16. */
static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  gsize n = cp_dataset_get_split (dataset, CP_SPLIT_TEST)->n;
  g_autofree double *scores = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    scores[i] = (double) (i % 16) / 16.0;
  f->review = cp_review_new ();
  cp_review_set_dataset (f->review, dataset);
  g_assert_true (cp_review_set_scores (f->review, CP_SPLIT_TEST, scores, n, NULL));
  f->verdicts = cp_verdicts_new (f->review);
  f->n_changed = 0;
  g_signal_connect_swapped (f->verdicts, "changed", G_CALLBACK (on_changed), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->verdicts);
  g_object_unref (f->review);
}

static void
judge (Fixture   *f,
       guint      index,
       CpVerdict  verdict)
{
  cp_verdicts_judge (f->verdicts, CP_SPLIT_TEST, index, verdict, FALSE);
}

static void
note (Fixture    *f,
      guint       index,
      const char *text)
{
  cp_verdicts_set_note (f->verdicts, CP_SPLIT_TEST, index, text);
}

static CpVerdict
verdict_of (Fixture *f,
            guint    index)
{
  return cp_review_get_verdict (f->review, CP_SPLIT_TEST, index);
}

static const char *
note_of (Fixture *f,
         guint    index)
{
  return cp_review_get_note (f->review, CP_SPLIT_TEST, index);
}

static void
test_record (Fixture       *f,
             gconstpointer  data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  CpVerdictRecord record;

  g_assert_true (cp_verdicts_is_empty (f->verdicts));
  g_assert_false (cp_verdicts_get (f->verdicts, CP_SPLIT_TEST, 3, NULL));
  cp_review_set_threshold (f->review, 0.25);
  cp_verdicts_judge (f->verdicts, CP_SPLIT_TEST, 3, CP_VERDICT_DISAGREE, TRUE);
  cp_review_set_threshold (f->review, 0.75);
  note (f, 3, "rotated");

  g_assert_true (cp_verdicts_get (f->verdicts, CP_SPLIT_TEST, 3, &record));
  g_assert_cmpint (record.verdict, ==, CP_VERDICT_DISAGREE);
  g_assert_cmpstr (record.note, ==, "rotated");
  g_assert_true (record.blind);
  g_assert_cmpfloat (record.probability, ==, 3.0 / 16.0);
  g_assert_cmpfloat (record.threshold, ==, 0.25);
  g_assert_cmpint (record.time, >=, now);
  g_assert_cmpint (record.time, <=, now + 60);
  g_assert_cmpint (verdict_of (f, 3), ==, CP_VERDICT_DISAGREE);
  g_assert_cmpuint (f->n_changed, ==, 2);
}

static void
test_unscored_and_sealed (Fixture       *f,
                          gconstpointer  data)
{
  CpVerdictRecord record;

  cp_verdicts_judge (f->verdicts, CP_SPLIT_TRAIN, 0, CP_VERDICT_UNSURE, FALSE);
  g_assert_true (cp_verdicts_get (f->verdicts, CP_SPLIT_TRAIN, 0, &record));
  g_assert_true (isnan (record.probability));

  cp_review_set_sealed (f->review, TRUE);
  judge (f, 5, CP_VERDICT_UNSURE);
  g_assert_true (cp_verdicts_get (f->verdicts, CP_SPLIT_TEST, 5, &record));
  g_assert_true (isnan (record.probability));
}

static void
test_nothing_new (Fixture       *f,
                  gconstpointer  data)
{
  judge (f, 1, CP_VERDICT_NONE);
  note (f, 1, "");
  judge (f, G_MAXUINT, CP_VERDICT_AGREE);
  note (f, 100000, "beyond");
  g_assert_cmpuint (f->n_changed, ==, 0);
  g_assert_false (cp_verdicts_get_can_undo (f->verdicts));

  judge (f, 1, CP_VERDICT_AGREE);
  judge (f, 1, CP_VERDICT_AGREE);
  g_assert_cmpuint (f->n_changed, ==, 1);
}

static void
test_undo (Fixture       *f,
           gconstpointer  data)
{
  CpVerdictRecord record;
  CpSplit split;
  guint index;

  cp_review_set_threshold (f->review, 0.25);
  judge (f, 1, CP_VERDICT_AGREE);
  cp_review_set_threshold (f->review, 0.5);
  judge (f, 1, CP_VERDICT_DISAGREE);
  judge (f, 2, CP_VERDICT_UNSURE);

  g_assert_true (cp_verdicts_undo (f->verdicts, &split, &index));
  g_assert_cmpint (split, ==, CP_SPLIT_TEST);
  g_assert_cmpuint (index, ==, 2);
  g_assert_cmpint (verdict_of (f, 2), ==, CP_VERDICT_NONE);
  g_assert_true (cp_verdicts_undo (f->verdicts, NULL, &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_true (cp_verdicts_get (f->verdicts, CP_SPLIT_TEST, 1, &record));
  g_assert_cmpint (record.verdict, ==, CP_VERDICT_AGREE);
  g_assert_cmpfloat (record.threshold, ==, 0.25);
  g_assert_true (cp_verdicts_redo (f->verdicts, NULL, NULL));
  g_assert_cmpint (verdict_of (f, 1), ==, CP_VERDICT_DISAGREE);

  /* something new: what was taken back is gone */
  judge (f, 7, CP_VERDICT_AGREE);
  g_assert_false (cp_verdicts_get_can_redo (f->verdicts));
  g_assert_false (cp_verdicts_redo (f->verdicts, NULL, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_true (cp_verdicts_undo (f->verdicts, NULL, NULL));
  g_assert_false (cp_verdicts_undo (f->verdicts, NULL, NULL));
  g_assert_true (cp_verdicts_is_empty (f->verdicts));
}

/* Letters make one step, until something else happens. */
static void
test_notes_coalesce (Fixture       *f,
                     gconstpointer  data)
{
  note (f, 4, "r");
  note (f, 4, "ro");
  note (f, 4, "rot");
  cp_verdicts_end_note (f->verdicts);
  note (f, 4, "rota");
  note (f, 4, "rotated");
  note (f, 5, "x");
  note (f, 4, "rotated!");

  cp_verdicts_undo (f->verdicts, NULL, NULL);
  g_assert_cmpstr (note_of (f, 4), ==, "rotated");
  cp_verdicts_undo (f->verdicts, NULL, NULL);
  g_assert_null (note_of (f, 5));
  cp_verdicts_undo (f->verdicts, NULL, NULL);
  g_assert_cmpstr (note_of (f, 4), ==, "rot");
  cp_verdicts_undo (f->verdicts, NULL, NULL);
  g_assert_null (note_of (f, 4));
  g_assert_false (cp_verdicts_get_can_undo (f->verdicts));
  cp_verdicts_redo (f->verdicts, NULL, NULL);
  g_assert_cmpstr (note_of (f, 4), ==, "rot");
}

/* What was typed and deleted again is no step; nor does a letter join a step that was redone. */
static void
test_note_edges (Fixture       *f,
                 gconstpointer  data)
{
  note (f, 4, "r");
  note (f, 4, NULL);
  g_assert_false (cp_verdicts_get_can_undo (f->verdicts));
  g_assert_true (cp_verdicts_is_empty (f->verdicts));

  note (f, 4, "a");
  cp_verdicts_undo (f->verdicts, NULL, NULL);
  cp_verdicts_redo (f->verdicts, NULL, NULL);
  note (f, 4, "ab");
  cp_verdicts_undo (f->verdicts, NULL, NULL);
  g_assert_cmpstr (note_of (f, 4), ==, "a");
}

/* Random changes, all taken back, all done again. */
static void
test_round_trip (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  GString *after, *again, *before = cp_verdicts_to_csv (f->verdicts);

  for (guint i = 0; i < 500; i++)
    {
      guint index = (guint) g_rand_int_range (random, 0, 12);
      g_autofree char *text = g_strdup_printf ("%d", g_rand_int_range (random, 0, 3));

      if (g_rand_boolean (random))
        judge (f, index, (CpVerdict) g_rand_int_range (random, 0, CP_N_VERDICTS));
      else
        note (f, index, g_rand_boolean (random) ? text : NULL);
      cp_review_set_threshold (f->review, g_rand_double (random));
    }
  after = cp_verdicts_to_csv (f->verdicts);
  g_assert_cmpuint (after->len, >, before->len);
  while (cp_verdicts_undo (f->verdicts, NULL, NULL))
    ;
  again = cp_verdicts_to_csv (f->verdicts);
  g_assert_cmpstr (again->str, ==, before->str);
  g_string_free (again, TRUE);
  while (cp_verdicts_redo (f->verdicts, NULL, NULL))
    ;
  again = cp_verdicts_to_csv (f->verdicts);
  g_assert_cmpstr (again->str, ==, after->str);
  g_string_free (again, TRUE);
  g_string_free (after, TRUE);
  g_string_free (before, TRUE);
}

static void
test_count (Fixture       *f,
            gconstpointer  data)
{
  judge (f, 1, CP_VERDICT_AGREE);
  judge (f, 2, CP_VERDICT_AGREE);
  judge (f, 3, CP_VERDICT_UNSURE);
  note (f, 9, "nothing but a note");
  cp_verdicts_judge (f->verdicts, CP_SPLIT_TRAIN, 1, CP_VERDICT_AGREE, FALSE);
  g_assert_cmpuint (cp_verdicts_count (f->verdicts, CP_SPLIT_TEST, CP_VERDICT_AGREE), ==, 2);
  g_assert_cmpuint (cp_verdicts_count (f->verdicts, CP_SPLIT_TEST, CP_VERDICT_DISAGREE), ==, 0);
  judge (f, 2, CP_VERDICT_NONE);
  g_assert_cmpuint (cp_verdicts_count (f->verdicts, CP_SPLIT_TEST, CP_VERDICT_AGREE), ==, 1);
}

static void
test_other_dataset (Fixture       *f,
                    gconstpointer  data)
{
  CpPhantomSettings settings = CP_PHANTOM_SETTINGS_DEFAULT;
  g_autoptr (CpDataset) other = NULL;

  settings.n_train = settings.n_val = settings.n_test = 4;
  other = cp_phantom_dataset_new (&settings, NULL);
  judge (f, 1, CP_VERDICT_AGREE);
  cp_review_set_dataset (f->review, other);
  g_assert_true (cp_verdicts_is_empty (f->verdicts));
  g_assert_false (cp_verdicts_get_can_undo (f->verdicts));
  judge (f, 5, CP_VERDICT_AGREE);
  g_assert_true (cp_verdicts_is_empty (f->verdicts));
}

static void
test_put (Fixture       *f,
          gconstpointer  data)
{
  const CpVerdictRecord record = { CP_VERDICT_UNSURE, "kept", TRUE, 0.5, 0.125, 1000000000 };
  CpVerdictRecord found;

  judge (f, 1, CP_VERDICT_AGREE);
  cp_verdicts_put (f->verdicts, CP_SPLIT_VALIDATION, 2, &record);
  g_assert_false (cp_verdicts_get_can_undo (f->verdicts));
  g_assert_true (cp_verdicts_get (f->verdicts, CP_SPLIT_VALIDATION, 2, &found));
  g_assert_cmpint (found.verdict, ==, CP_VERDICT_UNSURE);
  g_assert_cmpstr (found.note, ==, "kept");
  g_assert_true (found.blind);
  g_assert_cmpfloat (found.probability, ==, 0.5);
  g_assert_cmpfloat (found.threshold, ==, 0.125);
  g_assert_cmpint (found.time, ==, 1000000000);
}

static void
put_rows (Fixture *f)
{
  guint8 label = cp_dataset_get_split (dataset, CP_SPLIT_TEST)->labels[11];
  const CpVerdictRecord seen = { CP_VERDICT_DISAGREE, "a, \"b\"\nc", FALSE, 0.1, 0.1, 1000000000 };
  const CpVerdictRecord noted = { CP_VERDICT_NONE, "déjà vu", FALSE, NAN, 0.5, 0 };

  g_assert_cmpuint (label, <=, 1);
  cp_verdicts_put (f->verdicts, CP_SPLIT_TEST, 11, &seen);
  cp_verdicts_put (f->verdicts, CP_SPLIT_TEST, 2, &noted);
}

static void
test_csv (Fixture       *f,
          gconstpointer  data)
{
  const guint8 *labels = cp_dataset_get_split (dataset, CP_SPLIT_TEST)->labels;
  g_autofree char *expected = NULL;
  GString *csv;

  put_rows (f);
  expected = g_strdup_printf ("split,index,label,probability,threshold,outcome,verdict,blind,note,time\n"
                              "test,2,%u,,0.5,,,0,déjà vu,1970-01-01T00:00:00Z\n"
                              "test,11,%u,0.1,0.1,%s,disagree,0,\"a, \"\"b\"\"\nc\",2001-09-09T01:46:40Z\n",
                              labels[2], labels[11], labels[11] ? "true-positive" : "false-positive");
  csv = cp_verdicts_to_csv (f->verdicts);
  g_assert_cmpstr (csv->str, ==, expected);
  g_string_free (csv, TRUE);
}

/* Whole or not at all. */
static void
test_save (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("cutpoint-verdicts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "verdicts.csv", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "verdicts.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GString *csv;

  put_rows (f);
  csv = cp_verdicts_to_csv (f->verdicts);
  g_assert_true (cp_verdicts_save_csv (f->verdicts, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, csv->str);
  g_assert_false (cp_verdicts_save_csv (f->verdicts, nowhere, &error));
  g_assert_nonnull (strstr (error->message, "verdicts.csv"));
  g_string_free (csv, TRUE);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_workspace (void)
{
  g_autoptr (CpWorkspace) workspace = cp_workspace_new ();
  CpVerdicts *verdicts = cp_workspace_get_verdicts (workspace);

  g_assert_true (CP_IS_VERDICTS (verdicts));
  g_assert_true (cp_verdicts_get_review (verdicts) == cp_workspace_get_review (workspace));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  CpPhantomSettings settings = CP_PHANTOM_SETTINGS_DEFAULT;
  int result;

  g_test_init (&argc, &argv, NULL);
  settings.n_train = settings.n_val = 8;
  settings.n_test = 24;
  dataset = cp_phantom_dataset_new (&settings, NULL);

  ADD ("/verdicts/record", test_record);
  ADD ("/verdicts/unscored-and-sealed", test_unscored_and_sealed);
  ADD ("/verdicts/nothing-new", test_nothing_new);
  ADD ("/verdicts/undo", test_undo);
  ADD ("/verdicts/notes-coalesce", test_notes_coalesce);
  ADD ("/verdicts/note-edges", test_note_edges);
  ADD ("/verdicts/round-trip", test_round_trip);
  ADD ("/verdicts/count", test_count);
  ADD ("/verdicts/other-dataset", test_other_dataset);
  ADD ("/verdicts/put", test_put);
  ADD ("/verdicts/csv", test_csv);
  ADD ("/verdicts/save", test_save);
  g_test_add_func ("/verdicts/workspace", test_workspace);

  result = g_test_run ();
  cp_dataset_unref (dataset);
  return result;
}
