/* SPDX-License-Identifier: Apache-2.0 */
/* assay fuzz: see harnesses/campaign/campaign.h. */

#include "harnesses/campaign/campaign.h"

int main(int argc, char **argv)
{
	return campaign_program(argc, argv);
}
