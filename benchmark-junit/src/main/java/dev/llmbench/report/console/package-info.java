/**
 * Console output: the progress of a run, its summary, and comparisons of runs. No other package prints.
 */
@NullMarked
package dev.llmbench.report.console;

import org.jspecify.annotations.NullMarked;
