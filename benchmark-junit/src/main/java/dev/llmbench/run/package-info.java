/**
 * Carries out a run: the probe, the warm-up of the load generator, the run itself, its outputs and report, and an orderly
 * end when the JVM is shut down. Turns the settings of the builder into what the engine runs.
 */
@NullMarked
package dev.llmbench.run;

import org.jspecify.annotations.NullMarked;
