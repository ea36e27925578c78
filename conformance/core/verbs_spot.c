/* SPDX-License-Identifier: Apache-2.0 */
/* Places in storage that target.json names. */

#include <inttypes.h>
#include <stdio.h>

#include "conformance/check_device.h"
#include "conformance/check_storage.h"
#include "conformance/core/bench.h"

bool storage_spot(struct bench *b, const char *setting, struct storage_spot *ret_spot)
{
	const char *said = device_setting(b, setting);
	struct storage_spot spot;
	char end;

	if (said == NULL || bench_is_silent(b))
		return false;
	if (sscanf(said, "%63s %" SCNu64 " %" SCNu64 "%c", spot.region, &spot.offset, &spot.length, &end) != 3 || spot.length == 0 ||
	    spot.length > STORAGE_SPOT_MAX) {
		bench_decide(b, VERDICT_ERROR, NULL, "target.json: settings.%s: \"%.80s\" is not REGION OFFSET LENGTH, 1 to %d bytes", setting, said,
			     STORAGE_SPOT_MAX);
		return false;
	}
	*ret_spot = spot;
	return true;
}

void fault_bit(struct bench *b, const struct storage_spot *spot, uint64_t index)
{
	struct bytes before = storage_read(b, spot->region, spot->offset + index, 1);
	uint8_t flipped;

	if (decided(b) || before.len != 1)
		return;
	flipped = before.at[0] ^ 0x01;
	fault_second_read(b, spot->region, spot->offset + index, BYTES_OF(flipped));
}
