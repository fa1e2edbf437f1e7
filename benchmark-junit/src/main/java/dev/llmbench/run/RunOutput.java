package dev.llmbench.run;

import dev.llmbench.sample.SampleSink;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;

/**
 * A further receiver of a run's samples, besides requests.csv and the recorder. The test's thread starts and closes it, the
 * recorder's thread feeds it. Failures are remembered and never end the run.
 */
interface RunOutput extends SampleSink, Closeable {

    /** Called right before the load starts. */
    void start();

    /** Called about fifty times per second with the state of the run. */
    void tick(Duration elapsed, double level, int inFlight);

    /** Called every second to persist what was received. */
    void flush();

    /** Whether it writes a file of the run; the test fails if such a file is incomplete. */
    boolean isFile();

    /** Returns what is incomplete and why; empty if nothing is. */
    Optional<String> problem();

    @Override
    void close();
}
