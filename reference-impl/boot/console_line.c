/* SPDX-License-Identifier: Apache-2.0 */
/* A line goes out in one write, so that lines of two programs never mix. */

#include "reference-impl/base/writer.h"
#include "reference-impl/boot/console_line.h"

void boot_say(const struct platform *platform, const char *who, const char *what, const char *detail)
{
	uint8_t room[BOOT_CONSOLE_LINE_MAX_LEN];
	struct writer w = writer_over((struct buffer){ room, sizeof(room) - 1 });
	size_t len;

	writer_text(&w, who);
	writer_text(&w, what);
	writer_text(&w, detail);
	len = w.used < sizeof(room) - 1 ? w.used : 0;
	room[len] = '\n';
	platform->console.write(platform->console.context, bytes_from(room, len + 1));
}
