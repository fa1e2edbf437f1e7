/**
 * Starts and ends requests: schedules, virtual users, arrivals, draining, deadlines, the watches that end a load early or
 * search for its breakpoint, and the generator's own health. One thread carries out the plan; it is a state machine over a
 * timer queue and an inbox, so that tests can drive it in virtual time. A new load model is a {@code Driver}, a new reason
 * to end early a {@code Watch}.
 */
@NullMarked
package dev.llmbench.engine;

import org.jspecify.annotations.NullMarked;
