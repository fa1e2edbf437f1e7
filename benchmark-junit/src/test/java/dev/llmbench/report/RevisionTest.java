package dev.llmbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path directory;

    private Path git;

    @BeforeEach
    void makeARepository() throws IOException {
        git = Files.createDirectories(directory.resolve(".git"));
        Files.createDirectories(git.resolve("refs/heads/feature"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/feature/chat\n");
    }

    @Test
    void theCiSystemKnowsBest() {
        assertThat(Revision.of(Map.of("GITHUB_SHA", COMMIT, "GITHUB_REF_NAME", "main"), directory))
                .isEqualTo(known("main"));
        assertThat(Revision.of(Map.of("CI_COMMIT_SHA", COMMIT, "CI_COMMIT_REF_NAME", "next"), directory))
                .isEqualTo(known("next"));
    }

    @Test
    void ofAPullRequestTheBranchThatItComesFromIsNamed() {
        assertThat(Revision.of(
                        Map.of("GITHUB_SHA", COMMIT, "GITHUB_REF_NAME", "12/merge", "GITHUB_HEAD_REF", "fix"),
                        directory))
                .isEqualTo(known("fix"));
    }

    @Test
    void theRepositoryIsFoundFromADirectoryWithinIt() throws IOException {
        Files.writeString(git.resolve("refs/heads/feature/chat"), COMMIT + "\n");
        Path module = Files.createDirectories(directory.resolve("module/src"));

        assertThat(Revision.of(Map.of(), module)).isEqualTo(known("feature/chat"));
    }

    @Test
    void aPackedBranchIsReadToo() throws IOException {
        Files.writeString(
                git.resolve("packed-refs"),
                "# pack-refs with: peeled\n" + COMMIT.replace('0', 'f') + " refs/heads/other\n" + COMMIT
                        + " refs/heads/feature/chat\n");

        assertThat(Revision.of(Map.of(), directory)).isEqualTo(known("feature/chat"));
    }

    @Test
    void aCommitThatIsCheckedOutWithoutABranchHasNone() throws IOException {
        Files.writeString(git.resolve("HEAD"), COMMIT + "\n");

        assertThat(Revision.of(Map.of(), directory)).isEqualTo(new Revision(Optional.of(COMMIT), Optional.empty()));
    }

    @Test
    void ofALinkedWorkTreeTheSharedBranchesAreRead() throws IOException {
        Path linked = Files.createDirectories(git.resolve("worktrees/other"));
        Files.writeString(linked.resolve("HEAD"), "ref: refs/heads/feature/chat\n");
        Files.writeString(linked.resolve("commondir"), "../..\n");
        Files.writeString(git.resolve("refs/heads/feature/chat"), COMMIT + "\n");
        Path tree = Files.createDirectories(directory.resolve("elsewhere"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + linked + "\n");

        assertThat(Revision.of(Map.of(), tree)).isEqualTo(known("feature/chat"));
    }

    @Test
    void aDamagedRepositoryTellsNothing() throws IOException {
        Files.delete(git.resolve("HEAD"));

        assertThat(Revision.of(Map.of(), directory)).isEqualTo(Revision.UNKNOWN);
    }

    private static Revision known(String branch) {
        return new Revision(Optional.of(COMMIT), Optional.of(branch));
    }
}
