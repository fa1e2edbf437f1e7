package dev.llmbench.run;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ProgressStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The optional outputs of a test.
 *
 * @param k6Csv whether to write the requests in the format of k6
 * @param hlog whether to write the latencies as HdrHistogram logs
 * @param quiet whether to suppress progress and summary on the console
 * @param progress how the console shows the progress of a run, unless it is quiet
 * @param environment the environment variables, which identify the terminal and the file for the CI system's summary
 * @param meters whether and where to publish the figures to Micrometer
 * @param concluded whether the test around the run reports how it ended, which delays the summary for the CI system
 * @param index the directory of the page that lists this run; empty for none
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
    public static final Outputs DEFAULTS =
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

    public ProgressStyle effectiveProgress() {
        return quiet ? ProgressStyle.NONE : progress;
    }

    /** Returns the outputs that receive samples during the run. */
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
