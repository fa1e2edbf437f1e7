/**
 * The metrics: their names, how each is worked out from a sample, the histograms that hold it, and statistics of it.
 */
@NullMarked
package dev.llmbench.metric;

import org.jspecify.annotations.NullMarked;
