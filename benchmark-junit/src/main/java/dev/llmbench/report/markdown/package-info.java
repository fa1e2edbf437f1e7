/**
 * summary.md and the step summary of GitHub Actions.
 */
@NullMarked
package dev.llmbench.report.markdown;

import org.jspecify.annotations.NullMarked;
