package dev.llmbench.benchmark.jmeter;

import static us.abstracta.jmeter.javadsl.JmeterDsl.httpSampler;
import static us.abstracta.jmeter.javadsl.JmeterDsl.jtlWriter;
import static us.abstracta.jmeter.javadsl.JmeterDsl.responseAssertion;
import static us.abstracta.jmeter.javadsl.JmeterDsl.testPlan;
import static us.abstracta.jmeter.javadsl.JmeterDsl.threadGroup;

import java.io.IOException;
import java.time.Duration;
import org.apache.http.entity.ContentType;

/**
 * Virtual users who ask one question after the other, by a connection that stays open, and read each answer to its end.
 *
 * <p>It reads what to do from system properties: {@code peer.url}, {@code peer.body}, {@code peer.streams},
 * {@code peer.until}, when the load ends on the machine's monotonic clock in nanoseconds, and {@code peer.directory}, where
 * {@code samples.jtl} goes.
 */
public final class ChatPlan {
    private ChatPlan() {}

    /** Runs the load; takes no arguments. */
    public static void main(String[] args) throws IOException {
        Duration load = Duration.ofNanos(Long.getLong("peer.until") - System.nanoTime());
        testPlan(
                        threadGroup(
                                Integer.getInteger("peer.streams"),
                                load,
                                httpSampler(System.getProperty("peer.url"))
                                        .post(System.getProperty("peer.body"), ContentType.APPLICATION_JSON)
                                        .children(responseAssertion().containsSubstrings("[DONE]"))),
                        jtlWriter(System.getProperty("peer.directory"), "samples.jtl"))
                .run();
    }
}
