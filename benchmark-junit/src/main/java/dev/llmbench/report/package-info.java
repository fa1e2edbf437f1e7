/**
 * Code shared by all reports: figures, tables, verdicts and lines in words, and the masking of secrets. Nothing here
 * measures or judges.
 */
@NullMarked
package dev.llmbench.report;

import org.jspecify.annotations.NullMarked;
