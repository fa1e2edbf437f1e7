/**
 * The mathematics: confidence intervals, effective sample sizes, order statistics and trends. Each formula names its
 * source. Knows nothing about load tests.
 */
@NullMarked
package dev.llmbench.stats;

import org.jspecify.annotations.NullMarked;
