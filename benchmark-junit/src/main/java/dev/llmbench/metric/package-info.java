/**
 * The vocabulary of measurement: samples and where they go, histograms, percentiles, bounds and intervals, the names of the metrics and how
 * each is worked out from one request, and the clock that stamps them. Depends on no other package.
 */
@NullMarked
package dev.llmbench.metric;

import org.jspecify.annotations.NullMarked;
