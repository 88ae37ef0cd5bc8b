/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include "philox.h"

#include <string.h>

/* The values that are kept, a byte each, from the batch's step, the sample's
 * place in the batch and the value's index. */
static void
draw (CpPass *pass,
      guint   index,
      guint   sample,
      guint8 *kept)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize floats = pass->memory[index].floats;
  CpRandom random = cp_random_stream (pass->batch->seed, CP_RANDOM_DROPOUT | layer->index << 8, pass->batch->step);
  guint32 block[4];

  for (gsize i = 0; i < floats; i++)
    {
      if (i % 4 == 0)
        cp_random_block (&random, (guint64) sample << 32 | i / 4, block);
      kept[i] = !(cp_random_to_unit (block[i % 4]) < layer->node->rate);
    }
}

/* What is kept makes up for what is not. */
static void
apply (const CpLayer *layer,
       gsize          n,
       const guint8  *kept,
       const float   *in,
       float         *out)
{
  const float scale = 1.0f / (1.0f - layer->node->rate);

  for (gsize i = 0; i < n; i++)
    out[i] = kept[i] ? in[i] * scale : 0;
}

static void
forward (CpPass *pass,
         guint   index,
         guint   first,
         guint   n,
         guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize floats = pass->memory[index].floats;
  const float *x = cp_pass_values (pass, layer->input, first, worker);
  float *y = cp_pass_values (pass, index, first, worker);
  guint8 *kept = cp_pass_choices (pass, index, first, worker);

  if (pass->batch == NULL)
    {
      memcpy (y, x, n * floats * sizeof (float));
      return;
    }
  for (guint i = 0; i < n; i++)
    draw (pass, index, first + i, kept + i * floats);
  apply (layer, n * floats, kept, x, y);
}

static void
backward (CpPass *pass,
          guint   index,
          guint   first,
          guint   n,
          guint   worker)
{
  const CpLayer *layer = &pass->layers[index];
  const gsize floats = n * pass->memory[index].floats;
  const float *dy = cp_pass_gradient (pass, index, first, worker);
  float *dx = cp_pass_input_gradient (pass, index, first, worker);

  if (pass->batch == NULL)
    memcpy (dx, dy, floats * sizeof (float));
  else
    apply (layer, floats, cp_pass_choices (pass, index, first, worker), dy, dx);
}

static gsize
choice_bytes (const CpLayer *layer,
              guint          lanes)
{
  return (gsize) layer->out.height * layer->out.width * layer->out.channels;
}

const CpOperation cp_operation_dropout = {
  .name = "dropout",
  .choice_bytes = choice_bytes,
  .forward = forward,
  .backward = backward,
};
