/**
 * requests.csv and its kin: one row for each request, written while the run goes on, and read back.
 */
@NullMarked
package dev.llmbench.report.csv;

import org.jspecify.annotations.NullMarked;
