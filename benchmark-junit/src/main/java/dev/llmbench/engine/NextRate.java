package dev.llmbench.engine;

/**
 * The next rate of a search.
 *
 * @param attempt the number of the try, counted from 0
 * @param level its rate in requests per second
 * @param cutting whether the requests in flight must be cut off first, because the last rate broke a budget
 */
public record NextRate(int attempt, double level, boolean cutting) {}
