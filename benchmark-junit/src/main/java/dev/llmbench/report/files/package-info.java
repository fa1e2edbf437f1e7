/**
 * The directory of a run: where its files are written, which of them are kept, and how finished runs are read back. The
 * contents of the files are defined in the other packages of reports.
 */
@NullMarked
package dev.llmbench.report.files;

import org.jspecify.annotations.NullMarked;
