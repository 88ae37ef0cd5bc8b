/* SPDX-License-Identifier: MIT */
#include <gtk/gtk.h>

int
main (void)
{
  return EXIT_SUCCESS;
}
