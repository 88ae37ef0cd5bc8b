/* SPDX-License-Identifier: MIT */
#include "explainer.h"

#include "explanation-private.h"

/**
 * CpExplainer:
 *
 * Explains the image that a person looks at: in a worker thread, one request at
 * a time, the former being cancelled by the next. What was found is kept, least
 * recently used first to go.
 */
struct _CpExplainer
{
  GObject parent_instance;

  gsize limit;
  gsize used;             /* bytes of the maps below */
  GHashTable *entries;    /* key → Entry */
  GQueue order;           /* Entry; the one used last at the head */
  GCancellable *running;  /* (nullable) */
};

G_DEFINE_FINAL_TYPE (CpExplainer, cp_explainer, G_TYPE_OBJECT)

typedef struct
{
  char *key;
  CpModel *model; /* so that its address stays its own */
  CpExplanation *explanations[2]; /* for normal, for pneumonia */
  gsize bytes;
  GList link;
} Entry;

typedef struct
{
  char *key;
  CpModel *model;
  GBytes *pixels;
  guint size;
  CpExplainOptions options;
} Request;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  cp_model_unref (entry->model);
  for (guint i = 0; i < 2; i++)
    cp_explanation_unref (entry->explanations[i]);
  g_free (entry);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->key);
  cp_model_unref (request->model);
  g_bytes_unref (request->pixels);
  g_clear_pointer (&request->options.reference, g_bytes_unref);
  g_free (request);
}

static void
cp_explainer_finalize (GObject *object)
{
  CpExplainer *self = CP_EXPLAINER (object);

  cp_explainer_cancel (self);
  g_hash_table_unref (self->entries);

  G_OBJECT_CLASS (cp_explainer_parent_class)->finalize (object);
}

static void
cp_explainer_class_init (CpExplainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cp_explainer_finalize;
}

static void
cp_explainer_init (CpExplainer *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  g_queue_init (&self->order);
}

/**
 * cp_explainer_new:
 * @cache_bytes: how many bytes of maps to keep at most; 0 for CP_EXPLAINER_CACHE
 *
 * Returns: (transfer full): an explainer
 */
CpExplainer *
cp_explainer_new (gsize cache_bytes)
{
  CpExplainer *self = g_object_new (CP_TYPE_EXPLAINER, NULL);

  self->limit = cache_bytes > 0 ? cache_bytes : CP_EXPLAINER_CACHE;

  return self;
}

/* All that a pair of maps depends on; not the class, as both are computed at once. */
static char *
key_of (CpModel                *model,
        GBytes                 *pixels,
        const CpExplainOptions *o)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, pixels);
  g_autofree char *reference = o->reference != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, o->reference)
                                                    : NULL;

  return g_strdup_printf ("%p %s %d %d %" G_GUINT64_FORMAT " %u %u %s", (void *) model, digest, o->method,
                          o->randomised, o->randomised ? o->seed : 0, o->patch, o->stride, reference != NULL ? reference : "-");
}

static Entry *
find (CpExplainer *self,
      const char  *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    {
      g_queue_unlink (&self->order, &entry->link);
      g_queue_push_head_link (&self->order, &entry->link);
    }

  return entry;
}

static void
drop (CpExplainer *self,
      Entry       *entry)
{
  self->used -= entry->bytes;
  g_queue_unlink (&self->order, &entry->link);
  g_hash_table_remove (self->entries, entry->key);
}

/* @explanations: (transfer full) */
static void
keep (CpExplainer   *self,
      const Request *request,
      CpExplanation *explanations[2])
{
  Entry *entry = g_hash_table_lookup (self->entries, request->key);

  if (entry != NULL)
    drop (self, entry);
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (request->key);
  entry->model = cp_model_ref (request->model);
  entry->explanations[0] = explanations[0];
  entry->explanations[1] = explanations[1];
  entry->bytes = 2 * sizeof (float) * request->size * request->size;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, entry->key, entry);
  g_queue_push_head_link (&self->order, &entry->link);
  self->used += entry->bytes;
  while (self->used > self->limit && self->order.length > 1)
    drop (self, self->order.tail->data);
}

/**
 * cp_explainer_lookup:
 * @self: an explainer
 * @model: a model
 * @pixels: the bytes of an image of the model's size
 * @options: what to explain and how
 *
 * Returns: (transfer full) (nullable): the explanation, where it is at hand; after one class
 *   was asked for, the other one is, too
 */
CpExplanation *
cp_explainer_lookup (CpExplainer            *self,
                     CpModel                *model,
                     GBytes                 *pixels,
                     const CpExplainOptions *options)
{
  g_autofree char *key = key_of (model, pixels, options);
  const Entry *entry = find (self, key);

  return entry != NULL ? cp_explanation_ref (entry->explanations[options->target == 1]) : NULL;
}

typedef struct
{
  CpExplanation *explanations[2];
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&answer->explanations[i], cp_explanation_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
explain_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Request *request = task_data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  GError *error = NULL;

  if (cp_explain_both (request->model, g_bytes_get_data (request->pixels, NULL), request->size, &request->options,
                       cancellable, answer->explanations, &error))
    g_task_return_pointer (task, g_steal_pointer (&answer), answer_free);
  else
    g_task_return_error (task, error);
}

static void
return_kept (GTask         *outer,
             CpExplanation *explanation)
{
  g_task_return_pointer (outer, cp_explanation_ref (explanation), (GDestroyNotify) cp_explanation_unref);
}

static void
on_explained (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  CpExplainer *self = g_task_get_source_object (outer);
  const Request *request = g_task_get_task_data (G_TASK (result));
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->running == cancellable)
    g_clear_object (&self->running);
  if (answer == NULL)
    {
      g_task_return_error (outer, g_steal_pointer (&error));
      return;
    }
  return_kept (outer, answer->explanations[request->options.target == 1]);
  keep (self, request, answer->explanations);
  answer->explanations[0] = answer->explanations[1] = NULL;
}

static void
start (CpExplainer            *self,
       GTask                  *outer,
       CpModel                *model,
       GBytes                 *pixels,
       const CpExplainOptions *options,
       char                   *key)
{
  g_autoptr (GTask) task = NULL;
  Request *request = g_new0 (Request, 1);

  request->key = key;
  request->model = cp_model_ref (model);
  request->pixels = g_bytes_ref (pixels);
  request->size = cp_model_get_info (model)->size;
  request->options = *options;
  if (options->reference != NULL)
    g_bytes_ref (options->reference);
  self->running = g_cancellable_new ();
  task = g_task_new (NULL, self->running, on_explained, outer);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, explain_thread);
}

/**
 * cp_explainer_explain_async:
 * @self: an explainer
 * @model: a model
 * @pixels: the bytes of an image of the model's size
 * @options: what to explain and how
 * @callback: called in the main loop
 * @user_data: for @callback
 *
 * Explains an image in a worker thread, unless that was done before. A request
 * that still runs is cancelled: its callback gets %G_IO_ERROR_CANCELLED.
 */
void
cp_explainer_explain_async (CpExplainer            *self,
                            CpModel                *model,
                            GBytes                 *pixels,
                            const CpExplainOptions *options,
                            GAsyncReadyCallback     callback,
                            gpointer                user_data)
{
  const gsize size = cp_model_get_info (model)->size;
  g_autoptr (GTask) outer = g_task_new (self, NULL, callback, user_data);
  g_autofree char *key = key_of (model, pixels, options);
  const Entry *entry = find (self, key);

  g_return_if_fail (g_bytes_get_size (pixels) == size * size);

  cp_explainer_cancel (self);
  if (entry != NULL)
    return_kept (outer, entry->explanations[options->target == 1]);
  else
    start (self, g_steal_pointer (&outer), model, pixels, options, g_steal_pointer (&key));
}

/**
 * cp_explainer_explain_finish:
 * @self: an explainer
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the explanation
 */
CpExplanation *
cp_explainer_explain_finish (CpExplainer   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cp_explainer_cancel:
 * @self: an explainer
 *
 * Cancels the request that runs, if any.
 */
void
cp_explainer_cancel (CpExplainer *self)
{
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
}

/**
 * cp_explainer_forget:
 * @self: an explainer
 *
 * Forgets what was kept, and so lets go of models.
 */
void
cp_explainer_forget (CpExplainer *self)
{
  while (self->order.length > 0)
    drop (self, self->order.tail->data);
}
