/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/ct/silicon.h"

#include "ci/ct/mark.h"

static enum result take_secret(void *context, struct buffer into)
{
	enum result result = memory_chip_vault(context).take_secret(context, into);

	ct_hide(into.at, into.len);
	return result;
}

static enum result draw_noise(void *context, struct buffer into)
{
	enum result result = memory_chip_vault(context).draw_noise(context, into);

	ct_hide(into.at, into.len);
	return result;
}

struct vault ct_silicon_vault(struct memory_chip *chip)
{
	struct vault vault = memory_chip_vault(chip);

	vault.take_secret = take_secret;
	vault.draw_noise = draw_noise;
	return vault;
}
