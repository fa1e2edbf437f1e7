/**
 * One run on many machines: the JVM of the test is the coordinator, and workers send the load and return their samples.
 * Independent of the library that carries the messages.
 */
@NullMarked
package dev.llmbench.cluster;

import org.jspecify.annotations.NullMarked;
