package dev.llmbench.run;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.csv.K6Csv;
import dev.llmbench.sample.RequestSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes k6.csv. Created when the run starts, because its times are relative to the start. */
final class K6Output implements RunOutput {
    private final LoadPlan plan;
    private final Path directory;
    private volatile @Nullable K6Csv csv;
    private volatile @Nullable IOException failure;

    /** Creates an output that writes to this directory. */
    K6Output(LoadPlan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
    }

    @Override
    public void start() {
        try {
            csv = K6Csv.create(directory.resolve(K6Csv.FILE_NAME), plan, Instant.now());
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void accept(RequestSample sample) {
        K6Csv started = csv;
        if (started != null) {
            started.accept(sample);
        }
    }

    @Override
    public void tick(Duration elapsed, double level, int inFlight) {
        K6Csv started = csv;
        if (started != null) {
            started.tick(elapsed, level, inFlight);
        }
    }

    @Override
    public void flush() {
        K6Csv started = csv;
        if (started != null) {
            started.flush();
        }
    }

    @Override
    public boolean isFile() {
        return true;
    }

    @Override
    public Optional<String> problem() {
        K6Csv started = csv;
        Optional<IOException> first = started == null ? Optional.ofNullable(failure) : started.failure();
        return first.map(e -> directory.resolve(K6Csv.FILE_NAME) + " is incomplete: " + e);
    }

    @Override
    public void close() {
        K6Csv started = csv;
        if (started != null) {
            started.close();
        }
    }
}
