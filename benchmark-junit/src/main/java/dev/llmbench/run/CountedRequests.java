package dev.llmbench.run;

import dev.llmbench.openai.PreparedRequest;
import java.util.function.Supplier;

/** Counts the requests that are taken. Only one thread may take requests; any thread may read the count. */
final class CountedRequests implements Supplier<PreparedRequest> {
    private final Supplier<PreparedRequest> requests;
    private volatile long count;

    CountedRequests(Supplier<PreparedRequest> requests) {
        this.requests = requests;
    }

    @Override
    public PreparedRequest get() {
        PreparedRequest next = requests.get();
        long before = count;
        count = before + 1;
        return next;
    }

    long count() {
        return count;
    }
}
