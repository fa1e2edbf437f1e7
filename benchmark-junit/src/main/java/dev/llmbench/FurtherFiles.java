package dev.llmbench;

/**
 * Which files a test asks for beside those that every run leaves.
 *
 * @param k6Csv the requests in the layout of k6
 * @param hlog the latencies as HdrHistogram logs
 */
record FurtherFiles(boolean k6Csv, boolean hlog) {
    static final FurtherFiles NONE = new FurtherFiles(false, false);

    FurtherFiles withK6Csv(boolean wanted) {
        return new FurtherFiles(wanted, hlog);
    }

    FurtherFiles withHlog(boolean wanted) {
        return new FurtherFiles(k6Csv, wanted);
    }
}
