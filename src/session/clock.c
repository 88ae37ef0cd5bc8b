/* SPDX-License-Identifier: MIT */
#include "clock-private.h"

/* What sessions say of when. Nothing is put in order by it: clocks are wrong, and are set back. */

static gint64 (*replacement) (void);

/* Returns: microseconds since 1970, UTC */
gint64
cp_clock_get_time (void)
{
  return replacement != NULL ? replacement () : g_get_real_time ();
}

/* Returns: (transfer full): this moment */
GDateTime *
cp_clock_get_utc (void)
{
  const gint64 now = cp_clock_get_time ();
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);

  return g_date_time_add (seconds, now % G_USEC_PER_SEC);
}

/* Before there are threads. */
void
cp_clock_replace (gint64 (*get_time) (void))
{
  replacement = get_time;
}
