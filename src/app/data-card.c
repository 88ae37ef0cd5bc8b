/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "data-card.h"

#include "accessible.h"
#include "balance-bar.h"
#include "data-offer.h"
#include "folder.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkLabel *count;
  GtkLabel *share;
  CpBalanceBar *bar;
} SplitRow;

struct _CpDataCard
{
  GtkWidget parent_instance;

  GtkLabel *name;
  GtkLabel *kind;
  GtkLabel *size;
  GtkWidget *sizes_row;
  GtkDropDown *sizes;
  GtkLabel *skipped;
  GtkLabel *validation;
  GtkProgressBar *progress;
  char *folder; /* (nullable): the one the images are from */
  GtkLabel *duplicates;
  GtkWidget *offer;
  GtkGrid *splits;
  SplitRow rows[CP_N_SPLITS];
};

G_DEFINE_FINAL_TYPE (CpDataCard, cp_data_card, GTK_TYPE_WIDGET)

static GtkLabel *
add_cell (CpDataCard *self,
          const char *text,
          int         column,
          int         row,
          float       xalign,
          const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->splits, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static void
add_rows (CpDataCard *self)
{
  static const char *const names[] = { N_("Train"), N_("Validation"), N_("Test") };

  for (int i = 0; i < CP_N_SPLITS; i++)
    {
      SplitRow *row = &self->rows[i];

      add_cell (self, _(names[i]), 0, i, 0, "dim-label");
      row->count = add_cell (self, "", 1, i, 1, "numeric");
      row->bar = CP_BALANCE_BAR (cp_balance_bar_new ());
      gtk_widget_set_hexpand (GTK_WIDGET (row->bar), TRUE);
      gtk_grid_attach (self->splits, GTK_WIDGET (row->bar), 2, i, 1, 1);
      row->share = add_cell (self, "", 3, i, 1, "numeric");
    }
}

static const char *
describe_kind (CpDatasetKind kind)
{
  switch (kind)
    {
    case CP_DATASET_OFFICIAL:
      return _("Real chest X-rays of children, the official file");
    case CP_DATASET_PHANTOM:
      return _("Synthetic phantoms, not patients");
    case CP_DATASET_FOLDER:
      return _("Image files of your own, from folders");
    case CP_DATASET_NPZ:
    default:
      return _("A file of your own; Cutpoint cannot tell whether its images are real");
    }
}

static void
show_split (SplitRow         *row,
            const CpImageSet *set)
{
  double share = set->n > 0 ? (double) set->positives / (double) set->n : 0;
  g_autofree char *count = g_strdup_printf ("%zu", set->n);
  /* Translators: the share of images that show pneumonia */
  g_autofree char *text = g_strdup_printf (_("%.0f %% pneumonia"), 100 * share);

  gtk_label_set_label (row->count, count);
  gtk_label_set_label (row->share, text);
  cp_balance_bar_set_share (row->bar, share);
}

static void
show_duplicates (CpDataCard   *self,
                 CpDuplicates  duplicates)
{
  g_autofree char *text =
    g_strdup_printf (ngettext ("%zu group of identical images, %zu across train and validation, %zu across train and test",
                               "%zu groups of identical images, %zu across train and validation, %zu across train and test",
                               duplicates.groups),
                     duplicates.groups, duplicates.train_validation, duplicates.train_test);

  gtk_label_set_label (self->duplicates, duplicates.groups > 0 ? text : _("No two images are identical"));
}

static const guint sizes[] = { 28, 64, 128, 224 }; /* as in the template */

/* A folder's images can be read at another size. */
static void
show_sizes (CpDataCard *self,
            CpDataset  *dataset)
{
  g_autofree char *folder = NULL;
  guint size = 0;
  gboolean is_folder = dataset != NULL && cp_dataset_get_kind (dataset) == CP_DATASET_FOLDER;

  g_clear_pointer (&self->folder, g_free);
  gtk_widget_set_visible (self->sizes_row, is_folder);
  if (!is_folder)
    return;
  gtk_drop_down_set_selected (self->sizes, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] == cp_dataset_get_size (dataset))
      gtk_drop_down_set_selected (self->sizes, i);
  cp_folder_parse_location (cp_dataset_get_location (dataset), &folder, &size);
  self->folder = g_steal_pointer (&folder); /* only now: nobody has chosen anything until here */
}

static void
on_size_selected (CpDataCard *self)
{
  guint selected = gtk_drop_down_get_selected (self->sizes);
  g_autofree char *location = NULL;

  if (self->folder == NULL || selected >= G_N_ELEMENTS (sizes))
    return;
  location = g_strdup_printf ("%s@%u", self->folder, sizes[selected]);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", location);
}

static void
show_skipped (CpDataCard *self,
              CpDataset  *dataset)
{
  const char *first = NULL;
  guint n = dataset != NULL ? cp_dataset_get_skipped (dataset, &first) : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->skipped), n > 0);
  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("%u file could not be read and is left out: %s",
                                    "%u files could not be read and are left out; the first: %s", n), n, first);
  gtk_label_set_label (self->skipped, text);
}

/* What to know before a threshold is chosen on the validation images. */
static void
show_validation (CpDataCard *self,
                 CpDataset  *dataset)
{
  const gsize n = dataset != NULL ? cp_dataset_get_split (dataset, CP_SPLIT_VALIDATION)->n : CP_FEW_IMAGES;
  const gboolean carved = dataset != NULL && cp_dataset_get_carved (dataset);
  g_autoptr (GString) text = g_string_new (NULL);

  if (carved)
    g_string_append (text, _("There is no validation folder: a tenth of the training images is set aside, by patient."));
  if (n < CP_FEW_IMAGES)
    {
      g_string_append (text, carved ? " " : "");
      g_string_append_printf (text, ngettext ("Only %zu image for validation: a threshold chosen on so few is left to chance.",
                                              "Only %zu images for validation: a threshold chosen on so few is left to chance.",
                                              n), n);
    }
  gtk_label_set_label (self->validation, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->validation), text->len > 0);
}

static void
cp_data_card_dispose (GObject *object)
{
  CpDataCard *self = CP_DATA_CARD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (cp_data_card_parent_class)->dispose (object);
}

static void
cp_data_card_class_init (CpDataCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cp_data_card_dispose;

  g_type_ensure (CP_TYPE_DATA_OFFER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "datacard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cutpoint/Cutpoint/data-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, name);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, kind);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, size);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, sizes_row);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, sizes);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, skipped);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, validation);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_size_selected);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, duplicates);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, offer);
  gtk_widget_class_bind_template_child (widget_class, CpDataCard, splits);
}

static void
cp_data_card_init (CpDataCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_accessible_name_drop_down (self->sizes, _("Image size"));
  add_rows (self);
}

/**
 * cp_data_card_set_dataset:
 * @self: a card
 * @dataset: (nullable): what to describe
 *
 * Describes another data set; without one, the card says that it is loading.
 */
void
cp_data_card_set_dataset (CpDataCard *self,
                          CpDataset  *dataset)
{
  g_autofree char *size = NULL;

  g_return_if_fail (CP_IS_DATA_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->splits), dataset != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->size), dataset != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->duplicates), dataset != NULL);
  gtk_widget_set_visible (self->offer, dataset != NULL && cp_dataset_get_kind (dataset) == CP_DATASET_PHANTOM);
  gtk_label_set_label (self->name, dataset != NULL ? cp_dataset_get_name (dataset) : _("Loading…"));
  gtk_label_set_label (self->kind, dataset != NULL ? describe_kind (cp_dataset_get_kind (dataset)) : "");
  show_sizes (self, dataset);
  show_skipped (self, dataset);
  show_validation (self, dataset);
  if (dataset == NULL)
    return;

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), cp_dataset_get_location (dataset));
  size = g_strdup_printf (_("Images of %u × %u pixels"), cp_dataset_get_size (dataset), cp_dataset_get_size (dataset));
  gtk_label_set_label (self->size, size);
  show_duplicates (self, cp_dataset_get_duplicates (dataset));
  for (guint i = 0; i < CP_N_SPLITS; i++)
    show_split (&self->rows[i], cp_dataset_get_split (dataset, (CpSplit) i));
}

/**
 * cp_data_card_set_progress:
 * @self: a card
 * @fraction: how much of another data set has been read; 1 when none is being read
 *
 * Shows how far the reading of a folder is.
 */
void
cp_data_card_set_progress (CpDataCard *self,
                           double      fraction)
{
  g_return_if_fail (CP_IS_DATA_CARD (self));

  gtk_progress_bar_set_fraction (self->progress, fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), fraction < 1);
}
