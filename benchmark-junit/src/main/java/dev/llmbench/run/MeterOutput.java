package dev.llmbench.run;

import dev.llmbench.micrometer.RunMeters;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes live figures to Micrometer. Stops using a registry that fails, so that it never affects the run. */
final class MeterOutput implements RunOutput {
    private final Supplier<RunMeters> source;
    private volatile @Nullable RunMeters meters;
    private volatile @Nullable RuntimeException failure;

    MeterOutput(Supplier<RunMeters> source) {
        this.source = source;
    }

    @Override
    public void start() {
        try {
            meters = source.get();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void accept(RequestSample sample) {
        use(running -> running.accept(sample));
    }

    @Override
    public void tick(Duration elapsed, double level, int inFlight) {
        use(running -> running.tick(level, inFlight));
    }

    private void use(Consumer<RunMeters> action) {
        RunMeters running = meters;
        if (running == null || failure != null) {
            return;
        }
        try {
            action.accept(running);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public boolean isFile() {
        return false;
    }

    /** Registries publish by themselves. */
    @Override
    public void flush() {}

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(failure).map(e -> "The figures in Micrometer are incomplete: " + e);
    }

    @Override
    public void close() {
        RunMeters running = meters;
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
    }
}
