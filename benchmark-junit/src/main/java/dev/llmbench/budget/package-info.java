/**
 * Verdicts: budgets held against a result, or against a run that still goes on, how sure each verdict is, and the text that
 * tells a failure. Decides nothing about what is measured and nothing about how a test fails.
 */
@NullMarked
package dev.llmbench.budget;

import org.jspecify.annotations.NullMarked;
