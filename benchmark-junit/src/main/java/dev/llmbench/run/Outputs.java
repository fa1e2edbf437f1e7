package dev.llmbench.run;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ProgressStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a test asks for beside what every run leaves.
 *
 * @param k6Csv the requests in the layout of k6
 * @param hlog the latencies as HdrHistogram logs
 * @param quiet no progress and no summary on the console
 * @param progress how the console shows a run that goes on, unless it is quiet
 * @param environment the environment variables, which say what terminal this is and where a CI system wants a summary
 * @param meters the figures in Micrometer
 * @param concluded whether the test around the run says how it ended, and the summary for a CI system waits for that
 * @param index where a page lists this run beside others; empty for nowhere
 */
public record Outputs(
        boolean k6Csv,
        boolean hlog,
        boolean quiet,
        ProgressStyle progress,
        Map<String, String> environment,
        Meters meters,
        boolean concluded,
        Optional<Path> index) {
    public static final Outputs USUAL =
            new Outputs(false, false, false, ProgressStyle.AUTO, System.getenv(), Meters.NONE, false, Optional.empty());

    public Outputs {
        environment = Map.copyOf(environment);
    }

    public Outputs withK6Csv(boolean wanted) {
        return new Outputs(wanted, hlog, quiet, progress, environment, meters, concluded, index);
    }

    public Outputs withHlog(boolean wanted) {
        return new Outputs(k6Csv, wanted, quiet, progress, environment, meters, concluded, index);
    }

    public Outputs withQuiet(boolean wanted) {
        return new Outputs(k6Csv, hlog, wanted, progress, environment, meters, concluded, index);
    }

    public Outputs withProgress(ProgressStyle wanted) {
        return new Outputs(k6Csv, hlog, quiet, wanted, environment, meters, concluded, index);
    }

    public Outputs withEnvironment(Map<String, String> variables) {
        return new Outputs(k6Csv, hlog, quiet, progress, variables, meters, concluded, index);
    }

    public Outputs withMeters(Meters wanted) {
        return new Outputs(k6Csv, hlog, quiet, progress, environment, wanted, concluded, index);
    }

    public Outputs withConclusion(boolean wanted) {
        return new Outputs(k6Csv, hlog, quiet, progress, environment, meters, wanted, index);
    }

    public Outputs withIndex(Path root) {
        return new Outputs(k6Csv, hlog, quiet, progress, environment, meters, concluded, Optional.of(root));
    }

    public ProgressStyle shownProgress() {
        return quiet ? ProgressStyle.NONE : progress;
    }

    /** Those that take samples while the run goes on. */
    public RunOutputs during(LoadPlan plan, Path files) {
        List<RunOutput> outputs = new ArrayList<>();
        if (k6Csv) {
            outputs.add(new K6Output(plan, files));
        }
        if (meters.wanted()) {
            outputs.add(meters.output(plan));
        }
        return new RunOutputs(outputs);
    }
}
