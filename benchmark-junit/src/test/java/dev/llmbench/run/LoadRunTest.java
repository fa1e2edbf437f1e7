package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.report.console.ProgressView;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.StallInjection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {
    private final LoadPlan plan = Plans.plan();
    private final RunRecorder recorder = new RunRecorder(plan, pair -> {});

    @TempDir
    private Path directory;

    @Test
    void aRunThatIsStoppedBeforeItBeginsSendsNothing() throws Exception {
        RunFacts facts = carryOut(LoadRunTest::noRequest, run -> run.stop("the JVM was shut down"));

        assertThat(facts.cutShort()).contains("the JVM was shut down");
        assertThat(recorder.tally().ok() + recorder.tally().errors()).isZero();
    }

    private static PreparedRequest noRequest() {
        throw new AssertionError("a request was asked for");
    }

    private RunFacts carryOut(Supplier<PreparedRequest> requests, Consumer<LoadRun> before) throws IOException {
        try (RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), plan.target())) {
            LoadRun run = new LoadRun(
                    plan,
                    Optional.empty(),
                    Optional.empty(),
                    recorder,
                    csv,
                    sample -> {},
                    RunOutputs.NONE,
                    ProgressView.NONE,
                    StallInjection.NONE);
            before.accept(run);
            return run.carryOut(Map.of(Arm.CANDIDATE, requests));
        }
    }
}
