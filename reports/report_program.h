/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_PROGRAM_H
#define REPORTS_REPORT_PROGRAM_H

/*
 * `assay report`: makes any form of a report again from report.json. Exit 0, or 2 if the file is
 * no report or the output could not be written, or 64.
 */

int report_main(int argc, char **argv);

#endif
