package dev.llmbench;

import dev.llmbench.result.Block;
import dev.llmbench.result.RunFacts;
import dev.llmbench.run.LoadCarrier;
import dev.llmbench.sample.SampleSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** A load generator that fails before it has sent anything. */
record BrokenCarrier(Throwable flaw) implements LoadCarrier {

    @Override
    public void prepare(Consumer<String> console) {}

    @Override
    public RunFacts carryOut(SampleSink samples, Consumer<Block> blocks) {
        return RunFacts.builder(Instant.now(), Duration.ZERO)
                .cutShort(Optional.of("the load engine failed: " + flaw))
                .build();
    }

    @Override
    public void stop(String why) {}

    @Override
    public Duration elapsed() {
        return Duration.ZERO;
    }

    @Override
    public double level() {
        return 0;
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.of(flaw);
    }

    @Override
    public void close() {}
}
