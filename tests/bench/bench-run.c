/* SPDX-License-Identifier: MIT */

/* Runs a command with its output thrown away and prints its wall-clock seconds
 * and peak memory in MiB. A program of its own because a child's peak memory
 * counts what its parent had when it started: hardly anything here. */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);

  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

int
main (int   argc,
      char *argv[])
{
  const double start = now ();
  posix_spawn_file_actions_t actions;
  struct rusage usage;
  int failure, status;
  pid_t child;

  if (argc < 2)
    {
      fprintf (stderr, "usage: bench-run COMMAND [ARGUMENT …]\n");
      return 2;
    }
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, 1, "/dev/null", O_WRONLY, 0);
  failure = posix_spawnp (&child, argv[1], &actions, NULL, argv + 1, environ);
  posix_spawn_file_actions_destroy (&actions);
  if (failure != 0)
    {
      fprintf (stderr, "bench-run: %s: %s\n", argv[1], strerror (failure));
      return 1;
    }
  if (wait4 (child, &status, 0, &usage) != child || !WIFEXITED (status) || WEXITSTATUS (status) != 0)
    {
      fprintf (stderr, "bench-run: %s: failed\n", argv[1]);
      return 1;
    }
  printf ("%.4f %.1f\n", now () - start, (double) usage.ru_maxrss / 1024);

  return 0;
}
