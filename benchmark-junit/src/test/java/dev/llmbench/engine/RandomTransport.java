package dev.llmbench.engine;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import dev.llmbench.openai.Transport;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Ends calls at random in every way that there is: at once, later, well, badly, twice, only when they are cut off, or never.
 * Counts what it did.
 */
final class RandomTransport implements Transport {
    private static final Outcome[] FAILURES = {
        Outcome.CONNECT,
        Outcome.TLS,
        Outcome.RESET,
        Outcome.HTTP_3XX,
        Outcome.HTTP_4XX,
        Outcome.HTTP_429,
        Outcome.HTTP_5XX,
        Outcome.IN_BAND,
        Outcome.TRUNCATED,
        Outcome.MALFORMED,
        Outcome.EMPTY,
        Outcome.CLIENT
    };
    private static final long MEAN_MICROS = 50_000;

    private final Random random = new Random(7);
    private final int calls;
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(Comparator.comparingLong(each -> each.due));
    final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    long sent;
    long lost;

    /**
     * A transport.
     *
     * @param calls about how many there will be; it loses four of them
     */
    RandomTransport(int calls) {
        this.calls = calls;
    }

    private final class Pending implements InFlight {
        private final Call call;
        private final Consumer<RequestSample> whenEnded;
        private final long dispatched;
        private final boolean deaf;
        private final boolean twice;
        private final Outcome outcome;
        private long due = TimerQueue.NEVER;
        private boolean over;

        Pending(Call call, Consumer<RequestSample> whenEnded) {
            this.call = call;
            this.whenEnded = whenEnded;
            this.dispatched = call.clock().micros();
            this.deaf = random.nextInt(calls / 4) == 0;
            this.twice = random.nextInt(1_000) == 0;
            this.outcome = random.nextInt(10) > 0 ? Outcome.OK : FAILURES[random.nextInt(FAILURES.length)];
        }

        void end(Outcome as, String error) {
            if (!over) {
                over = true;
                ended.merge(as, 1L, Long::sum);
                whenEnded.accept(sample(as, error));
                if (twice) {
                    whenEnded.accept(sample(Outcome.CLIENT, "once more"));
                }
            }
        }

        @Override
        public void cut(Outcome as, String why) {
            if (!deaf) {
                end(as, why);
            }
        }

        @Override
        public Moments soFar() {
            long now = call.clock().micros();
            return Moments.scheduledAt(call.scheduled())
                    .dispatched(dispatched)
                    .sent(dispatched)
                    .end(now)
                    .build();
        }

        @Override
        public long silentSince() {
            return dispatched;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return outcome == Outcome.HTTP_429 ? Optional.of(Duration.ofMillis(random.nextInt(500))) : Optional.empty();
        }

        @Override
        public String said() {
            return "";
        }

        private RequestSample sample(Outcome as, String error) {
            return call.sample(soFar())
                    .status(as == Outcome.OK ? 200 : 0)
                    .outcome(as, as == Outcome.OK ? null : error)
                    .build();
        }
    }

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        sent++;
        Pending one = new Pending(call, whenEnded);
        int fate = random.nextInt(100);
        if (one.deaf) {
            lost++;
        } else if (fate < 5) {
            one.end(one.outcome, "at once, \"as it\r\nwere\"");
        } else if (fate < 98) {
            one.due = one.dispatched + 1 + (long) (-Math.log(1 - random.nextDouble()) * MEAN_MICROS);
            pending.add(one);
        }
        return one;
    }

    long nextAnswer() {
        Pending first = pending.peek();
        return first == null ? TimerQueue.NEVER : first.due;
    }

    void answerDue(long now) {
        for (Pending first = pending.peek(); first != null && first.due <= now; first = pending.peek()) {
            pending.remove();
            first.end(first.outcome, "as such things go");
        }
    }

    @Override
    public void close() {}
}
