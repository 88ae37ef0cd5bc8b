/* SPDX-License-Identifier: MIT */
#pragma once

#include "threshold-choice.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void cp_choice_add_json    (const CpChoice        *self,
                            const CpThresholdRule *rule,
                            JsonBuilder           *json);
void cp_choice_append_text (const CpChoice        *self,
                            const CpThresholdRule *rule,
                            const CpPredictions   *predictions,
                            GString               *text);

G_END_DECLS
