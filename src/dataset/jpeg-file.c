/* SPDX-License-Identifier: MIT */
/* JPEG through libjpeg. It reports errors by calling a function that must not
 * return: all that must survive the jump lives in the Decoder. */
#include "jpeg-file.h"

#include "exif.h"
#include "printable.h"

#include <setjmp.h>
#include <stdio.h> /* jpeglib.h uses FILE without it */

#include <jpeglib.h>

#include <jerror.h>

/* More passes over an image than any program writes, each of which takes the time of a whole image. */
#define MAX_SCANS 64

/* A thumbnail, a profile or a comment may be larger; orientation stands at the beginning. */
#define MAX_EXIF 4096

typedef struct
{
  struct jpeg_error_mgr base; /* first: libjpeg knows of this part only */
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct jpeg;
  jmp_buf escape;
  CpGreyImage *image;
  GError **error;
} Decoder;

static void
escape (Decoder        *decoder,
        CpDatasetError  code,
        const char     *message)
{
  g_set_error (decoder->error, CP_DATASET_ERROR, code, "%s", message);
  longjmp (decoder->escape, 1);
}

static void
on_error (j_common_ptr jpeg)
{
  Decoder *decoder = (Decoder *) (gpointer) jpeg->err;
  char message[JMSG_LENGTH_MAX];

  jpeg->err->format_message (jpeg, message);
  if (*decoder->error == NULL)
    {
      g_autofree char *text = cp_printable (message, -1);

      g_set_error (decoder->error, CP_DATASET_ERROR, CP_DATASET_ERROR_FORMAT, "damaged JPEG image: %s", text);
    }
  longjmp (decoder->escape, 1);
}

/* What is missing or damaged is filled with grey or rubbish, which nobody would notice: no. Other oddities, such as
 * bytes between markers, are harmless. */
static void
on_message (j_common_ptr jpeg,
            int          level)
{
  switch (level < 0 ? jpeg->err->msg_code : 0)
    {
    case JWRN_JPEG_EOF:
      escape ((Decoder *) (gpointer) jpeg->err, CP_DATASET_ERROR_FORMAT, "damaged JPEG image: it ends too early");
      break;
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
      on_error (jpeg);
      break;
    default:
      break;
    }
}

static void
on_progress (j_common_ptr jpeg)
{
  if (((j_decompress_ptr) jpeg)->input_scan_number > MAX_SCANS)
    escape ((Decoder *) (gpointer) jpeg->err, CP_DATASET_ERROR_LIMIT, "damaged JPEG image: it has too many scans");
}

static void
check_header (Decoder *decoder)
{
  const struct jpeg_decompress_struct *jpeg = &decoder->jpeg;

  if (MAX (jpeg->image_width, jpeg->image_height) > CP_MAX_IMAGE_SIDE)
    {
      g_set_error (decoder->error, CP_DATASET_ERROR, CP_DATASET_ERROR_LIMIT,
                   "expected at most %d pixels a side, found %u×%u", CP_MAX_IMAGE_SIDE, jpeg->image_width,
                   jpeg->image_height);
      longjmp (decoder->escape, 1);
    }
  if (jpeg->jpeg_color_space != JCS_GRAYSCALE && jpeg->jpeg_color_space != JCS_YCbCr && jpeg->jpeg_color_space != JCS_RGB)
    escape (decoder, CP_DATASET_ERROR_UNSUPPORTED, "expected a JPEG image in grey or colour, found one for print (CMYK)");
}

/* Grey is the luma of Rec. 601, which JPEG holds as such. */
static void
read_rows (Decoder *decoder)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;

  jpeg->out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress (jpeg);
  decoder->image = cp_grey_image_new (jpeg->output_width, jpeg->output_height);
  if (decoder->image == NULL)
    escape (decoder, CP_DATASET_ERROR_LIMIT, "not enough memory for it");
  while (jpeg->output_scanline < jpeg->output_height)
    {
      JSAMPROW row = decoder->image->pixels + (gsize) jpeg->output_scanline * decoder->image->width;

      jpeg_read_scanlines (jpeg, &row, 1);
    }
  jpeg_finish_decompress (jpeg);
}

/* How the camera was held. */
static guint
get_orientation (const Decoder *decoder)
{
  for (jpeg_saved_marker_ptr marker = decoder->jpeg.marker_list; marker != NULL; marker = marker->next)
    if (marker->marker == JPEG_APP0 + 1)
      {
        const guint orientation = cp_exif_get_orientation (marker->data, marker->data_length);

        if (orientation > 0)
          return orientation;
      }

  return 1;
}

static gboolean
decode (Decoder      *decoder,
        const guint8 *data,
        gsize         size,
        guint        *orientation)
{
  if (setjmp (decoder->escape))
    return FALSE;

  jpeg_create_decompress (&decoder->jpeg);
  decoder->jpeg.progress = &decoder->progress;
  decoder->jpeg.mem->max_memory_to_use = 256 << 20; /* a progressive image of 4096 pixels needs 100 MB */
  jpeg_save_markers (&decoder->jpeg, JPEG_APP0 + 1, MAX_EXIF);
  jpeg_mem_src (&decoder->jpeg, data, size);
  jpeg_read_header (&decoder->jpeg, TRUE);
  check_header (decoder);
  *orientation = get_orientation (decoder); /* the end of the image forgets its markers */
  read_rows (decoder);

  return TRUE;
}

/**
 * cp_jpeg_is_jpeg:
 * @data: the first bytes of a file
 * @size: how many
 *
 * Returns: whether they are JPEG's
 */
gboolean
cp_jpeg_is_jpeg (const guint8 *data,
                 gsize         size)
{
  return size >= 3 && data[0] == 0xff && data[1] == 0xd8 && data[2] == 0xff;
}

/**
 * cp_jpeg_decode:
 * @data: (array length=size): a whole JPEG file
 * @size: bytes
 * @error: return location for an error
 *
 * Decodes a JPEG, baseline or progressive, in grey or colour, to 8-bit grey,
 * upright as its Exif orientation says.
 *
 * Returns: (transfer full): the image, or %NULL
 */
CpGreyImage *
cp_jpeg_decode (const guint8  *data,
                gsize          size,
                GError       **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree Decoder *decoder = g_new0 (Decoder, 1);
  guint orientation = 1;
  gboolean done;

  decoder->error = &cause;
  decoder->jpeg.err = jpeg_std_error (&decoder->base);
  decoder->base.error_exit = on_error;
  decoder->base.emit_message = on_message;
  decoder->progress.progress_monitor = on_progress;
  done = decode (decoder, data, size, &orientation);
  jpeg_destroy_decompress (&decoder->jpeg);

  if (done)
    return cp_grey_image_orient (decoder->image, orientation);
  g_clear_pointer (&decoder->image, cp_grey_image_free);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}
