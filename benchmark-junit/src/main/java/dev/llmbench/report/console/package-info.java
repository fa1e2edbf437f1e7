/**
 * Console output: the progress of a run, its summary, and comparisons of runs. Apart from the command line, nothing else prints.
 */
@NullMarked
package dev.llmbench.report.console;

import org.jspecify.annotations.NullMarked;
