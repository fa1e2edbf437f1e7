/**
 * run.json and summary.json: the plan, the facts and every figure of a run, written and read back.
 */
@NullMarked
package dev.llmbench.report.json;

import org.jspecify.annotations.NullMarked;
