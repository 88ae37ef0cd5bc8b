/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli-error.h"

G_BEGIN_DECLS

/**
 * CpOptionKind:
 * @CP_OPTION_FLAG: takes no value; sets a gboolean
 * @CP_OPTION_PATH: a file name; sets a char *, which the caller frees
 * @CP_OPTION_TEXT: a word; sets a char *, which the caller frees
 * @CP_OPTION_UNSIGNED: a whole number; sets a guint
 * @CP_OPTION_UNSIGNED64: a whole number; sets a guint64
 * @CP_OPTION_NUMBER: a number; sets a double
 */
typedef enum
{
  CP_OPTION_FLAG,
  CP_OPTION_PATH,
  CP_OPTION_TEXT,
  CP_OPTION_UNSIGNED,
  CP_OPTION_UNSIGNED64,
  CP_OPTION_NUMBER,
} CpOptionKind;

/**
 * CpOption:
 * @name: without the dashes
 * @kind: what it takes
 * @value: where it goes; untouched where the option is not given
 * @argument: (nullable): what the help calls its value
 * @help: one line, marked for translation
 * @least: smallest whole number
 * @most: largest whole number
 * @low: smallest number
 * @high: largest number
 * @above_low: whether @low itself is out of range
 *
 * One option of a command.
 */
typedef struct
{
  const char *name;
  CpOptionKind kind;
  gpointer value;
  const char *argument;
  const char *help;
  guint64 least, most;
  double low, high;
  gboolean above_low;
} CpOption;

/**
 * CpUsage:
 * @command: its name
 * @arguments: what its help shows behind the options
 * @summary: what it does, marked for translation
 * @options: (array length=n_options): its options
 * @n_options: how many
 * @rest: (nullable): where other arguments go; %NULL where it takes none
 *
 * What a command takes.
 */
typedef struct
{
  const char *command;
  const char *arguments;
  const char *summary;
  const CpOption *options;
  guint n_options;
  GStrv *rest;
} CpUsage;

gboolean cp_usage_parse (const CpUsage  *usage,
                         char          **arguments,
                         GError        **error);

G_END_DECLS
