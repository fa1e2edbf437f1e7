package dev.llmbench;

import dev.llmbench.plan.LoadPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test asks for beside what every run leaves.
 *
 * @param k6Csv the requests in the layout of k6
 * @param hlog the latencies as HdrHistogram logs
 * @param quiet no progress and no summary on the console
 */
record Outputs(boolean k6Csv, boolean hlog, boolean quiet) {
    static final Outputs USUAL = new Outputs(false, false, false);

    Outputs withK6Csv(boolean wanted) {
        return new Outputs(wanted, hlog, quiet);
    }

    Outputs withHlog(boolean wanted) {
        return new Outputs(k6Csv, wanted, quiet);
    }

    Outputs withQuiet(boolean wanted) {
        return new Outputs(k6Csv, hlog, wanted);
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
