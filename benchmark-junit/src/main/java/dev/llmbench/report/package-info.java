/**
 * How a result is shown and kept: the CSV with a row for each request, the JSON files beside it, the directory that holds
 * them, the Markdown for CI, and the console; and how it is read back from those files. Nothing here measures or judges: verdicts come in as lines of text. Only the
 * console prints.
 */
@NullMarked
package dev.llmbench.report;

import org.jspecify.annotations.NullMarked;
