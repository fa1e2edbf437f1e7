package dev.llmbench;

import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.K6Csv;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** k6.csv where a test asks for it, and nothing where it does not. It starts with the run, whose time it tells. */
final class K6Output implements SampleSink, Closeable {
    private final LoadPlan plan;
    private final Optional<Path> directory;
    private volatile @Nullable K6Csv csv;
    private @Nullable IOException failure;

    /** With the directory that the file is asked for in. */
    K6Output(LoadPlan plan, Optional<Path> directory) {
        this.plan = plan;
        this.directory = directory;
    }

    void start() {
        directory.ifPresent(asked -> {
            try {
                csv = K6Csv.create(asked.resolve(K6Csv.FILE_NAME), plan, Instant.now());
            } catch (IOException e) {
                failure = e;
            }
        });
    }

    @Override
    public void accept(RequestSample sample) {
        K6Csv started = csv;
        if (started != null) {
            started.accept(sample);
        }
    }

    void tick(Duration elapsed, double level, int inFlight) {
        K6Csv started = csv;
        if (started != null) {
            started.tick(elapsed, level, inFlight);
        }
    }

    void flush() {
        K6Csv started = csv;
        if (started != null) {
            started.flush();
        }
    }

    /** Why the file is not there or not whole. */
    Optional<IOException> failure() {
        K6Csv started = csv;
        return started == null ? Optional.ofNullable(failure) : started.failure();
    }

    @Override
    public void close() {
        K6Csv started = csv;
        if (started != null) {
            started.close();
        }
    }
}
