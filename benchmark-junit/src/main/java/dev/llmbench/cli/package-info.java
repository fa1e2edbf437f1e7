/**
 * The command line: reads the files of finished runs, judges them by other budgets, compares them, and checks datasets. Its
 * argument parser, picocli, is only in the self-contained jar with the classifier {@code cli} and is not a dependency of the
 * library. Only {@link dev.llmbench.cli.Main} uses the standard streams.
 */
@NullMarked
package dev.llmbench.cli;

import org.jspecify.annotations.NullMarked;
