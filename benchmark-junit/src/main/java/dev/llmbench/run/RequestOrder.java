package dev.llmbench.run;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.PromptOrder;
import dev.llmbench.dataset.TraceOrder;
import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.sample.Arm;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/** The requests of a load test in the order in which they are sent. */
public final class RequestOrder {
    /** One word and a space, held both as text and as part of the request body. */
    private static final int BYTES_PER_TOKEN = 12;

    private static final double BYTES_AHEAD = 32 << 20;
    private static final int LEAST_AHEAD = 16;
    private static final int MOST_AHEAD = 4_096;

    private final LoadPlan plan;
    private final Dataset dataset;
    private final IdentityHashMap<Prompt, PreparedRequest> requests = new IdentityHashMap<>();

    /** Supplies requests in order, or skips them without building them. */
    interface Order {
        PreparedRequest next();

        void skip();
    }

    /**
     * Prepares the requests.
     *
     * @throws dev.llmbench.plan.ConfigurationException if a prompt does not fit the endpoint or lacks a length
     */
    public RequestOrder(LoadPlan plan, Dataset dataset) {
        this.plan = plan;
        this.dataset = dataset;
        List<Prompt> prompts = dataset.prompts();
        // A prompt that doesn't fit the endpoint fails here; all prompts are of one kind, so one is enough to tell.
        List<Prompt> prepared = isPrepared() ? prompts : prompts.subList(0, 1);
        // Every request of a trace has a length, and checking them would generate all of the texts.
        if (dataset.trace().isEmpty()) {
            plan.twoLengths().ifPresent(mode -> new TwoLengthRequests(plan, mode).requireLengths(prompts));
        }
        prepared.forEach(prompt -> requests.put(prompt, prepared(prompt)));
    }

    private PreparedRequest prepared(Prompt prompt) {
        return plan.twoLengths()
                .map(mode -> new TwoLengthRequests(plan, mode).of(prompt))
                .orElseGet(() -> PreparedRequest.of(prompt, plan.request()));
    }

    /** Returns the trace; empty if the dataset is not one. */
    Optional<Trace> trace() {
        return dataset.trace();
    }

    /** Returns how much of the dataset a run used that took the given number of requests. */
    DatasetUse use(long taken) {
        return new DatasetUse(dataset.prompts().size(), taken, dataset.salted());
    }

    /** Returns a request for a probe, which is like those of the load. */
    PreparedRequest first() {
        return prepared(dataset.prompts().get(0));
    }

    /**
     * Returns the requests of a share to an endpoint, starting with the first.
     *
     * @throws InterruptedException if the calling thread is interrupted while the first requests are built
     */
    public RequestFeed to(Arm arm, LoadShare share) throws InterruptedException {
        if (dataset.trace().isEmpty()) {
            return of(share, inOrder(arm))::get;
        }
        RequestsAhead ahead = ahead(dataset.trace().get(), arm, share);
        ahead.awaitFull();
        return ahead;
    }

    private RequestsAhead ahead(Trace trace, Arm arm, LoadShare share) {
        int most = (int)
                Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, BYTES_AHEAD / (trace.meanInputTokens() * BYTES_PER_TOKEN)));
        if (plan.load().replay().isEmpty()) {
            Supplier<PreparedRequest> endless = of(share, inOrder(arm));
            return new RequestsAhead(() -> Optional.of(endless.get()), most);
        }
        TraceOrder order = new TraceOrder(dataset, saltSeed(arm));
        Supplier<Optional<PreparedRequest>> each =
                of(share, () -> order.hasNext() ? Optional.of(prepared(order.next())) : Optional.empty(), order::skip);
        return new RequestsAhead(each, most);
    }

    private Supplier<PreparedRequest> of(LoadShare share, Order order) {
        return of(share, order::next, order::skip);
    }

    private <T> Supplier<T> of(LoadShare share, Supplier<T> next, Runnable skip) {
        return new OfShare<>(plan.twoLengths().isPresent() ? share::pair : share::item, next, skip);
    }

    /** Supplies only what a share owns. */
    private static final class OfShare<T> implements Supplier<T> {
        private final LongUnaryOperator number;
        private final Supplier<T> next;
        private final Runnable skip;
        private long supplied;
        private long position;

        /** @param number the number of the n-th item among all, both counted from 0 */
        OfShare(LongUnaryOperator number, Supplier<T> next, Runnable skip) {
            this.number = number;
            this.next = next;
            this.skip = skip;
        }

        @Override
        public T get() {
            for (long own = number.applyAsLong(supplied++); position < own; position++) {
                skip.run();
            }
            position++;
            return next.get();
        }
    }

    /** Whether the requests are built up front and sent repeatedly; otherwise each is built when it is due. */
    private boolean isPrepared() {
        return dataset.isInMemory() && !dataset.salted();
    }

    private Order inOrder(Arm arm) {
        if (plan.twoLengths().isPresent() && dataset.salted()) {
            return new TwoLengthRequests(plan, plan.twoLengths().get()).salted(dataset);
        }
        PromptOrder order = new PromptOrder(dataset, plan.load().seed(), saltSeed(arm));
        return new Order() {
            @Override
            public PreparedRequest next() {
                Prompt prompt = order.next();
                return isPrepared() ? Objects.requireNonNull(requests.get(prompt)) : prepared(prompt);
            }

            @Override
            public void skip() {
                order.skip();
            }
        };
    }

    /** Salts each endpoint differently, so that a shared cache cannot answer one with what the other asked for. */
    private long saltSeed(Arm arm) {
        return arm == Arm.CANDIDATE ? plan.load().seed() : ~plan.load().seed();
    }
}
