/**
 * The command lines: {@link dev.llmbench.cli.Main} reads the files of finished runs, judges them by other budgets, compares
 * them, and checks datasets; {@link dev.llmbench.cli.ClusterMain} runs the members of a cluster. Their argument parser,
 * picocli, is only in the self-contained jars with the classifiers {@code cli} and {@code worker} and is not a dependency of
 * the library. Only {@code Program} uses the standard streams.
 */
@NullMarked
package dev.llmbench.cli;

import org.jspecify.annotations.NullMarked;
