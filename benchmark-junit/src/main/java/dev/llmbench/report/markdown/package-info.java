/**
 * summary.md and the step summary of a CI system.
 */
@NullMarked
package dev.llmbench.report.markdown;

import org.jspecify.annotations.NullMarked;
