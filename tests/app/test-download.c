/* SPDX-License-Identifier: MIT */
#include "data-offer.h"
#include "dataset.h"
#include "download.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#define SIZE 300000

/* A server on this machine, and a folder for what comes from it. */
typedef struct
{
  SoupServer *server;
  SoupServerMessage *held; /* an answer that is never finished */
  char *base;
  char *folder;
  char *path;
  char *body;
  char *md5;

  GCancellable *cancellable;
  goffset received; /* as told last */
  gboolean done;
  GError *error;
} Fixture;

static void
answer (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           user_data)
{
  Fixture *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (g_str_equal (path, "/missing"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (g_str_equal (path, "/endless"))
    {
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY, self->body, SIZE / 2);
      self->held = message;
      return;
    }
  if (g_str_equal (path, "/unsaid"))
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY, self->body, SIZE);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoslist (GUri) uris = NULL;
  g_autoptr (GError) error = NULL;

  self->body = g_malloc (SIZE);
  for (guint i = 0; i < SIZE; i++)
    self->body[i] = (char) g_rand_int_range (random, 0, 256);
  self->md5 = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) self->body, SIZE);
  self->folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "new", "file", NULL);
  self->cancellable = g_cancellable_new ();
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, answer, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->base = g_uri_to_string (uris->data);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *sub = g_path_get_dirname (self->path);

  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_remove (self->path);
  g_remove (sub);
  g_assert_cmpint (g_remove (self->folder), ==, 0);
  g_free (self->base);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->body);
  g_free (self->md5);
}

static void
on_progress (goffset  received,
             goffset  expected,
             gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_false (self->done);
  g_assert_cmpint (received, >=, self->received);
  self->received = received;
  if (received > 0 && self->held != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *self = user_data;
  const gboolean there = cp_download_finish (result, &self->error);

  g_assert_cmpint (there, ==, self->error == NULL);
  self->done = TRUE;
}

static void
fetch (Fixture    *self,
       const char *name,
       const char *md5,
       guint64     limit)
{
  g_autofree char *address = g_strconcat (self->base, name, NULL);
  const CpDownload download = { address, self->path, md5, limit };

  self->done = FALSE;
  self->received = 0;
  g_clear_error (&self->error);
  cp_download_async (&download, on_progress, self, self->cancellable, on_done, self);
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_kept (Fixture    *self,
             const char *expected,
             gsize       size)
{
  g_autofree char *contents = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (self->path, &contents, &n, NULL));
  g_assert_cmpmem (contents, n, expected, size);
}

static void
test_whole (Fixture       *self,
            gconstpointer  data)
{
  fetch (self, "file", self->md5, SIZE);
  g_assert_no_error (self->error);
  g_assert_cmpint (self->received, ==, SIZE);
  assert_kept (self, self->body, SIZE);

  g_assert_cmpint (g_remove (self->path), ==, 0);
  fetch (self, "unsaid", self->md5, SIZE);
  g_assert_no_error (self->error);
  assert_kept (self, self->body, SIZE);
}

/* What is there stays as it is, and what is wrong is said with the address. */
static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  const struct { const char *name, *md5; guint64 limit; const char *words; } cases[] = {
    { "missing", self->md5, SIZE, "404" },
    { "file", "00000000000000000000000000000000", SIZE, self->md5 },
    { "file", self->md5, SIZE - 1, "299999" },
    { "unsaid", self->md5, SIZE - 1, "299999" },
  };
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (self->path, "old", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fetch (self, cases[i].name, cases[i].md5, cases[i].limit);
      g_assert_nonnull (self->error);
      g_assert_nonnull (strstr (self->error->message, cases[i].words));
      g_assert_true (g_str_has_prefix (self->error->message, self->base));
      assert_kept (self, "old", 3);
    }
}

static void
test_unreachable (Fixture       *self,
                  gconstpointer  data)
{
  soup_server_disconnect (self->server);
  fetch (self, "file", self->md5, SIZE);
  g_assert_nonnull (self->error);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_free (self->base);
  self->base = g_strdup ("no address ");
  fetch (self, "file", self->md5, SIZE);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* A folder cannot be made where a file is. */
static void
test_unwritable (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_assert_true (g_file_set_contents (folder, "a file", -1, NULL));
  fetch (self, "file", self->md5, SIZE);
  g_assert_nonnull (self->error);
  g_assert_nonnull (strstr (self->error->message, folder));
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  fetch (self, "endless", self->md5, SIZE);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (self->received, >, 0);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static GtkButton *
button_of (GtkWidget *offer)
{
  return GTK_BUTTON (cp_widget_test_find (offer, GTK_TYPE_BUTTON));
}

static void
wait_for_label (GtkWidget  *offer,
                const char *label)
{
  while (!g_str_equal (gtk_button_get_label (button_of (offer)), label))
    g_main_context_iteration (NULL, TRUE);
}

/* The button begins, gives up, and tries again; another file than the official one is refused. */
static void
test_offer (Fixture       *self,
            gconstpointer  data)
{
  GtkWidget *offer = g_object_ref_sink (g_object_new (CP_TYPE_DATA_OFFER, NULL));
  g_autofree char *endless = g_strconcat (self->base, "endless", NULL), *wrong = g_strconcat (self->base, "file", NULL);
  g_autofree char *path = cp_dataset_get_own_path ();
  g_autofree char *problem = g_strdup_printf ("%s: another file than expected came (%u bytes, MD5 %s, not " CP_OFFICIAL_MD5 ")",
                                              wrong, SIZE, self->md5);

  g_setenv ("CUTPOINT_DATA_URL", endless, TRUE);
  g_assert_cmpstr (gtk_button_get_label (button_of (offer)), ==, "_Download Real X-Rays");
  g_signal_emit_by_name (button_of (offer), "clicked");
  g_assert_cmpstr (gtk_button_get_label (button_of (offer)), ==, "_Cancel");
  while (self->held == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (button_of (offer), "clicked");
  wait_for_label (offer, "_Download Real X-Rays");

  g_setenv ("CUTPOINT_DATA_URL", wrong, TRUE);
  g_signal_emit_by_name (button_of (offer), "clicked");
  wait_for_label (offer, "Try _Again");
  g_assert_nonnull (cp_widget_test_find_label (offer, problem));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unsetenv ("CUTPOINT_DATA_URL");
  g_assert_finalize_object (offer);
}

#define ADD(path, function) g_test_add ("/app/download/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  cp_widget_test_init (&argc, &argv);
  ADD ("whole", test_whole);
  ADD ("refused", test_refused);
  ADD ("unreachable", test_unreachable);
  ADD ("unwritable", test_unwritable);
  ADD ("cancelled", test_cancelled);
  ADD ("offer", test_offer);
  return g_test_run ();
}
