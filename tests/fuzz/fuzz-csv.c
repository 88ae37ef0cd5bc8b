/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "metrics.h"
#include "predictions-file.h"

/* Predictions of any classifier, all of them and those of a split. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *path = fuzz_file (data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *split = NULL;
  g_autoptr (CpPredictions) predictions = cp_predictions_file_load (path, NULL, &split, &error);
  g_autoptr (CpPredictions) test = cp_predictions_file_load (path, "test", NULL, NULL);

  g_assert_true ((predictions == NULL) == (error != NULL));
  if (predictions != NULL && cp_predictions_get_n (predictions) < 1000)
    for (guint i = 0; i < CP_N_METRICS; i++)
      if (i != CP_METRIC_AVERAGE_PRECISION) /* two thousand resamples */
        cp_metric_compute (i, predictions, 0.5);
  return 0;
}
