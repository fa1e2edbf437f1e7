/**
 * When requests start: schedules, virtual users, draining, deadlines, and the generator's own health. One thread carries out the plan; it is a state
 * machine over an agenda and an inbox, so that tests can drive it in virtual time.
 */
@NullMarked
package dev.llmbench.engine;

import org.jspecify.annotations.NullMarked;
