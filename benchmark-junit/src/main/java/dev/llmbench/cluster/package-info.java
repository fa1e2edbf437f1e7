/**
 * One run on many machines: the test's JVM coordinates, workers send the load and return their samples. Knows nothing of the
 * library that carries the messages.
 */
@NullMarked
package dev.llmbench.cluster;

import org.jspecify.annotations.NullMarked;
