/* SPDX-License-Identifier: MIT */
#include "accessible-value.h"

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
