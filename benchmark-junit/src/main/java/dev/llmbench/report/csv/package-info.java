/**
 * requests.csv and similar files: one row for each request, written during the run and read back.
 */
@NullMarked
package dev.llmbench.report.csv;

import org.jspecify.annotations.NullMarked;
