package dev.llmbench.run;

import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The combined further outputs of a run. */
public record RunOutputs(List<RunOutput> all) implements SampleSink, Closeable {
    static final RunOutputs NONE = new RunOutputs(List.of());

    public RunOutputs {
        all = List.copyOf(all);
    }

    void start() {
        all.forEach(RunOutput::start);
    }

    @Override
    public void accept(RequestSample sample) {
        all.forEach(output -> output.accept(sample));
    }

    void tick(Duration elapsed, double level, int inFlight) {
        all.forEach(output -> output.tick(elapsed, level, inFlight));
    }

    void flush() {
        all.forEach(RunOutput::flush);
    }

    /** Returns what is incomplete, either of files or of other outputs. */
    public List<String> problems(boolean files) {
        return all.stream()
                .filter(output -> output.isFile() == files)
                .map(RunOutput::problem)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        all.forEach(RunOutput::close);
    }
}
