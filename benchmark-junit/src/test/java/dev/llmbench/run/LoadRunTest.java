package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.report.console.ProgressView;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {
    private final LoadPlan plan = Plans.plan();
    private final RunRecorder recorder = new RunRecorder(plan, pair -> {});

    @TempDir
    private Path directory;

    @Test
    void aRunThatIsStoppedBeforeItBeginsSendsNothing() throws Exception {
        Dataset dataset = new Dataset(
                "one", "one", List.of(new TextPrompt("p", "Once", OptionalInt.empty(), OptionalInt.empty())));
        try (Generator generator = new Generator(plan, new RequestOrder(plan, dataset), Optional.empty());
                RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), plan.target())) {
            generator
                    .probed(false)
                    .warmUp(new GeneratorWarmUp(EnumSet.allOf(WarmUpKind.class)))
                    .prepare(line -> {});
            generator.stop("the JVM was shut down");

            RunFacts facts = new LoadRun(
                            plan, generator, recorder, csv, sample -> {}, RunOutputs.NONE, ProgressView.NONE)
                    .carryOut();

            assertThat(facts.cutShort()).contains("the JVM was shut down");
            assertThat(facts.dataset().orElseThrow().handedOut()).isZero();
        }
    }
}
