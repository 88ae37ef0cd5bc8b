/* SPDX-License-Identifier: MIT */
#include "rates.h"

#include <math.h>

/**
 * cp_rate_accuracy:
 * @confusion: a confusion matrix
 *
 * Returns: (TP + TN) / n with Wilson's interval
 */
CpEstimate
cp_rate_accuracy (CpConfusion confusion)
{
  gsize right = confusion.tp + confusion.tn;

  return cp_estimate_proportion (right, right + confusion.fp + confusion.fn);
}

/**
 * cp_rate_precision:
 * @confusion: a confusion matrix
 *
 * Altman & Bland, BMJ 1994; 309:102.
 *
 * Returns: TP / (TP + FP), the positive predictive value, with Wilson's interval
 */
CpEstimate
cp_rate_precision (CpConfusion confusion)
{
  return cp_estimate_proportion (confusion.tp, confusion.tp + confusion.fp);
}

/**
 * cp_rate_recall:
 * @confusion: a confusion matrix
 *
 * Altman & Bland, BMJ 1994; 308:1552.
 *
 * Returns: TP / (TP + FN), the sensitivity, with Wilson's interval
 */
CpEstimate
cp_rate_recall (CpConfusion confusion)
{
  return cp_estimate_proportion (confusion.tp, confusion.tp + confusion.fn);
}

/**
 * cp_rate_specificity:
 * @confusion: a confusion matrix
 *
 * Altman & Bland, BMJ 1994; 308:1552.
 *
 * Returns: TN / (TN + FP) with Wilson's interval
 */
CpEstimate
cp_rate_specificity (CpConfusion confusion)
{
  return cp_estimate_proportion (confusion.tn, confusion.tn + confusion.fp);
}

/**
 * cp_rate_npv:
 * @confusion: a confusion matrix
 *
 * Altman & Bland, BMJ 1994; 309:102.
 *
 * Returns: TN / (TN + FN), the negative predictive value, with Wilson's interval
 */
CpEstimate
cp_rate_npv (CpConfusion confusion)
{
  return cp_estimate_proportion (confusion.tn, confusion.tn + confusion.fn);
}

/**
 * cp_rate_f1:
 * @confusion: a confusion matrix
 *
 * The harmonic mean of precision and recall (van Rijsbergen, Information
 * Retrieval, 1979).
 *
 * Returns: 2 TP / (2 TP + FP + FN), undefined without pneumonia and calls of it
 */
CpEstimate
cp_rate_f1 (CpConfusion confusion)
{
  double hits = 2.0 * confusion.tp;

  return cp_estimate_ratio (hits, hits + confusion.fp + confusion.fn);
}

/**
 * cp_rate_balanced_accuracy:
 * @confusion: a confusion matrix
 *
 * What accuracy would be with classes equally frequent (Brodersen et al., ICPR
 * 2010).
 *
 * Returns: the mean of recall and specificity, undefined where either is
 */
CpEstimate
cp_rate_balanced_accuracy (CpConfusion confusion)
{
  double recall = cp_rate_recall (confusion).value;
  double specificity = cp_rate_specificity (confusion).value;

  return cp_estimate_of ((recall + specificity) / 2.0);
}

/**
 * cp_rate_mcc:
 * @confusion: a confusion matrix
 *
 * Matthews' correlation coefficient (Biochim Biophys Acta 1975; 405:442):
 * (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)).
 *
 * Returns: from −1 to 1, undefined where a row or a column of the matrix is empty
 */
CpEstimate
cp_rate_mcc (CpConfusion confusion)
{
  double tp = confusion.tp, fp = confusion.fp, fn = confusion.fn, tn = confusion.tn;

  return cp_estimate_ratio (tp * tn - fp * fn,
                            sqrt ((tp + fp) * (tn + fn)) * sqrt ((tp + fn) * (tn + fp)));
}

/**
 * cp_rate_net_benefit:
 * @confusion: the confusion matrix at @threshold
 * @threshold: the threshold, which here also says how many false alarms a found pneumonia is worth
 *
 * TP/n − FP/n · t/(1−t) (Vickers & Elkin, Med Decis Making 2006; 26:565).
 *
 * Returns: the net benefit, undefined for no images and where @threshold is not from 0 to below 1
 */
CpEstimate
cp_rate_net_benefit (CpConfusion confusion,
                     double      threshold)
{
  double n = (double) confusion.tp + confusion.fp + confusion.fn + confusion.tn;

  if (!(threshold >= 0.0 && threshold < 1.0))
    return cp_estimate_undefined ();
  return cp_estimate_ratio (confusion.tp - confusion.fp * (threshold / (1.0 - threshold)), n);
}
