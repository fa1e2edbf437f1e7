/**
 * The metrics: their names, how each is computed from a sample, and their histograms and statistics.
 */
@NullMarked
package dev.llmbench.metric;

import org.jspecify.annotations.NullMarked;
