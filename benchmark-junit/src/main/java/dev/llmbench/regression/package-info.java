/**
 * Verdicts on budgets that are relative to a baseline: to earlier runs, or to a second endpoint in the same run. Takes
 * figures and gives verdicts; reads and writes no file and knows no load test.
 */
@NullMarked
package dev.llmbench.regression;

import org.jspecify.annotations.NullMarked;
