package dev.llmbench.run;

import dev.llmbench.history.Recording;
import dev.llmbench.history.RunHistory;
import java.util.Optional;

/**
 * The user's settings of the history.
 *
 * @param test the name under which runs are recorded; empty for the test's own
 * @param recording when a run is recorded; empty for {@code auto} if a budget is relative, otherwise never
 * @param folder the folder of earlier runs, relative to the project directory
 * @param defaultBranch the branch whose runs are recorded on a CI system; empty to detect it
 * @param environmentClass the name of this class of machines; empty to derive one
 * @param epoch the label of a period in which runs are comparable; may be empty
 */
public record HistorySettings(
        String test,
        Optional<Recording> recording,
        String folder,
        String defaultBranch,
        String environmentClass,
        String epoch) {
    public static final HistorySettings DEFAULTS =
            new HistorySettings("", Optional.empty(), RunHistory.USUAL_FOLDER, "", "", "");

    public HistorySettings withTest(String name) {
        return new HistorySettings(name, recording, folder, defaultBranch, environmentClass, epoch);
    }

    public HistorySettings withRecording(Recording wanted) {
        return new HistorySettings(test, Optional.of(wanted), folder, defaultBranch, environmentClass, epoch);
    }

    public HistorySettings withFolder(String path) {
        return new HistorySettings(test, recording, path, defaultBranch, environmentClass, epoch);
    }

    public HistorySettings withDefaultBranch(String name) {
        return new HistorySettings(test, recording, folder, name, environmentClass, epoch);
    }

    public HistorySettings withEnvironmentClass(String name) {
        return new HistorySettings(test, recording, folder, defaultBranch, name, epoch);
    }

    public HistorySettings withEpoch(String word) {
        return new HistorySettings(test, recording, folder, defaultBranch, environmentClass, word);
    }
}
