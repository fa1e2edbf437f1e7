package dev.llmbench.run;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
import dev.llmbench.report.console.Progress;
import dev.llmbench.report.console.ProgressView;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.SampleHandOff;
import dev.llmbench.sample.SampleSink;
import java.time.Duration;

/** One run of a plan: the carrier of its load, and the thread that records samples and shows progress. */
public final class LoadRun {
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(1);

    private final LoadPlan plan;
    private final LoadCarrier carrier;
    private final RunRecorder recorder;
    private final RequestsCsv csv;
    private final SampleSink notable;
    private final RunOutputs further;
    private final ProgressView progress;
    private Duration lastFlush = Duration.ZERO;

    public LoadRun(
            LoadPlan plan,
            LoadCarrier carrier,
            RunRecorder recorder,
            RequestsCsv csv,
            SampleSink notable,
            RunOutputs further,
            ProgressView progress) {
        this.plan = plan;
        this.carrier = carrier;
        this.recorder = recorder;
        this.csv = csv;
        this.notable = notable;
        this.further = further;
        this.progress = progress;
    }

    /**
     * Runs the load and waits until it has ended and all samples are recorded. An interrupt of the calling thread ends the
     * load at once; the interrupted status is set afterwards.
     */
    public RunFacts carryOut() {
        SampleSink ofCandidate = further.andThen(notable).only(Arm.CANDIDATE);
        try (progress;
                further;
                SampleHandOff samples =
                        new SampleHandOff(csv.andThen(ofCandidate).andThen(recorder), this::tick)) {
            further.start();
            return carrier.carryOut(samples, recorder::begin);
        }
    }

    /** Runs periodically on the recorder's thread. */
    private void tick() {
        Duration elapsed = carrier.elapsed();
        if (elapsed.isZero()) {
            return;
        }
        if (elapsed.minus(lastFlush).compareTo(BETWEEN_FLUSHES) >= 0) {
            csv.flush();
            further.flush();
            lastFlush = elapsed;
        }
        further.tick(elapsed, carrier.level(), carrier.inFlight());
        progress.tick(elapsed, () -> progress(elapsed));
    }

    private Progress progress(Duration elapsed) {
        return new Progress(
                elapsed,
                plan.load().end(),
                stageAt(elapsed),
                plan.load().stages().size(),
                plan.load().model(),
                carrier.level(),
                carrier.inFlight(),
                recorder.tally());
    }

    private int stageAt(Duration elapsed) {
        Duration end = plan.load().warmUp();
        if (elapsed.compareTo(end) < 0) {
            return 0;
        }
        int number = 0;
        for (Stage stage : plan.load().stages()) {
            number++;
            end = end.plus(stage.duration());
            if (elapsed.compareTo(end) < 0) {
                return number;
            }
        }
        return number;
    }
}
