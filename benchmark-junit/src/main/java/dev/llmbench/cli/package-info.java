/**
 * The command line: reads what runs left, judges it by other budgets, compares runs, and tells what a dataset holds. It measures nothing. Its argument
 * parser is in the self-contained jar with the classifier {@code cli} and is no dependency of the library. Only
 * {@link dev.llmbench.cli.Main} touches the standard streams.
 */
@NullMarked
package dev.llmbench.cli;

import org.jspecify.annotations.NullMarked;
