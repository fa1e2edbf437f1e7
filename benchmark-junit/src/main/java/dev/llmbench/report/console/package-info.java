/**
 * Console output: the progress of a run, its summary, and comparisons of runs. Nothing else prints but the program.
 */
@NullMarked
package dev.llmbench.report.console;

import org.jspecify.annotations.NullMarked;
