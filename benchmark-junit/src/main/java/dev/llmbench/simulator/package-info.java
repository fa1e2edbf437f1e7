/** An embedded OpenAI-compatible server with set timing, output length, errors, faults and capacity, on a real socket. */
@NullMarked
package dev.llmbench.simulator;

import org.jspecify.annotations.NullMarked;
