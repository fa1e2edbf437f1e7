package dev.llmbench.engine;

import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.util.List;

/**
 * A run in progress.
 *
 * @param elapsed the time of the run in microseconds; every request that ended earlier has its sample
 * @param level the plan's level: virtual users, or requests per second
 * @param inFlight the number of requests in flight
 * @param sent the number of requests sent
 * @param dropped the number of arrivals dropped
 * @param stalls the stalls so far, in order
 * @param going samples of the requests in flight so far, if asked for
 */
public record Snapshot(
        long elapsed,
        double level,
        int inFlight,
        long sent,
        long dropped,
        List<Stall> stalls,
        List<RequestSample> going) {}
