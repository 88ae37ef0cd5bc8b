/* SPDX-License-Identifier: MIT */
#include "decimal.h"

#include <math.h>
#include <string.h>

/* Longer ones are not numbers that a program wrote. */
#define MAX_LENGTH 400
/* So many digits always fit 64 bits, and so does that power of ten. */
#define MAX_DIGITS 19

/* digits × 10^exponent */
typedef struct
{
  gboolean negative;
  guint64 digits; /* without leading zeros, of the first MAX_DIGITS */
  guint n_digits;
  int exponent;
} Decimal;

/* Reads digits, and returns where they end. */
static const char *
take_digits (const char *text,
             const char *end,
             Decimal    *decimal)
{
  for (; text < end && g_ascii_isdigit (*text); text++)
    {
      guint digit = (guint) (*text - '0');

      if (digit == 0 && decimal->n_digits == 0)
        continue;
      if (++decimal->n_digits <= MAX_DIGITS)
        decimal->digits = decimal->digits * 10 + digit;
    }

  return text;
}

/* Reads what follows the e; NULL where that is not a whole number. */
static const char *
take_exponent (const char *text,
               const char *end,
               Decimal    *decimal)
{
  gboolean negative = text < end && *text == '-';
  const char *first = text < end && (*text == '-' || *text == '+') ? text + 1 : text;
  int exponent = 0;

  for (text = first; text < end && g_ascii_isdigit (*text); text++)
    exponent = MIN (exponent * 10 + (*text - '0'), 100000);
  decimal->exponent += negative ? -exponent : exponent;

  return text > first ? text : NULL;
}

/* [sign] digits [. digits] [e [sign] digits], with a digit somewhere before e. */
static gboolean
scan (const char *text,
      const char *end,
      Decimal    *decimal)
{
  const char *first, *point;
  gsize n;

  decimal->negative = *text == '-';
  first = *text == '-' || *text == '+' ? text + 1 : text;
  point = text = take_digits (first, end, decimal);
  n = (gsize) (point - first);
  if (text < end && *text == '.')
    {
      text = take_digits (point + 1, end, decimal);
      n += (gsize) (text - point) - 1;
      decimal->exponent = -(int) (text - point - 1);
    }
  if (n > 0 && text < end && (*text == 'e' || *text == 'E'))
    text = take_exponent (text + 1, end, decimal);

  return n > 0 && text == end;
}

/*
 * digits ÷ 10^places, correctly rounded. The dividend is shifted up to 127
 * bits, so that the quotient has at least 63, ten more than a double; the
 * remainder only matters by being there, as the quotient's lowest bit. What is
 * rounded is then on the same side of every tie as the exact quotient.
 */
static double
divide (guint64 digits,
        guint   places)
{
  unsigned __int128 dividend, quotient;
  guint64 divisor = 1;
  int shift;

  if (digits == 0)
    return 0.0;
  while (places-- > 0)
    divisor *= 10;

  shift = 63 + __builtin_clzll (digits);
  dividend = (unsigned __int128) digits << shift;
  quotient = dividend / divisor;
  if (dividend % divisor != 0)
    quotient |= 1;

  return ldexp ((double) quotient, -shift);
}

/* What divide() cannot do: very long, very large or very small numbers. */
static double
parse_slowly (const char *text,
              gsize       length)
{
  char copy[MAX_LENGTH + 1];

  memcpy (copy, text, length);
  copy[length] = '\0';

  return g_ascii_strtod (copy, NULL);
}

/**
 * cp_decimal_parse:
 * @text: not terminated
 * @length: its length
 * @number: (out): the number
 *
 * Reads a decimal number, all of @text: no blanks, no hexadecimal digits, no
 * infinity, and the point is a point in any locale. The result is the double
 * nearest to it, as from g_ascii_strtod(), but up to 19 digits, as programs
 * write them, are read several times faster.
 *
 * Returns: %FALSE where @text is not a finite decimal number
 */
gboolean
cp_decimal_parse (const char *text,
                  gsize       length,
                  double     *number)
{
  Decimal decimal = { 0 };

  if (length == 0 || length > MAX_LENGTH || !scan (text, text + length, &decimal))
    return FALSE;

  if (decimal.n_digits <= MAX_DIGITS && decimal.exponent <= 0 && decimal.exponent >= -MAX_DIGITS)
    *number = divide (decimal.digits, (guint) -decimal.exponent) * (decimal.negative ? -1 : 1);
  else
    *number = parse_slowly (text, length);

  return isfinite (*number);
}
