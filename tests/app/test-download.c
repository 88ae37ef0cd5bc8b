/* SPDX-License-Identifier: MIT */
#include "data-offer.h"
#include "dataset.h"
#include "download.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define SIZE 300000

/* A server on this machine, and a folder for what comes from it. libsoup's own leaks sockets. */
typedef struct
{
  GSocketService *server;
  gint held; /* an answer that is never finished has begun */
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
send_bytes (GOutputStream *out,
            const char    *bytes,
            gsize          n)
{
  g_output_stream_write_all (out, bytes, n, NULL, NULL, NULL); /* who has heard enough hangs up */
}

static void
send_text (GOutputStream *out,
           const char    *text)
{
  send_bytes (out, text, strlen (text));
}

static void
send_body (Fixture       *self,
           GOutputStream *out,
           const char    *path)
{
  g_autofree char *length = g_strdup_printf ("Content-Length: %u\r\n\r\n", SIZE);

  send_text (out, "HTTP/1.1 200 OK\r\nConnection: close\r\n");
  send_text (out, g_str_equal (path, "/unsaid") ? "\r\n" : length);
  if (!g_str_equal (path, "/endless"))
    {
      send_bytes (out, self->body, SIZE);
      return;
    }
  g_atomic_int_set (&self->held, TRUE); /* before the other side can have heard all of it */
  send_bytes (out, self->body, SIZE / 2);
}

/* One request a connection. In a thread of its own. */
static gboolean
answer (GThreadedSocketService *server,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (in);
  g_autofree char *request = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_auto (GStrv) words = g_strsplit (request != NULL ? request : "", " ", 3);
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL && *line != '\r' && *line != '\0')
    g_free (line);
  g_free (line);
  if (g_strv_length (words) < 2)
    return TRUE;
  if (g_str_equal (words[1], "/missing"))
    send_text (out, "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  else
    send_body (user_data, out, words[1]);
  if (g_str_equal (words[1], "/endless"))
    g_free (g_data_input_stream_read_line (lines, NULL, NULL, NULL)); /* until the other side is gone */
  return TRUE;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  guint16 port;

  self->body = g_malloc (SIZE);
  for (guint i = 0; i < SIZE; i++)
    self->body[i] = (char) g_rand_int_range (random, 0, 256);
  self->md5 = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) self->body, SIZE);
  self->folder = g_dir_make_tmp ("cutpoint-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "new", "file", NULL);
  self->cancellable = g_cancellable_new ();
  self->server = g_threaded_socket_service_new (4);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->server), NULL, &error);
  g_assert_no_error (error);
  self->base = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_signal_connect (self->server, "run", G_CALLBACK (answer), self);
  g_socket_service_start (self->server);
}

static void
stop (Fixture *self)
{
  if (self->server == NULL)
    return;
  g_socket_service_stop (self->server);
  g_socket_listener_close (G_SOCKET_LISTENER (self->server));
  while (g_main_context_iteration (NULL, FALSE)) /* who has just called holds it */
    ;
  g_clear_object (&self->server);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *sub = g_path_get_dirname (self->path);

  stop (self);
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
  if (received > 0 && g_atomic_int_get (&self->held))
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
  stop (self);
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

/* By the label inside, which shows no underline. */
static void
assert_named_once (GtkButton *button)
{
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
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
  assert_named_once (button_of (offer));
  g_signal_emit_by_name (button_of (offer), "clicked");
  g_assert_cmpstr (gtk_button_get_label (button_of (offer)), ==, "_Cancel");
  assert_named_once (button_of (offer));
  while (!g_atomic_int_get (&self->held))
    g_main_context_iteration (NULL, FALSE);
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
