/* SPDX-License-Identifier: MIT */
/* Every file this program writes, on a full disk, at a limit of a file's size and in a folder that may not be written:
 * what was there before stays to the last byte, nothing is left beside it, and the message names the file and the cause. */
#include "desk.h"
#include "disk.h"

#include "charts.h"
#include "checkpoint.h"
#include "contact-sheet.h"
#include "grey-image.h"
#include "phantom.h"
#include "report.h"
#include "store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* What there is to write. */
typedef struct
{
  Fixture *fixture;
  Desk desk;
  CpTraining *training;
  CpPredictions *predictions;
  CpStore *store; /* a session to copy */
} Things;

typedef gboolean (*WriteFunc) (Things      *things,
                               const char  *path,
                               GError     **error);

static gboolean
write_model (Things      *things,
             const char  *path,
             GError     **error)
{
  return cp_workspace_save_model (things->desk.context.workspace, path, error);
}

static gboolean
write_checkpoint (Things      *things,
                  const char  *path,
                  GError     **error)
{
  return cp_training_save_checkpoint (things->training, path, error);
}

static gboolean
write_phantoms (Things      *things,
                const char  *path,
                GError     **error)
{
  const CpPhantomSettings settings = { .size = 12, .n_train = 60, .n_val = 20, .n_test = 20, .seed = 9 };

  return cp_phantom_write_npz (&settings, path, error);
}

static gboolean
write_verdicts (Things      *things,
                const char  *path,
                GError     **error)
{
  return cp_verdicts_save_csv (cp_workspace_get_verdicts (things->desk.context.workspace), path, error);
}

static gboolean
write_chart (Things      *things,
             const char  *path,
             GError     **error)
{
  g_autoptr (CpChart) chart = cp_chart_new_histogram (things->predictions, 0.4, FALSE);
  CpChartStyle style;

  cp_chart_style_init (&style, CP_CHART_LOOK_PRINT);

  return cp_chart_save (chart, path, 400, 300, &style, error);
}

static gboolean
write_report (Things      *things,
              const char  *path,
              GError     **error)
{
  const CpReportFacts facts = { .predictions = things->predictions, .threshold = 0.4, .prevalence = NAN };

  return cp_report_save (&facts, path, error);
}

static gboolean
get_pixels (gsize      i,
            guint      side,
            guint32   *pixels,
            gpointer   user_data,
            GError   **error)
{
  for (gsize k = 0; k < (gsize) side * side; k++)
    pixels[k] = (guint32) (k * 2654435761u + i);

  return TRUE;
}

static gboolean
write_sheet (Things      *things,
             const char  *path,
             GError     **error)
{
  static const CpSheetImage images[] = { { 1, TRUE, 0.25 }, { 2, FALSE, 0.75 }, { 3, TRUE, NAN } };
  const CpContactSheet sheet = { .title = "Phantoms", .version = "1", .threshold = 0.5, .size = 56, .images = images,
                                 .n_images = G_N_ELEMENTS (images), .get_pixels = get_pixels };

  return cp_contact_sheet_save (&sheet, path, error);
}

static gboolean
write_copy (Things      *things,
            const char  *path,
            GError     **error)
{
  return cp_store_copy (things->store, path, error);
}

typedef struct
{
  const char *name;
  WriteFunc write;
} Writer;

static const Writer writers[] = {
  { "model.safetensors", write_model }, { "run.checkpoint", write_checkpoint }, { "phantoms.npz", write_phantoms },
  { "verdicts.csv", write_verdicts },   { "chart.png", write_chart },           { "chart.svg", write_chart },
  { "chart.pdf", write_chart },         { "chart.csv", write_chart },           { "report.html", write_report },
  { "report.pdf", write_report },       { "sheet.png", write_sheet },           { "sheet.pdf", write_sheet },
  { "copy.cutpoint", write_copy },
};

/* What has been tried. */
typedef struct
{
  guint trials;
  guint intact; /* the old file is there, byte for byte, and nothing beside it */
  guint told;   /* one line that names the file and the cause */
} Figures;

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gboolean
holds (const char *path,
       const char *contents,
       gsize       length)
{
  g_autofree char *found = NULL;
  gsize n;

  return g_file_get_contents (path, &found, &n, NULL) && n == length && memcmp (found, contents, n) == 0;
}

static gboolean
is_told (const GError *error,
         const char   *path,
         int           cause)
{
  return error != NULL && g_str_has_prefix (error->message, path) && strchr (error->message, '\n') == NULL
         && strstr (error->message, g_strerror (cause)) != NULL;
}

/* One write that must fail. */
static void
try (Figures      *figures,
     const Writer *writer,
     Things       *things,
     const Disk   *disk,
     const char   *path,
     const char   *old,
     int           cause)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  const gboolean ok = writer->write (things, path, &error);
  gboolean intact, told;

  disk_relax (disk);
  intact = count_files (folder) == 1 && holds (path, old, strlen (old));
  told = is_told (error, path, cause);
  if (ok || !intact || !told)
    g_test_message ("%s: %s%s", writer->name, ok ? "written; " : intact ? "" : "harmed; ", error ? error->message : "");
  g_assert_false (ok);
  figures->trials++;
  figures->intact += intact;
  figures->told += told;
}

/* How long what it writes is. */
static gsize
measure (const Writer *writer,
         Things       *things,
         const char   *path)
{
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (writer->write (things, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return (gsize) status.st_size;
}

#define OLD "what was here before, and must stay as it is"
#define LIMITS 8

static void
report (const Figures *figures,
        const char    *what)
{
  g_test_message ("%s: %u trials; the old file intact in %u, the file and the cause named in %u", what, figures->trials,
                  figures->intact, figures->told);
  g_assert_cmpuint (figures->intact, ==, figures->trials);
  g_assert_cmpuint (figures->told, ==, figures->trials);
}

/* Files that may not grow beyond a number of bytes. */
static void
test_limit (Things     *things,
            const Disk *disk)
{
  Figures figures = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *path = g_build_filename (disk->folder, writers[i].name, NULL);
      const gsize length = measure (&writers[i], things, path);

      g_assert_true (g_file_set_contents (path, OLD, -1, NULL));
      for (guint k = 0; k <= LIMITS; k++)
        {
          disk_limit_files (disk, k < LIMITS ? length * k / LIMITS : length - 1);
          try (&figures, &writers[i], things, disk, path, OLD, EFBIG);
        }
      g_unlink (path);
    }
  report (&figures, "limit of a file's size");
}

/* A disk that has room for a part of it only. */
static void
test_full (Things     *things,
           const Disk *disk)
{
  Figures figures = { 0 };

  if (!disk->mounted)
    {
      g_test_skip ("no file system of one's own can be mounted here");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *path = g_build_filename (disk->folder, writers[i].name, NULL);
      const gsize pages = (measure (&writers[i], things, path) + DISK_PAGE - 1) / DISK_PAGE;

      g_assert_true (g_file_set_contents (path, OLD, -1, NULL));
      for (guint k = 0; k < LIMITS; k++)
        {
          disk_leave (disk, pages * k / LIMITS);
          try (&figures, &writers[i], things, disk, path, OLD, ENOSPC);
        }
      g_unlink (path);
    }
  report (&figures, "full disk");
}

static void
test_closed (Things     *things,
             const Disk *disk)
{
  Figures figures = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *path = g_build_filename (disk->folder, writers[i].name, NULL);

      g_assert_true (g_file_set_contents (path, OLD, -1, NULL));
      disk_close_folder (disk);
      try (&figures, &writers[i], things, disk, path, OLD, EACCES);
      g_unlink (path);
    }
  report (&figures, "folder that may not be written");
}

typedef void (*FaultFunc) (const Disk *disk,
                           guint       k);

#define LARGE 100000

static void
limit_files (const Disk *disk,
             guint       k)
{
  disk_limit_files (disk, (gsize) LARGE * k / LIMITS);
}

static void
fill (const Disk *disk,
      guint       k)
{
  disk_leave (disk, (gsize) LARGE / DISK_PAGE * k / LIMITS);
}

/* Reading one leaves files beside it. */
static void
remove_session (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      g_unlink (file);
    }
}

/* A session that is being written: what was in it before is in it afterwards, and it is whole. */
static void
try_session (Figures    *figures,
             Things     *things,
             const Disk *disk,
             FaultFunc   fault,
             guint       k,
             int         cause)
{
  static const char *const all =
    "SELECT (SELECT group_concat (name || value) FROM fact) || (SELECT group_concat (note) FROM verdict) || "
    "(SELECT group_concat (hash) FROM log)";
  g_autofree char *path = g_build_filename (disk->folder, "work.cutpoint", NULL);
  g_autofree char *large = g_strnfill (LARGE, 'x');
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CpStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_store_copy (things->store, path, NULL));
  before = query_text (path, all);
  store = cp_store_open (path, FALSE, NULL);
  g_assert_nonnull (store);
  fault (disk, k);
  g_assert_true (cp_store_begin (store, NULL));
  g_assert_false (cp_store_execute (store, NULL, "DELETE FROM fact", "")
                  && cp_store_log (store, "note", "written", NULL)
                  && cp_store_execute (store, &error, "INSERT INTO fact VALUES ('large', ?)", "t", large)
                  && cp_store_commit (store, &error));
  cp_store_rollback (store);
  disk_relax (disk);
  figures->trials++;
  figures->told += is_told (error, path, cause);
  g_clear_pointer (&store, cp_store_close);
  store = cp_store_open (path, FALSE, NULL);
  if (store != NULL && cp_store_check (store, NULL))
    {
      g_clear_pointer (&store, cp_store_close);
      after = query_text (path, all);
    }
  figures->intact += g_strcmp0 (before, after) == 0;
  g_clear_pointer (&store, cp_store_close);
  remove_session (path);
}

/* A session that is being begun: there is none then, and nothing in its place. */
static void
try_new_session (Figures    *figures,
                 const Disk *disk,
                 FaultFunc   fault,
                 guint       k,
                 int         cause)
{
  g_autofree char *path = g_build_filename (disk->folder, "new.cutpoint", NULL);
  g_autofree char *other = g_build_filename (disk->folder, "other", NULL);
  g_autoptr (GError) error = NULL;
  CpStore *store;

  g_assert_true (g_file_set_contents (other, OLD, -1, NULL));
  fault (disk, k);
  store = cp_store_open (path, TRUE, &error);
  disk_relax (disk);
  g_assert_null (store);
  figures->trials++;
  figures->intact += count_files (disk->folder) == 1;
  figures->told += is_told (error, path, cause);
  g_unlink (other);
}

static void
test_session (Things     *things,
              const Disk *disk)
{
  Figures limited = { 0 }, full = { 0 };

  for (guint k = 0; k < LIMITS; k++)
    {
      try_session (&limited, things, disk, limit_files, k, EFBIG);
      try_new_session (&limited, disk, limit_files, k / 4, EFBIG);
      if (!disk->mounted)
        continue;
      try_session (&full, things, disk, fill, k, ENOSPC);
      try_new_session (&full, disk, fill, k / 2, ENOSPC);
    }
  report (&limited, "session, limit of a file's size");
  report (&full, "session, full disk");
}

/* One that may be read only, in a folder that may not be written; and one that may, whose log has no place there. */
static void
test_closed_session (Things     *things,
                     const Disk *disk)
{
  g_autofree char *path = g_build_filename (disk->folder, "work.cutpoint", NULL);
  g_autofree char *contents = NULL;
  Figures figures = { 0 };
  gsize length;

  g_assert_true (cp_store_copy (things->store, path, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (g_chmod (path, i == 0 ? 0444 : 0666), ==, 0);
      disk_close_folder (disk);
      g_assert_null (cp_store_open (path, FALSE, &error));
      disk_relax (disk);
      figures.trials++;
      figures.told += is_told (error, path, EACCES);
      figures.intact += holds (path, contents, length) && count_files (disk->folder) == 1;
    }
  g_unlink (path);
  report (&figures, "session, folder that may not be written");
}

static void
things_init (Things  *things,
             Fixture *fixture)
{
  const CpTrainingCallbacks callbacks = { NULL, NULL };
  const CpRecipe recipe = fixture_recipe (1);
  g_autofree char *path = NULL;
  CpReview *review;
  g_autoptr (CpModel) model = NULL;
  gboolean cancelled;

  things->fixture = fixture;
  desk_init (&things->desk, fixture->folder);
  desk_work (&things->desk, fixture);
  g_assert_true (cp_session_flush (things->desk.session, NULL));
  path = g_strdup (cp_session_get_path (things->desk.session));
  desk_close (&things->desk);
  things->store = cp_store_open (path, FALSE, NULL);
  g_assert_nonnull (things->store);
  review = cp_workspace_get_review (things->desk.context.workspace);
  things->predictions = cp_predictions_ref (cp_review_get_predictions_of (review, CP_SPLIT_TEST));
  things->training = cp_training_new (&recipe, fixture->dataset, NULL);
  model = cp_training_run (things->training, &callbacks, NULL, &cancelled, NULL);
  g_assert_nonnull (model);
}

static void
things_clear (Things *things)
{
  cp_store_close (things->store);
  cp_predictions_unref (things->predictions);
  cp_training_free (things->training);
  desk_clear (&things->desk);
}

static void
run (Fixture       *fixture,
     gconstpointer  data)
{
  void (*function) (Things *things, const Disk *disk) = data;
  g_autofree char *folder = fixture_file (fixture, "disk");
  Things things;
  Disk disk;

  things_init (&things, fixture);
  disk_init (&disk, folder);
  function (&things, &disk);
  disk_clear (&disk);
  things_clear (&things);
}

int
main (int   argc,
      char *argv[])
{
  disk_prepare ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/session/writers/" name, Fixture, function, fixture_set_up, run, fixture_tear_down)
  ADD ("limit", test_limit);
  ADD ("full", test_full);
  ADD ("closed", test_closed);
  ADD ("session", test_session);
  ADD ("closed-session", test_closed_session);
#undef ADD

  return g_test_run ();
}
