package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.http.ClientRequest;
import dev.llmbench.http.HttpExchange;
import dev.llmbench.http.HttpTransport;
import dev.llmbench.http.MalformedResponse;
import dev.llmbench.http.ResponseHead;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.StallLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its response. Records the moments and has the answer read. */
final class Exchange implements HttpExchange, InFlight {
    private final Call call;
    private final RequestHead head;
    private final AnswerReaders readers;
    private final @Nullable TokenCounting counting;
    private final Consumer<RequestSample> whenEnded;
    private final StallLog stalls;
    private final Observations observed;
    private @Nullable ClientRequest sending;
    private volatile Optional<Duration> retryAfter = Optional.empty();
    private long completeAt = ABSENT;
    private long lateComplete;
    private boolean over;

    private record Cut(Outcome outcome, String why) {}

    private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();

    Exchange(
            Call call,
            RequestHead head,
            AnswerReaders readers,
            @Nullable TokenCounting counting,
            StallLog stalls,
            Consumer<RequestSample> whenEnded) {
        this.call = call;
        this.head = head;
        this.readers = readers;
        this.counting = counting;
        this.stalls = stalls;
        this.whenEnded = whenEnded;
        this.observed = new Observations(call);
    }

    void start(HttpTransport transport) {
        sending = transport.send(head.request(call.id(), call.request().body()), this);
    }

    @Override
    public void connected(long from, long to) {
        observed.connect = call.clock().at(to) - call.clock().at(from);
        observed.lateConnect = Math.min(observed.connect, stalledMicros(from, to));
    }

    @Override
    public void sent(long at) {
        observed.sent = call.clock().at(at);
        long lag = observed.sent - call.scheduled() - Math.max(0, observed.connect);
        long stalled = stalledMicros(call.clock().nanosAt(call.scheduled()), at);
        observed.lateSent = Math.max(0, Math.min(lag, stalled - observed.lateConnect));
    }

    private long stalledMicros(long from, long to) {
        return Delays.micros(stalls.nanosWithin(from, to));
    }

    @Override
    public void head(ResponseHead response, long at, long late) {
        observed.headers = call.clock().at(at);
        observed.lateHeaders = Delays.micros(late);
        observed.status = response.status();
        RetryAfter asked = RetryAfter.of(response, Instant.now());
        retryAfter = asked.length();
        observed.unreadableRetryAfter = asked.unreadable();
        observed.answer = readers.forResponse(response);
    }

    @Override
    public void body(byte[] bytes, int from, int to, long at, long late) throws MalformedResponse {
        Answer answer = observed.answer;
        if (answer != null) {
            answer.read(bytes, from, to, call.clock().at(at), Delays.micros(late));
            if (answer.isGivenUp()) {
                throw new MalformedResponse("the rest of the response is not read");
            }
            if (!isComplete() && answer.isComplete()) {
                completeAt = call.clock().at(at);
                lateComplete = Delays.micros(late);
            }
        }
    }

    @Override
    public boolean isComplete() {
        return completeAt != ABSENT;
    }

    @Override
    public void ended(long at, long late) {
        Answer answer = observed.answer;
        if (answer != null) {
            ended(answer, call.clock().at(at), Delays.micros(late));
        }
    }

    /** Ends the request, at the end of the body at the latest. */
    private void ended(Answer answer, long at, long late) {
        long end = isComplete() ? completeAt : at;
        observed.lateEnd = isComplete() ? lateComplete : late;
        answer.end(end);
        end(end, answer.outcome(), answer.error());
    }

    @Override
    public void failed(Outcome outcome, String why, long late) {
        long now = call.clock().micros();
        observed.lateEnd = Delays.micros(late);
        Answer begun = observed.answer;
        Cut cutOff = cut.get();
        if (begun != null && isComplete()) {
            ended(begun, now, observed.lateEnd);
        } else if (begun != null && begun.hasFailed()) {
            end(now, begun.outcome(), begun.error());
        } else if (cutOff != null) {
            end(now, cutOff.outcome(), cutOff.why());
        } else if (begun != null
                && outcome != Outcome.INTERRUPTED
                && outcome != Outcome.CLIENT
                && begun.brokeOff(now)) {
            end(now, begun.outcome(), begun.error());
        } else {
            end(now, outcome, why);
        }
    }

    @Override
    public void cut(Outcome outcome, String why) {
        ClientRequest going = sending;
        if (going != null && cut.compareAndSet(null, new Cut(outcome, why))) {
            going.cut();
        }
    }

    @Override
    public Moments soFar() {
        return observed.soFar(Delays.micros(stalls.nanosUpTo(stalls.ticker().nanos())));
    }

    @Override
    public long silentSince() {
        ClientRequest going = sending;
        return going == null || !going.isSent()
                ? call.clock().micros()
                : call.clock().at(going.lastHeard());
    }

    @Override
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    @Override
    public String said() {
        Answer answer = observed.answer;
        return answer != null && answer.output instanceof OutputText text ? text.said() : "";
    }

    private void end(long at, Outcome outcome, @Nullable String error) {
        RequestSample sample = observed.sample(at, outcome, error, head);
        if (over) {
            return;
        }
        over = true;
        Answer answer = observed.answer;
        if (counting == null || answer == null) {
            whenEnded.accept(sample);
        } else {
            counting.complete(sample, answer, call.request(), whenEnded);
        }
    }
}
