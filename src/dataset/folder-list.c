/* SPDX-License-Identifier: MIT */
/* Which files of a folder are images of which split and class. */
#include "folder-private.h"

#include "digest.h"
#include "printable.h"

#include <string.h>

/* The share of the training images that becomes validation where there is none: one in so many. */
#define CARVED 10

static const char *const class_names[] = { "NORMAL", "PNEUMONIA" }; /* by label */

static void
file_free (gpointer data)
{
  CpFolderFile *file = data;

  g_free (file->path);
  g_free (file->patient);
  g_free (file);
}

/* What archivers and file managers leave behind is none of ours. */
static gboolean
is_litter (const char *name)
{
  return name[0] == '.' || g_str_equal (name, "__MACOSX") || g_ascii_strcasecmp (name, "Thumbs.db") == 0
         || g_ascii_strcasecmp (name, "desktop.ini") == 0;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Returns: (transfer full) (nullable): the folder of that name in any case */
static char *
find_folder (const char *parent,
             const char *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_ascii_strcasecmp (name, wanted) == 0)
      {
        g_autofree char *path = g_build_filename (parent, name, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_DIR))
          g_ptr_array_add (found, g_steal_pointer (&path));
      }
  if (found->len == 0)
    return NULL;
  g_ptr_array_sort (found, compare_names);

  return g_ptr_array_steal_index (found, 0);
}

static gboolean
has_classes (const char *split)
{
  g_autofree char *normal = split != NULL ? find_folder (split, class_names[0]) : NULL;
  g_autofree char *pneumonia = split != NULL ? find_folder (split, class_names[1]) : NULL;

  return normal != NULL && pneumonia != NULL;
}

static gboolean
is_root (const char *path)
{
  g_autofree char *train = find_folder (path, "train");
  g_autofree char *test = find_folder (path, "test");

  return has_classes (train) && has_classes (test);
}

/* Returns: (transfer full) (nullable): where train and test are: here, or in chest_xray once or twice below */
static char *
find_root (const char *path)
{
  g_autofree char *here = g_strdup (path);

  for (guint depth = 0; depth < 3 && here != NULL; depth++)
    {
      char *below;

      if (is_root (here))
        return g_steal_pointer (&here);
      below = find_folder (here, "chest_xray");
      g_free (here);
      here = below;
    }

  return NULL;
}

/**
 * cp_folder_is_dataset:
 * @path: a folder
 *
 * Returns: whether it is a data set in the Kaggle form
 */
gboolean
cp_folder_is_dataset (const char *path)
{
  g_autofree char *root = find_root (path);

  return root != NULL;
}

/**
 * cp_folder_patient:
 * @name: of an image file
 *
 * Whose image it is, by the names of Kermany and others: `person12_bacteria_34.jpeg`
 * is of person12, `IM-0115-0001.jpeg` and `IM-0115-0001-0002.jpeg` of IM-0115,
 * `NORMAL2-IM-0840-0001.jpeg` of NORMAL2-IM-0840. Any other file is a patient of its own.
 *
 * Returns: (transfer full): a name that images of one patient share
 */
char *
cp_folder_patient (const char *name)
{
  static GRegex *regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(person\\d+(?=_)|(NORMAL\\d*-)?IM-\\d+(?=-))",
                                            G_REGEX_CASELESS | G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL));
  if (!g_regex_match (regex, name, 0, &match))
    return g_strdup (name);

  return g_match_info_fetch (match, 0);
}

/* A name that says nothing of a patient may well be in both classes, as 1.png. */
static char *
patient_of (const char *name,
            guint8      label)
{
  g_autofree char *patient = cp_folder_patient (name);

  return g_str_equal (patient, name) ? g_build_filename (class_names[label], name, NULL) : g_steal_pointer (&patient);
}

static void
list_class (const char *folder,
            CpSplit     split,
            guint8      label,
            GPtrArray  *files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      CpFolderFile *file;

      if (is_litter (name) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      file = g_new (CpFolderFile, 1);
      *file = (CpFolderFile){ g_steal_pointer (&path), patient_of (name, label), split, label };
      g_ptr_array_add (files, file);
    }
}

static void
list_split (const char *root,
            CpSplit     split,
            GPtrArray  *files)
{
  g_autofree char *folder = find_folder (root, cp_split_get_name (split));

  if (!has_classes (folder))
    return;
  for (guint8 label = 0; label < G_N_ELEMENTS (class_names); label++)
    {
      g_autofree char *class_folder = find_folder (folder, class_names[label]);

      list_class (class_folder, split, label, files);
    }
}

static int
compare_files (gconstpointer a,
               gconstpointer b)
{
  const CpFolderFile *x = *(CpFolderFile *const *) a, *y = *(CpFolderFile *const *) b;

  if (x->split != y->split)
    return (int) x->split - (int) y->split;
  if (x->label != y->label)
    return x->label - y->label;
  return strcmp (x->path, y->path);
}

/*
 * cp_folder_list:
 * @path: a folder
 * @has_validation: (out): whether it has validation images of its own
 * @error: return location
 *
 * Returns: (transfer container) (element-type CpFolderFile): its images by split, class and name;
 *   %NULL where it is no data set
 */
GPtrArray *
cp_folder_list (const char  *path,
                gboolean    *has_validation,
                GError     **error)
{
  g_autofree char *root = find_root (path);
  g_autofree char *name = cp_printable_path (path);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (file_free);
  guint n;

  if (root == NULL)
    {
      g_set_error (error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT,
                   "%s: expected the folders train and test with NORMAL and PNEUMONIA in each, did not find them", name);
      return NULL;
    }
  list_split (root, CP_SPLIT_TRAIN, files);
  list_split (root, CP_SPLIT_TEST, files);
  n = files->len;
  list_split (root, CP_SPLIT_VALIDATION, files);
  *has_validation = files->len > n;
  g_ptr_array_sort (files, compare_files);

  return g_steal_pointer (&files);
}

/* A place in an order that is as good as random, and the same on every machine. */
static char *
lot (const char *patient)
{
  g_autoptr (CpDigest) digest = cp_digest_new ();

  cp_digest_update (digest, (const guint8 *) patient, strlen (patient));
  return cp_digest_finish (digest);
}

typedef struct
{
  char *lot;
  GPtrArray *files; /* of one patient and class */
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->lot);
  g_ptr_array_unref (group->files);
  g_free (group);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  return strcmp ((*(Group *const *) a)->lot, (*(Group *const *) b)->lot);
}

static GPtrArray *
group_by_patient (GPtrArray *files,
                  guint8     label,
                  guint     *n)
{
  g_autoptr (GHashTable) patients = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  *n = 0;
  for (guint i = 0; i < files->len; i++)
    {
      CpFolderFile *file = files->pdata[i];
      Group *group;

      if (file->split != CP_SPLIT_TRAIN || file->label != label)
        continue;
      group = g_hash_table_lookup (patients, file->patient);
      if (group == NULL)
        {
          group = g_new (Group, 1);
          *group = (Group){ lot (file->patient), g_ptr_array_new () };
          g_hash_table_insert (patients, file->patient, group);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group->files, file);
      (*n)++;
    }
  g_ptr_array_sort (groups, compare_groups);

  return groups;
}

/* Who was healthy once and ill another time is one patient all the same. */
static void
follow_patients (GPtrArray *files)
{
  g_autoptr (GHashTable) carved = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < files->len; i++)
    {
      CpFolderFile *file = files->pdata[i];

      if (file->split == CP_SPLIT_VALIDATION)
        g_hash_table_add (carved, file->patient);
    }
  for (guint i = 0; i < files->len; i++)
    {
      CpFolderFile *file = files->pdata[i];

      if (file->split == CP_SPLIT_TRAIN && g_hash_table_contains (carved, file->patient))
        file->split = CP_SPLIT_VALIDATION;
    }
}

/*
 * cp_folder_carve:
 * @files: (element-type CpFolderFile): of a folder without validation
 *
 * Sets a tenth of the training images aside for validation: a tenth of each
 * class, and all images of a patient together. The lot that decides is drawn
 * from the patient's name alone, so that it is the same everywhere and in every
 * training, whatever its seed.
 */
void
cp_folder_carve (GPtrArray *files)
{
  for (guint8 label = 0; label < G_N_ELEMENTS (class_names); label++)
    {
      guint n, taken = 0;
      g_autoptr (GPtrArray) groups = group_by_patient (files, label, &n);
      const guint wanted = MAX ((n + CARVED / 2) / CARVED, groups->len > 1);

      for (guint i = 0; i < groups->len && taken < wanted; i++)
        {
          Group *group = groups->pdata[i];

          for (guint j = 0; j < group->files->len; j++)
            ((CpFolderFile *) group->files->pdata[j])->split = CP_SPLIT_VALIDATION;
          taken += group->files->len;
        }
    }
  follow_patients (files);
  g_ptr_array_sort (files, compare_files);
}
