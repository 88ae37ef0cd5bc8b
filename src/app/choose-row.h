/* SPDX-License-Identifier: MIT */
#pragma once

#include "protocol.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * CpChooseRow:
 * @rule: which rule
 * @parameter: (nullable): its target, or how many false alarms one missed pneumonia weighs
 * @threshold: what the rule chooses on validation
 * @recall: there, with its interval
 * @precision: there, with its interval
 * @missed: there
 * @false_alarms: there
 * @refusal: shown instead of the figures where no threshold obeys the rule
 * @use: chooses by the rule
 *
 * One rule in the table of rules.
 */
typedef struct
{
  CpRule rule;
  GtkWidget *parameter;
  GtkLabel *threshold;
  GtkLabel *recall;
  GtkLabel *precision;
  GtkLabel *missed;
  GtkLabel *false_alarms;
  GtkLabel *refusal;
  GtkWidget *use;
} CpChooseRow;

void cp_choose_row_add_heading (GtkGrid           *grid);
void cp_choose_row_init        (CpChooseRow       *self,
                                GtkGrid           *grid,
                                CpRule             rule);
void cp_choose_row_get_rule    (const CpChooseRow *self,
                                CpThresholdRule   *rule);
void cp_choose_row_set_rule    (CpChooseRow       *self,
                                const CpThresholdRule *rule);
void cp_choose_row_update      (CpChooseRow       *self,
                                CpProtocol        *protocol);
void cp_choose_row_update_use  (CpChooseRow       *self,
                                CpProtocol        *protocol);
gboolean cp_choose_row_grab_focus (CpChooseRow    *self);

G_END_DECLS
