/**
 * What is printed: the progress of a run, its summary, and comparisons of runs. Only this package prints.
 */
@NullMarked
package dev.llmbench.report.console;

import org.jspecify.annotations.NullMarked;
