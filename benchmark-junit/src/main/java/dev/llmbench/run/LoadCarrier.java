package dev.llmbench.run;

import dev.llmbench.result.Block;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.SampleSink;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out the load of one run, in this JVM or elsewhere. */
public interface LoadCarrier extends AutoCloseable {

    /**
     * Prepares everything that the load needs, and checks that it can start.
     *
     * @param console receives lines to show to the user
     * @throws dev.llmbench.plan.ConfigurationException if the load cannot start
     */
    void prepare(Consumer<String> console) throws InterruptedException;

    /**
     * Sends the load and waits until it has ended and all samples are delivered. An interrupt of the calling thread ends the
     * load at once; the interrupted status is set afterwards.
     *
     * @param samples receives each request's sample, on any thread; must not block for long
     * @param blocks receives each block in which one of two endpoints is measured, when it begins
     */
    RunFacts carryOut(SampleSink samples, Consumer<Block> blocks);

    /** Ends the load at once, or as soon as it begins. May be called from any thread. */
    void stop(String why);

    /** Returns the time since the load began; zero if it has not. */
    Duration elapsed();

    /** Returns the plan's current level: virtual users, or requests per second. */
    double level();

    /** Returns the number of requests in flight. */
    int inFlight();

    /** Returns the failure of a load generator, if any. Known only after the end. */
    Optional<Throwable> failure();

    @Override
    void close();
}
