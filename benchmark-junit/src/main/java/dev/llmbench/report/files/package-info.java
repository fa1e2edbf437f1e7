/**
 * The directory of a run: where its files go, which of them are kept, and finished runs read back from them. What a file
 * says is for the other packages of reports.
 */
@NullMarked
package dev.llmbench.report.files;

import org.jspecify.annotations.NullMarked;
