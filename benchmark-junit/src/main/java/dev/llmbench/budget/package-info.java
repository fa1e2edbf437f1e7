/**
 * Verdicts: checks budgets against a result or a run in progress, determines how certain each verdict is, and describes
 * failures. Decides neither what is measured nor how a test fails.
 */
@NullMarked
package dev.llmbench.budget;

import org.jspecify.annotations.NullMarked;
