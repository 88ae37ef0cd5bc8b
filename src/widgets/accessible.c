/* SPDX-License-Identifier: MIT */
#include "accessible.h"

/**
 * cp_accessible_set_value:
 * @accessible: a slider or the like
 * @value: its value
 *
 * Tells assistive technology a value to the last bit. GTK passes over values
 * less than a thousandth from the one before, so that many of them in a row
 * would leave the old one standing.
 */
void
cp_accessible_set_value (GtkAccessible *accessible,
                         double         value)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (accessible));

  /* One update, of which only the last value is told: the first makes it another one. */
  gtk_accessible_update_property (accessible,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, value + 1,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, value,
                                  -1);
}

/**
 * cp_accessible_label_button:
 * @button: a button with use-underline
 * @label: what it says, with an underline before a letter
 *
 * Labels a button. GTK names it twice, once with the underline: what the label
 * inside says is enough.
 */
void
cp_accessible_label_button (GtkButton  *button,
                            const char *label)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  gtk_button_set_label (button, label);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
name_inside (GtkDropDown *drop_down,
             GParamSpec  *pspec,
             const char  *name)
{
  GtkWidget *inside = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  gpointer selected = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *text = NULL;

  if (!GTK_IS_BUTTON (inside))
    return;
  text = GTK_IS_STRING_OBJECT (selected) ? g_strdup_printf ("%s: %s", name, gtk_string_object_get_string (selected))
                                         : g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
free_name (gpointer  name,
           GClosure *closure)
{
  g_free (name);
}

/**
 * cp_accessible_name_drop_down:
 * @drop_down: a list of strings
 * @name: what is chosen there
 *
 * Names the button inside, which is what has the focus, after the choice; once.
 */
void
cp_accessible_name_drop_down (GtkDropDown *drop_down,
                              const char  *name)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  g_signal_connect_data (drop_down, "notify::selected-item", G_CALLBACK (name_inside), g_strdup (name), free_name, 0);
  name_inside (drop_down, NULL, name);
}
