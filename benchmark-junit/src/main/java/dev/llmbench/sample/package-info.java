/**
 * What was measured of one request, the clock that stamps it, the stalls of the JVM, and where samples go. A sample is
 * made once and is immutable.
 */
@NullMarked
package dev.llmbench.sample;

import org.jspecify.annotations.NullMarked;
