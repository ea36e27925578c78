/* SPDX-License-Identifier: Apache-2.0 */
/* Components out of verdicts; what nobody signed has no signer. */

#include "reference-impl/boot/measure.h"

static enum result enter(const struct platform *platform, const struct component *component)
{
	const struct measurements *m = &platform->measurements;

	return m->enter(m->context, component);
}

enum result boot_measure_image(const struct platform *platform, enum component_kind kind, const struct boot_verdict *verdict)
{
	const struct mcuboot_version *version = &verdict->image.version;

	return enter(platform, &(struct component){ .kind = kind,
						    .version = { version->major, version->minor, version->revision, version->build },
						    .security_counter = verdict->image.security_counter,
						    .digest = verdict->digest,
						    .signer = verdict->signer });
}

enum result boot_measure_config(const struct platform *platform, const struct boot_config *config)
{
	return enter(platform, &(struct component){ .kind = COMPONENT_CONFIG, .digest = config->digest });
}

enum result boot_measure_download_mode(const struct platform *platform)
{
	const struct measurements *m = &platform->measurements;
	struct component server = { .kind = COMPONENT_OS };
	enum result result = m->recovery(m->context);

	if (result == RESULT_OK)
		result = crypto_sha256(bytes_of_text("download mode"), &server.digest);
	return result == RESULT_OK ? enter(platform, &server) : result;
}
