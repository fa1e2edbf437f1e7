/**
 * Verdicts: checks budgets against a result or a run that still goes on, says how sure each verdict is, and words failures.
 * Decides neither what is measured nor how a test fails.
 */
@NullMarked
package dev.llmbench.budget;

import org.jspecify.annotations.NullMarked;
