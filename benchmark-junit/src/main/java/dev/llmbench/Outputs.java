package dev.llmbench;

import dev.llmbench.plan.LoadPlan;
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
 * @param environment the environment variables, which say where a CI system wants a summary
 */
record Outputs(boolean k6Csv, boolean hlog, boolean quiet, Map<String, String> environment) {
    static final Outputs USUAL = new Outputs(false, false, false, System.getenv());

    Outputs {
        environment = Map.copyOf(environment);
    }

    Outputs withK6Csv(boolean wanted) {
        return new Outputs(wanted, hlog, quiet, environment);
    }

    Outputs withHlog(boolean wanted) {
        return new Outputs(k6Csv, wanted, quiet, environment);
    }

    Outputs withQuiet(boolean wanted) {
        return new Outputs(k6Csv, hlog, wanted, environment);
    }

    Outputs withEnvironment(Map<String, String> variables) {
        return new Outputs(k6Csv, hlog, quiet, variables);
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
