package dev.llmbench.run;

import dev.llmbench.sample.SampleSink;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes the samples of a run while it goes on, beside requests.csv and the recorder. Started and closed by the test's
 * thread, fed by the recorder's. What goes wrong is kept and never ends the run.
 */
interface RunOutput extends SampleSink, Closeable {

    /** Begins, right before the load does. */
    void start();

    /** Told some fifty times a second where the run stands. */
    void tick(Duration elapsed, double level, int inFlight);

    /** Told every second to put what it has where it lasts. */
    void flush();

    /** Whether it writes a file of the run, without which the test fails. */
    boolean isFile();

    /** What is incomplete, and why; empty where nothing is. */
    Optional<String> trouble();

    @Override
    void close();
}
