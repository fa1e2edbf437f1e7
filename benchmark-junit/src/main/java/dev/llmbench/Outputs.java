package dev.llmbench;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.ProgressStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a test asks for beside what every run leaves.
 *
 * @param k6Csv the requests in the layout of k6
 * @param hlog the latencies as HdrHistogram logs
 * @param quiet no progress and no summary on the console
 * @param progress how the console shows a run that goes on, unless it is quiet
 * @param environment the environment variables, which say what terminal this is and where a CI system wants a summary
 */
record Outputs(boolean k6Csv, boolean hlog, boolean quiet, ProgressStyle progress, Map<String, String> environment) {
    static final Outputs USUAL = new Outputs(false, false, false, ProgressStyle.AUTO, System.getenv());

    Outputs {
        environment = Map.copyOf(environment);
    }

    Outputs withK6Csv(boolean wanted) {
        return new Outputs(wanted, hlog, quiet, progress, environment);
    }

    Outputs withHlog(boolean wanted) {
        return new Outputs(k6Csv, wanted, quiet, progress, environment);
    }

    Outputs withQuiet(boolean wanted) {
        return new Outputs(k6Csv, hlog, wanted, progress, environment);
    }

    Outputs withProgress(ProgressStyle wanted) {
        return new Outputs(k6Csv, hlog, quiet, wanted, environment);
    }

    Outputs withEnvironment(Map<String, String> variables) {
        return new Outputs(k6Csv, hlog, quiet, progress, variables);
    }

    ProgressStyle shownProgress() {
        return quiet ? ProgressStyle.NONE : progress;
    }

    /** Those that take samples while the run goes on. */
    RunOutputs during(LoadPlan plan, Path files) {
        List<RunOutput> outputs = new ArrayList<>();
        if (k6Csv) {
            outputs.add(new K6Output(plan, files));
        }
        return new RunOutputs(outputs);
    }
}
