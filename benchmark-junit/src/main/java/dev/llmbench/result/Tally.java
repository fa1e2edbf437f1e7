package dev.llmbench.result;

import dev.llmbench.metric.Distribution;

/**
 * Where a run stands.
 *
 * @param ok requests that ended ok so far
 * @param errors requests that ended with an error so far
 * @param recentTtft TTFT of the requests that ended since the last tally
 */
public record Tally(long ok, long errors, Distribution recentTtft) {}
