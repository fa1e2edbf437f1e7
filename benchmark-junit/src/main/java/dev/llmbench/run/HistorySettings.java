package dev.llmbench.run;

import dev.llmbench.history.Recording;
import dev.llmbench.history.RunHistory;
import java.util.Optional;

/**
 * What the user says of the history.
 *
 * @param recording when a run is recorded; empty for automatically where a budget is relative, and else never
 * @param folder where earlier runs are, from the project's directory
 * @param defaultBranch the branch whose runs are recorded on a CI system; empty to find it
 * @param environmentClass the name of this machine's class; empty to make one
 * @param epoch the word for the time in which runs are alike; may be empty
 */
public record HistorySettings(
        Optional<Recording> recording, String folder, String defaultBranch, String environmentClass, String epoch) {
    public static final HistorySettings USUAL =
            new HistorySettings(Optional.empty(), RunHistory.USUAL_FOLDER, "", "", "");

    public HistorySettings withRecording(Recording wanted) {
        return new HistorySettings(Optional.of(wanted), folder, defaultBranch, environmentClass, epoch);
    }

    public HistorySettings withFolder(String path) {
        return new HistorySettings(recording, path, defaultBranch, environmentClass, epoch);
    }

    public HistorySettings withDefaultBranch(String name) {
        return new HistorySettings(recording, folder, name, environmentClass, epoch);
    }

    public HistorySettings withEnvironmentClass(String name) {
        return new HistorySettings(recording, folder, defaultBranch, name, epoch);
    }

    public HistorySettings withEpoch(String word) {
        return new HistorySettings(recording, folder, defaultBranch, environmentClass, word);
    }
}
