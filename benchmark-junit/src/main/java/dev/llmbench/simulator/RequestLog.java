package dev.llmbench.simulator;

import java.util.ArrayDeque;
import java.util.List;

/** The latest served requests and the counts of all requests. Written by the server's thread and read by any. */
final class RequestLog {

    private final int limit;
    private final ArrayDeque<ServedRequest> latest = new ArrayDeque<>();
    private long received;
    private int active;
    private int queued;
    private long finished;
    private long failed;
    private long faulty;
    private long abandoned;
    private long outputTokens;

    RequestLog(int limit) {
        this.limit = limit;
    }

    synchronized void received() {
        received++;
    }

    synchronized void occupancy(int activeNow, int queuedNow) {
        active = activeNow;
        queued = queuedNow;
    }

    synchronized void served(ServedRequest request) {
        outputTokens += request.outputTokens();
        if (!request.finished()) {
            abandoned++;
        } else {
            finished++;
            failed += request.status() >= 400 ? 1 : 0;
            faulty += request.fault().isPresent() ? 1 : 0;
        }
        latest.add(request);
        if (latest.size() > limit) {
            latest.remove();
        }
    }

    synchronized List<ServedRequest> latest() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
    }

    synchronized SimulatorCounts counts() {
        return new SimulatorCounts(received, active, queued, finished, failed, faulty, abandoned, outputTokens);
    }
}
