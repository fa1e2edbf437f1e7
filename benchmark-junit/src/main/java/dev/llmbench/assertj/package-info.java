/**
 * Fluent assertions on the result of a load test, hard and soft, in AssertJ's manner. Each builds a budget and has it
 * judged as a plan's own budgets are, so both give the same verdicts and messages.
 */
@NullMarked
package dev.llmbench.assertj;

import org.jspecify.annotations.NullMarked;
