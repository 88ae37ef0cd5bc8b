/* SPDX-License-Identifier: MIT */
#pragma once

#include "predictions.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void cp_grid_add_json    (const CpPredictions *predictions,
                          JsonBuilder         *json);
void cp_grid_append_text (const CpPredictions *predictions,
                          GString             *text);

G_END_DECLS
