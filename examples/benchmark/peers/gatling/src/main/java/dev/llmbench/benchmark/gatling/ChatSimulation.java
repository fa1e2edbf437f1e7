package dev.llmbench.benchmark.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Virtual users who ask one question after the other and wait for the first token and for the end of each answer.
 *
 * <p>Gatling creates it by itself, so that it reads what to do from system properties: {@code peer.url}, {@code peer.body},
 * {@code peer.streams}, and on the machine's monotonic clock in nanoseconds {@code peer.from} and {@code peer.to}, the window
 * that is measured, and {@code peer.until}, when the load ends.
 */
public final class ChatSimulation extends Simulation {
    private static final String MEASURED = "measured";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Long enough for the end of the response, which follows the last event at once. */
    private static final Duration END_OF_RESPONSE = Duration.ofMillis(1);

    private final long from = Long.getLong("peer.from");
    private final long to = Long.getLong("peer.to");

    /** Sets the load up; Gatling runs it. */
    public ChatSimulation() {
        Duration load = Duration.ofNanos(Long.getLong("peer.until") - System.nanoTime());
        setUp(scenario("chat")
                        .exec(during(load, "answers", false).on(answer()))
                        .injectOpen(atOnceUsers(Integer.getInteger("peer.streams"))))
                // Warming up, Gatling would otherwise ask its own site.
                .protocols(http.disableWarmUp())
                .assertions(figures());
    }

    /**
     * Gatling counts the time to the response's head and the time from there to a message that matches a check as two; the
     * group adds them up. Closing a stream whose response has ended leaves the connection open for the next request.
     */
    private ChainBuilder answer() {
        return group(session -> phase())
                .on(firstToken())
                .exec(sse("end of answer")
                        .setCheck()
                        .await(PATIENCE)
                        .on(sse.checkMessage("done").matching(substring("[DONE]"))))
                .exec(pause(END_OF_RESPONSE))
                .exec(sse("close").close());
    }

    private static ChainBuilder firstToken() {
        return exec(sse("head")
                .post(System.getProperty("peer.url"))
                .header("Content-Type", "application/json")
                .body(StringBody(session -> System.getProperty("peer.body")))
                .await(PATIENCE)
                .on(sse.checkMessage("first token").matching(substring("{\"content\":\""))));
    }

    private String phase() {
        long now = System.nanoTime();
        return now < from ? "warm-up" : now < to ? MEASURED : "drain";
    }

    /** Assertions that always hold: Gatling prints the actual figure beside each. */
    private static Assertion[] figures() {
        return new Assertion[] {
            details(MEASURED).responseTime().percentile(50).lt(Integer.MAX_VALUE),
            details(MEASURED).responseTime().percentile(95).lt(Integer.MAX_VALUE),
            details(MEASURED).responseTime().percentile(99).lt(Integer.MAX_VALUE),
            global().failedRequests().count().gte(0L)
        };
    }
}
