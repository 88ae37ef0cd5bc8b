/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "choose-row.h"

#include "choose-figures.h"
#include "metric-list.h"
#include "rates.h"
#include "threshold-axis.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  COLUMN_RULE,
  COLUMN_PARAMETER,
  COLUMN_THRESHOLD,
  COLUMN_RECALL,
  COLUMN_PRECISION,
  COLUMN_MISSED,
  COLUMN_FALSE_ALARMS,
  COLUMN_USE,
};

typedef struct
{
  const char *name;        /* untranslated */
  const char *explanation; /* untranslated */
  double lower, upper, step, start;
} Kind;

/* In the order of CpRule. */
static const Kind kinds[CP_N_RULES] = {
  { N_("Recall at least"), N_("The highest threshold that finds this share of the pneumonias"), 0.5, 1, 0.01, 0.99 },
  { N_("Recall surely at least"),
    N_("The highest threshold at which even the lower end of recall's 95 % interval reaches this share"),
    0.5, 1, 0.01, 0.97 },
  { N_("Recall + specificity"), N_("The threshold with the greatest recall + specificity − 1 (Youden)"), 0, 0, 0, 0 },
  { N_("F1"), N_("The threshold with the greatest harmonic mean of recall and precision"), 0, 0, 0, 0 },
  { N_("Cost, missed : alarm"),
    N_("The cheapest threshold, if one missed pneumonia weighs as much as so many false alarms"), 1, 100, 1, 10 },
};

/**
 * cp_choose_row_add_heading:
 * @grid: a table of rules
 *
 * Names its columns.
 */
void
cp_choose_row_add_heading (GtkGrid *grid)
{
  static const char *const names[] = { N_("Threshold"), N_("Recall"), N_("Precision"), N_("Missed"), N_("False alarms") };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    cp_choose_add_label (grid, (int) i + COLUMN_THRESHOLD, 0, _(names[i]), "dim-label");
}

/* Costs are a ratio, and read as one. */
static gboolean
show_ratio (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%d : 1", gtk_spin_button_get_value_as_int (spin));

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* What is no ratio leaves the old one. */
static int
read_ratio (GtkSpinButton *spin,
            double        *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  char *end;

  *value = g_ascii_strtod (text, &end);
  if (end == text || strchr (": ", *end) == NULL)
    *value = gtk_spin_button_get_value (spin);
  return TRUE;
}

static GtkWidget *
create_parameter (CpRule rule)
{
  const Kind *kind = &kinds[rule];
  GtkWidget *spin;

  if (kind->upper == 0)
    return NULL;
  spin = gtk_spin_button_new_with_range (kind->lower, kind->upper, kind->step);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), rule == CP_RULE_COST ? 0 : 3);
  if (rule == CP_RULE_COST)
    {
      gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE);
      g_signal_connect (spin, "output", G_CALLBACK (show_ratio), NULL);
      g_signal_connect (spin, "input", G_CALLBACK (read_ratio), NULL);
    }
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), kind->start);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 6);
  gtk_widget_set_tooltip_text (spin, _(kind->explanation));
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, _(kind->name), -1);
  return spin;
}

/**
 * cp_choose_row_init:
 * @self: (out caller-allocates): a row
 * @grid: the table it is added to, below what is there
 * @rule: which rule
 *
 * Makes a row, whose widgets belong to @grid.
 */
void
cp_choose_row_init (CpChooseRow *self,
                    GtkGrid     *grid,
                    CpRule       rule)
{
  int row = (int) rule + 1;
  GtkLabel *name = cp_choose_add_label (grid, COLUMN_RULE, row, _(kinds[rule].name), NULL);

  gtk_label_set_xalign (name, 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (name), _(kinds[rule].explanation));
  self->rule = rule;
  self->parameter = create_parameter (rule);
  if (self->parameter != NULL)
    gtk_grid_attach (grid, self->parameter, COLUMN_PARAMETER, row, 1, 1);
  self->threshold = cp_choose_add_label (grid, COLUMN_THRESHOLD, row, NULL, "value");
  self->recall = cp_choose_add_label (grid, COLUMN_RECALL, row, NULL, NULL);
  self->precision = cp_choose_add_label (grid, COLUMN_PRECISION, row, NULL, NULL);
  self->missed = cp_choose_add_label (grid, COLUMN_MISSED, row, NULL, NULL);
  self->false_alarms = cp_choose_add_label (grid, COLUMN_FALSE_ALARMS, row, NULL, NULL);
  self->refusal = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->refusal, 0);
  gtk_grid_attach (grid, GTK_WIDGET (self->refusal), COLUMN_THRESHOLD, row, 5, 1);
  self->use = gtk_button_new_with_label (_("Use"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->use), "choose.use");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->use), "u", (guint) rule);
  gtk_grid_attach (grid, self->use, COLUMN_USE, row, 1, 1);
}

/**
 * cp_choose_row_get_rule:
 * @self: a row
 * @rule: (out): the rule with the parameter that stands there
 *
 * Tells what is asked for.
 */
void
cp_choose_row_get_rule (const CpChooseRow *self,
                        CpThresholdRule   *rule)
{
  double value = self->parameter != NULL ? gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->parameter)) : 0;

  *rule = (CpThresholdRule) { .rule = self->rule, .cost_missed = 1, .cost_false_alarm = 1 };
  if (self->rule == CP_RULE_COST)
    rule->cost_missed = value;
  else if (self->parameter != NULL)
    rule->target = value;
}

/**
 * cp_choose_row_set_rule:
 * @self: a row
 * @rule: a rule in force
 *
 * Shows the parameter of @rule, if it is this row's.
 */
void
cp_choose_row_set_rule (CpChooseRow           *self,
                        const CpThresholdRule *rule)
{
  if (self->parameter != NULL && rule->rule == self->rule)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->parameter), rule->rule == CP_RULE_COST
                                                                   ? rule->cost_missed / rule->cost_false_alarm
                                                                   : rule->target);
}

static void
set_count (GtkLabel *label,
           gsize     count)
{
  g_autofree char *text = g_strdup_printf ("%zu", count);

  gtk_label_set_text (label, text);
}

static void
set_estimate (GtkLabel   *label,
              CpEstimate  estimate)
{
  g_autofree char *text = cp_estimate_format (estimate);

  gtk_label_set_text (label, text);
}

static void
show_choice (CpChooseRow    *self,
             const CpChoice *choice,
             gsize           positives)
{
  GtkWidget *figures[] = { GTK_WIDGET (self->threshold), GTK_WIDGET (self->recall), GTK_WIDGET (self->precision),
                           GTK_WIDGET (self->missed), GTK_WIDGET (self->false_alarms) };
  g_autofree char *refusal = g_strdup_printf (_("not attainable with n = %zu"), positives);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    gtk_widget_set_visible (figures[i], choice->attainable);
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), !choice->attainable);
  gtk_label_set_text (self->refusal, refusal);
  if (!choice->attainable)
    return;

  /* one decimal more than elsewhere: rules that agree and rules that all but agree are to be told apart */
  gtk_label_set_text (self->threshold, g_ascii_formatd (number, sizeof number, "%.4f", choice->threshold));
  set_estimate (self->recall, cp_rate_recall (choice->confusion));
  set_estimate (self->precision, cp_rate_precision (choice->confusion));
  set_count (self->missed, choice->confusion.fn);
  set_count (self->false_alarms, choice->confusion.fp);
}

/**
 * cp_choose_row_update:
 * @self: a row
 * @protocol: whose validation figures to show
 *
 * Tries the rule. O(n).
 */
void
cp_choose_row_update (CpChooseRow *self,
                      CpProtocol  *protocol)
{
  CpPredictions *validation = cp_review_get_predictions_of (cp_protocol_get_review (protocol), CP_SPLIT_VALIDATION);
  CpThresholdRule rule;
  CpChoice choice;

  cp_choose_row_get_rule (self, &rule);
  if (!cp_protocol_try_rule (protocol, &rule, &choice))
    return;
  show_choice (self, &choice, cp_predictions_get_positives (validation));
  cp_choose_row_update_use (self, protocol);
}

static gboolean
is_same (const CpThresholdRule *a,
         const CpThresholdRule *b)
{
  return a->rule == b->rule &&
         (a->rule == CP_RULE_COST ? a->cost_missed * b->cost_false_alarm == b->cost_missed * a->cost_false_alarm
                                  : a->rule == CP_RULE_YOUDEN || a->rule == CP_RULE_F1 || a->target == b->target);
}

/**
 * cp_choose_row_update_use:
 * @self: a row
 * @protocol: whose rule is in force
 *
 * Says at the button whether this rule is the one in force.
 */
void
cp_choose_row_update_use (CpChooseRow *self,
                          CpProtocol  *protocol)
{
  CpThresholdRule rule, current;
  CpChoice choice;
  g_autofree char *words = NULL;
  g_autofree char *name = NULL;
  gboolean in_use;

  cp_choose_row_get_rule (self, &rule);
  cp_protocol_get_rule (protocol, &current);
  in_use = cp_protocol_get_choice (protocol, &choice) && is_same (&rule, &current) &&
           cp_protocol_get_provenance (protocol) == CP_PROVENANCE_CHOSEN;
  gtk_button_set_label (GTK_BUTTON (self->use), in_use ? _("In use") : _("Use"));
  gtk_widget_set_sensitive (self->use, !in_use && !gtk_widget_get_visible (GTK_WIDGET (self->refusal)));
  words = cp_rule_to_words (&rule);
  /* Translators: chooses the threshold by a rule, such as “recall at least 0.990” */
  name = g_strdup_printf (in_use ? _("In use: %s") : _("Use: %s"), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->use), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * cp_choose_row_grab_focus:
 * @self: a row
 *
 * Moves the keyboard to what can be set, or else to the button.
 *
 * Returns: %FALSE if neither takes it
 */
gboolean
cp_choose_row_grab_focus (CpChooseRow *self)
{
  if (self->parameter != NULL && gtk_widget_get_mapped (self->parameter))
    return gtk_widget_grab_focus (self->parameter);

  return gtk_widget_get_mapped (self->use) && gtk_widget_grab_focus (self->use);
}
