/**
 * The measurements of one request, the clock that stamps them, the stalls of the JVM, and the sinks of samples. A
 * sample is created once and is immutable.
 */
@NullMarked
package dev.llmbench.sample;

import org.jspecify.annotations.NullMarked;
