package dev.llmbench.engine;

import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.util.List;

/**
 * The state of a run in progress.
 *
 * @param elapsed the time of the run in microseconds; the samples of all requests that ended earlier have been delivered
 * @param level the plan's current level: virtual users, or requests per second
 * @param inFlight the number of requests in flight
 * @param sent the number of requests sent
 * @param dropped the number of arrivals dropped
 * @param stalls the stalls so far, in order
 * @param going samples of the requests in flight so far; empty unless asked for
 */
public record Snapshot(
        long elapsed,
        double level,
        int inFlight,
        long sent,
        long dropped,
        List<Stall> stalls,
        List<RequestSample> going) {}
