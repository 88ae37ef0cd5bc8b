/* SPDX-License-Identifier: MIT */
#include "desk.h"

#include "phantom.h"

/* Leaves a small session of phantoms in a folder, and prints its path; for tests/fixtures/session/make_seed.py. */
int
main (int   argc,
      char *argv[])
{
  const CpPhantomSettings settings = { .size = 8, .n_train = 40, .n_val = 20, .n_test = 20, .seed = 7 };
  Fixture fixture = { .folder = argv[1] };
  g_autofree char *session = NULL;
  Desk desk;

  if (argc != 2)
    return 2;
  fixture.path = fixture_file (&fixture, "phantoms.npz");
  g_assert_true (cp_phantom_write_npz (&settings, fixture.path, NULL));
  session = desk_make_session (&fixture, &desk);
  g_print ("%s\n", session);
  desk_clear (&desk);
  g_free (fixture.path);

  return 0;
}
