/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "data-offer.h"

#include "accessible.h"
#include "dataset.h"
#include "download.h"

#include <glib/gi18n.h>

#define HOME "https://zenodo.org/records/10519652"
#define ADDRESS HOME "/files/pneumoniamnist.npz?download=1"

struct _CpDataOffer
{
  GtkWidget parent_instance;

  GtkLabel *words;
  GtkLabel *problem;
  GtkProgressBar *progress;
  GtkButton *button;

  GCancellable *going; /* (nullable): while the file is being fetched */
};

G_DEFINE_FINAL_TYPE (CpDataOffer, cp_data_offer, GTK_TYPE_WIDGET)

static void
update (CpDataOffer *self)
{
  const gboolean going = self->going != NULL;
  const gboolean failed = *gtk_label_get_label (self->problem) != '\0';

  cp_accessible_label_button (self->button, going ? _("_Cancel") : failed ? _("Try _Again") : _("_Download Real X-Rays"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), going);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), !going && failed);
}

static void
on_progress (goffset  received,
             goffset  expected,
             gpointer user_data)
{
  CpDataOffer *self = CP_DATA_OFFER (user_data);
  const double of = (double) (expected > 0 ? expected : CP_OFFICIAL_SIZE);
  g_autofree char *text = g_strdup_printf (_("%.1f of %.1f MB"), (double) received / 1e6, of / 1e6);

  gtk_progress_bar_set_fraction (self->progress, MIN (1, (double) received / of));
  gtk_progress_bar_set_text (self->progress, text);
}

static void
on_downloaded (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CpDataOffer) self = CP_DATA_OFFER (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = cp_dataset_get_own_path ();

  g_clear_object (&self->going);
  if (!cp_download_finish (result, &error))
    gtk_label_set_label (self->problem, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "" : error->message);
  update (self);
  if (error == NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", path);
}

static void
start (CpDataOffer *self)
{
  const char *mirror = g_getenv ("CUTPOINT_DATA_URL");
  g_autofree char *path = cp_dataset_get_own_path ();
  const CpDownload download = {
    .address = mirror != NULL && *mirror != '\0' ? mirror : ADDRESS,
    .path = path,
    .md5 = CP_OFFICIAL_MD5,
    .limit = CP_OFFICIAL_SIZE,
  };

  gtk_label_set_label (self->problem, "");
  on_progress (0, 0, self);
  self->going = g_cancellable_new ();
  update (self);
  cp_download_async (&download, on_progress, self, self->going, on_downloaded, g_object_ref (self));
}

static void
on_clicked (CpDataOffer *self)
{
  if (self->going != NULL)
    g_cancellable_cancel (self->going);
  else
    start (self);
}

static void
cp_data_offer_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cp_data_offer_parent_class)->dispose (object);
}

/* Nobody is there any more to open it. */
static void
cp_data_offer_unroot (GtkWidget *widget)
{
  CpDataOffer *self = CP_DATA_OFFER (widget);

  if (self->going != NULL)
    g_cancellable_cancel (self->going);
  GTK_WIDGET_CLASS (cp_data_offer_parent_class)->unroot (widget);
}

static void
cp_data_offer_class_init (CpDataOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_data_offer_dispose;
  widget_class->unroot = cp_data_offer_unroot;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "dataoffer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/data-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, CpDataOffer, words);
  gtk_widget_class_bind_template_child (widget_class, CpDataOffer, problem);
  gtk_widget_class_bind_template_child (widget_class, CpDataOffer, progress);
  gtk_widget_class_bind_template_child (widget_class, CpDataOffer, button);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
cp_data_offer_init (CpDataOffer *self)
{
  g_autofree char *text = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  text = g_strdup_printf (_("The real ones: 5,856 chest X-rays of children, <a href=\"%s\">PneumoniaMNIST</a>, %.1f MB, CC BY 4.0."),
                          HOME, CP_OFFICIAL_SIZE / 1e6);
  gtk_label_set_markup (self->words, text);
  update (self);
}
