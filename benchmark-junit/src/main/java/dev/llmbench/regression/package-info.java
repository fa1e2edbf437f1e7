/**
 * Verdicts on budgets that are relative to a baseline, which is either earlier runs or a second endpoint in the same run. This
 * package turns figures into verdicts; it reads and writes no files and does not depend on load tests.
 */
@NullMarked
package dev.llmbench.regression;

import org.jspecify.annotations.NullMarked;
