/**
 * Fluent assertions on the result of a load test, hard and soft, in the style of AssertJ. Each is judged like a budget of
 * the plan, so both give the same verdicts and messages.
 */
@NullMarked
package dev.llmbench.assertj;

import org.jspecify.annotations.NullMarked;
