/* SPDX-License-Identifier: MIT */
#pragma once

#include "store.h"
#include "workspace.h"

G_BEGIN_DECLS

/**
 * CpRunParts:
 * @CP_RUN_PART_ROW: title, state, recipe and what the list shows
 * @CP_RUN_PART_HISTORY: epochs and losses
 * @CP_RUN_PART_MODEL: its newest model
 * @CP_RUN_PART_CHECKPOINT: where a training can be continued
 *
 * What of a run is to be written.
 */
typedef enum
{
  CP_RUN_PART_ROW = 1 << 0,
  CP_RUN_PART_HISTORY = 1 << 1,
  CP_RUN_PART_MODEL = 1 << 2,
  CP_RUN_PART_CHECKPOINT = 1 << 3,
  CP_RUN_PARTS_ALL = (1 << 4) - 1,
} CpRunParts;

/* A row of the list of runs, as a session keeps it. */
typedef struct
{
  guint number;
  CpRunParts parts;
  char *title;
  char *summary;
  char *file;      /* (nullable): it was opened from; otherwise trained … */
  CpRecipe recipe; /* … so */
  CpRunState state;
  guint batches;   /* of the whole run */
  gboolean current;
  gboolean shown;
  guint look;
  CpModel *model;     /* (nullable) */
  GBytes *checkpoint; /* (nullable) */
  GPtrArray *epochs;  /* CpEpochRecord */
  GArray *losses;     /* float: of each batch */
  GArray *rates;      /* float: likewise */
} CpKeptRun;

typedef struct
{
  char *location;
  char *name;
  char *fingerprint;
  guint size;
} CpKeptData;

typedef struct
{
  CpSplit split;
  guint index;
  CpVerdictRecord record; /* its note is owned */
} CpKeptVerdict;

/* Something that was done, or a threshold that was arrived at: kind, and words for people. */
typedef struct
{
  char *time; /* UTC, ISO 8601 */
  char *kind;
  char *words;
  char *provenance; /* (nullable): of a threshold … */
  double value;     /* … which is this */
} CpKeptEvent;

/**
 * CpSessionContent:
 *
 * What is read from a session's file: all of it; or written to it: what has
 * changed. Once made, it is of one thread at a time.
 */
typedef struct
{
  gboolean whole;     /* in place of all the file has, but log and thresholds */
  CpKeptData *data;   /* (nullable) */
  GPtrArray *runs;    /* CpKeptRun */
  GArray *removed;    /* guint: numbers of runs */
  GHashTable *facts;  /* name → value; empty where not to be written */
  gboolean has_scores;
  guint scored;       /* number of the run whose model has scored; 0 for none */
  CpKeptScores scores[CP_N_SPLITS];
  GArray *verdicts;   /* CpKeptVerdict: one without verdict and note is to be removed */
  GPtrArray *thresholds; /* CpKeptEvent */
  GPtrArray *log;     /* CpKeptEvent */
  /* of what was read */
  guint n_log;
  gint64 first_wrong; /* entry of the log; 0 for none */
} CpSessionContent;

CpSessionContent *cp_session_content_new   (void);
void              cp_session_content_free  (CpSessionContent *self);
gboolean          cp_session_content_write (CpSessionContent *self,
                                            CpStore          *store,
                                            GError          **error);
CpSessionContent *cp_session_content_read  (CpStore          *store,
                                            GError          **error);

CpKeptData       *cp_kept_data_new         (CpDataset        *dataset);
void              cp_kept_data_free        (CpKeptData       *self);
CpKeptRun        *cp_kept_run_new          (guint             number);
CpKeptEvent      *cp_kept_event_new        (const char       *kind,
                                            const char       *words,
                                            const char       *provenance,
                                            double            value);
void              cp_kept_facts_set        (GHashTable       *facts,
                                            const char       *name,
                                            const char       *value);
void              cp_kept_facts_set_number (GHashTable       *facts,
                                            const char       *name,
                                            double            value);
double            cp_kept_facts_get_number (GHashTable       *facts,
                                            const char       *name,
                                            double            otherwise);
CpRunEntry       *cp_kept_run_to_entry     (CpKeptRun        *self);
gboolean          cp_kept_run_interrupted  (CpKeptRun        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpKeptData, cp_kept_data_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSessionContent, cp_session_content_free)

G_END_DECLS
