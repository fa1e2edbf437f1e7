package dev.llmbench.history;

/** When a run is added to the history. */
public enum Recording {
    /** Local runs, and runs of the default branch on a CI system. */
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * Whether a run is recorded, and why.
     *
     * @param records whether it is recorded
     * @param why a sentence without its full stop
     */
    public record Decision(boolean records, String why) {}

    /**
     * Reads {@code auto}, {@code always} or {@code never}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static Recording parse(String text) {
        for (Recording recording : values()) {
            if (recording.name().equalsIgnoreCase(text.strip())) {
                return recording;
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is not one of auto, always and never: auto records local runs and those of the default branch");
    }

    /** Decides whether the run of such a job is recorded. */
    public Decision decide(CiRun job) {
        return switch (this) {
            case ALWAYS -> new Decision(true, "every run is recorded, as configured");
            case NEVER -> new Decision(false, "no run is recorded, as configured");
            case AUTO -> auto(job);
        };
    }

    private static Decision auto(CiRun job) {
        if (job.system().isEmpty()) {
            return new Decision(true, "a local run is recorded");
        }
        if (job.isPullRequest()) {
            return new Decision(false, "a pull request is compared with the history but not recorded");
        }
        if (job.isDefaultBranch()) {
            return new Decision(true, "a run of the default branch is recorded");
        }
        String reason = job.branch()
                .map(branch -> "branch " + branch + " is not the default branch"
                        + job.defaultBranch().map(name -> " (" + name + ")").orElse(""))
                .orElse("the branch of this job is unknown");
        return new Decision(
                false,
                reason + ", so the run is compared with the history but not recorded; set llmbench.default-branch"
                        + " to the branch whose runs are to be recorded");
    }
}
