/* SPDX-License-Identifier: Apache-2.0 */
/* An image over the port, in pieces that a frame holds. */

#include <stdlib.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/tools/field_work.h"
#include "reference-impl/tools/whole_file.h"

enum { IMAGE_MAX_LEN = 64 << 20, PIECE_LEN = 32768 };

static enum result begin(struct field_work *work, struct bytes image)
{
	uint8_t room[5];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes none;

	writer_u8(&w, (uint8_t)work->request->path);
	writer_u32_le(&w, (uint32_t)image.len);
	return field_next(work, &(struct port_question){ .command = PORT_STAGE_BEGIN, .fields = BYTES_OF(room) }, &none);
}

static enum result send_piece(struct field_work *work, struct bytes image, size_t offset)
{
	size_t left = image.len - offset;
	uint8_t room[4];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes none;

	writer_u32_le(&w, (uint32_t)offset);
	return field_next(work, &(struct port_question){ PORT_STAGE_DATA, BYTES_OF(room), bytes_from(image.at + offset, left < PIECE_LEN ? left : PIECE_LEN) },
			  &none);
}

static enum result give(struct field_work *work, struct bytes image)
{
	struct bytes fields;
	enum result result = field_first(work, PORT_INFO, &fields);

	if (result == RESULT_OK)
		result = begin(work, image);
	for (size_t offset = 0; offset < image.len && result == RESULT_OK; offset += PIECE_LEN)
		result = send_piece(work, image, offset);
	if (result == RESULT_OK)
		result = field_next(work, &(struct port_question){ .command = PORT_STAGE_END }, &fields);
	return result;
}

enum result field_install(struct field_work *work)
{
	const char *path = work->request->file;
	struct buffer image;
	enum result result = whole_file_read(path, IMAGE_MAX_LEN, &image);

	if (result != RESULT_OK)
		return result;
	result = give(work, bytes_of_buffer(image));
	if (result == RESULT_OK) {
		answer_text(&work->sheet, "image", bytes_of_text(path));
		answer_number(&work->sheet, "bytes", image.len);
		answer_text(&work->sheet, "state", bytes_of_text("will be tried at the next reset"));
	}
	free(image.at);
	return result;
}
