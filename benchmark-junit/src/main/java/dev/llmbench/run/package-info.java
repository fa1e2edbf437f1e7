/**
 * One run carried out: the probe, the warm-up of the load generator, the run itself, its outputs and report, and an
 * orderly end when the JVM is shut down. What a builder describes becomes what the engine carries out.
 */
@NullMarked
package dev.llmbench.run;

import org.jspecify.annotations.NullMarked;
