/* SPDX-License-Identifier: MIT */
#include "report-private.h"

#include "file-bytes.h"
#include "plots-error.h"
#include "printable.h"

#include <string.h>

typedef GBytes *(*Render) (const CpReport  *report,
                           const char      *path,
                           GError         **error);

static Render
find_format (const char  *path,
             GError     **error)
{
  const char *extension = strrchr (path, '.');
  g_autofree char *name = cp_printable_path (path);

  if (extension != NULL && g_ascii_strcasecmp (extension, ".pdf") == 0)
    return cp_report_to_pdf;
  if (extension != NULL && g_ascii_strcasecmp (extension, ".html") == 0)
    return cp_report_to_html;

  g_set_error (error, CP_PLOTS_ERROR, CP_PLOTS_ERROR_FORMAT, "%s: expected a name that ends with .pdf or .html", name);
  return NULL;
}

/**
 * cp_report_check_path:
 * @path: where a report shall go
 * @error: return location for an error
 *
 * Says at once, before anything is computed, whether the name is one of a
 * format there is.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_report_check_path (const char  *path,
                      GError     **error)
{
  return find_format (path, error) != NULL;
}

/**
 * cp_report_save:
 * @facts: what is known
 * @path: a file; its name ends with .pdf or .html
 * @error: return location for an error
 *
 * Writes a report, whole or not at all: two pages of A4, or one HTML file that
 * needs no other. It says what was analysed, the threshold and where it was
 * chosen, the confusion matrix, every figure with its interval, the charts,
 * the counts among 1,000 people and the limits; each block names the items of
 * STARD 2015 and TRIPOD+AI that it helps to answer. The same facts make the
 * same file.
 *
 * Returns: %FALSE on error
 */
gboolean
cp_report_save (const CpReportFacts  *facts,
                const char           *path,
                GError              **error)
{
  Render render = find_format (path, error);
  g_autoptr (CpReport) report = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (render == NULL)
    return FALSE;

  report = cp_report_new (facts);
  bytes = render (report, path, error);

  return bytes != NULL && cp_file_replace (path, bytes, error);
}
