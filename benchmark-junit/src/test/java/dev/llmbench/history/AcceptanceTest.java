package dev.llmbench.history;

import static dev.llmbench.history.Runs.LOAD;
import static dev.llmbench.history.Runs.MACHINE;
import static dev.llmbench.history.Runs.TEST;
import static dev.llmbench.history.Runs.TTFT;
import static dev.llmbench.history.Runs.comparable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmbench.history.ComparableRuns.Earlier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {
    private static final String OLD = "aaaaaaaaaa";
    private static final String NEW = "bbbbbbbbbb";

    @TempDir
    private Path folder;

    private RunHistory history;

    @BeforeEach
    void open() {
        history = RunHistory.in(folder);
    }

    private List<Boolean> counted() {
        return comparable(history).runs().stream().map(Earlier::counts).toList();
    }

    private List<String> epochs() {
        return comparable(history).runs().stream().map(Earlier::epoch).toList();
    }

    private void addRunsOfBoth() {
        history.add(Runs.of(OLD, 1));
        history.add(Runs.of(NEW, 2).with(Standing.BREACH, "slower"));
        history.add(Runs.of(NEW, 3).with(Standing.BREACH, "slower"));
    }

    @Test
    void acceptingMakesTheRunsFromACommitOnTheBaseline() throws IOException {
        addRunsOfBoth();
        assertThat(history.accept(TEST, "bbbbbbb", "larger batches"))
                .isEqualTo("Accepted: the baseline of " + TEST + " begins with bbbbbbb");
        assertThat(counted()).containsExactly(true, true, true);
        List<String> epochs = epochs();
        assertThat(epochs.get(0)).isEmpty();
        assertThat(epochs.get(1)).startsWith("larger batches, accepted ").isEqualTo(epochs.get(2));
        assertThat(comparable(history).epoch()).isEqualTo(epochs.get(1));
    }

    @Test
    void aRunThatBreaksTheAcceptedBaselineDoesNotCount() throws IOException {
        addRunsOfBoth();
        history.accept(TEST, "bbbbbbb", "larger batches");
        history.add(Runs.at(Instant.now().plusSeconds(60), 9).with(Standing.BREACH, "slower still"));
        assertThat(counted()).containsExactly(true, true, true, false);
    }

    @Test
    void acceptingWithoutACommitBeginsWithTheNextRun() throws IOException {
        addRunsOfBoth();
        assertThat(history.accept(TEST, "", "larger batches")).endsWith("begins with its next run");
        history.add(Runs.at(Instant.now().plusSeconds(60), 4));
        assertThat(counted()).containsExactly(true, false, false, true);
        assertThat(epochs().subList(0, 3)).containsOnly("");
        assertThat(epochs().get(3)).startsWith("larger batches");
    }

    @Test
    void acceptingACommitThatHasNotRunYetSaysSo() throws IOException {
        addRunsOfBoth();
        assertThat(history.accept(TEST, "ccccccc", "larger batches"))
                .endsWith(
                        "begins with ccccccc, which has no recorded run yet; until it has one, it begins with the next run");
        assertThat(counted()).containsExactly(true, false, false);
    }

    @Test
    void theWordInTheCodeStaysPartOfTheEpoch() throws IOException {
        addRunsOfBoth();
        history.accept(TEST, "", "larger batches");
        assertThat(history.comparable(TEST, LOAD, MACHINE, "llama-4").epoch()).startsWith("llama-4, larger batches");
    }

    @Test
    void aDroppedRunIsKeptAndCountsNoLonger() throws IOException {
        addRunsOfBoth();
        history.add(Runs.of(OLD, 4));
        String id = comparable(history).runs().get(0).record().id();
        assertThat(history.drop(TEST, id, "the machine was busy"))
                .isEqualTo("Dropped 1 run of " + TEST + ": kept, but no longer counted");
        assertThat(comparable(history).runs()).hasSize(3);
        assertThat(history.list().lines().get(0).recorded()).isEqualTo(4);
    }

    @Test
    void allRunsOfACommitCanBeDropped() throws IOException {
        addRunsOfBoth();
        assertThat(history.drop(TEST, "bbbbbbb", "it did not even start")).startsWith("Dropped 2 runs of");
        assertThat(comparable(history).baseline(TTFT).runs()).hasSize(1);
    }

    @Test
    void filesOfRunsAreNeverChanged() throws IOException {
        addRunsOfBoth();
        List<String> before = contents();
        history.accept(TEST, "bbbbbbb", "larger batches");
        history.drop(TEST, "aaaaaaa", "noise");
        assertThat(contents()).containsAll(before).hasSize(before.size() + 2);
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void aTestIsFoundByTheEndOfItsName() throws IOException {
        addRunsOfBoth();
        assertThat(history.accept("ChatLatencyIT.chatStaysFast", "", "why")).contains(TEST);
    }

    @Test
    void anUnknownTestIsToldWithThoseThatThereAre() {
        addRunsOfBoth();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.accept("Chat.stays", "", "why"))
                .withMessage("No test Chat.stays is recorded in " + folder + "; there are " + TEST);
    }

    @Test
    void aNameThatSeveralTestsHaveIsRefused() {
        history.add(Runs.run("a.Chat.fast", LOAD, MACHINE, 1));
        history.add(Runs.run("b.Chat.fast", LOAD, MACHINE, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.drop("Chat.fast", "aaaaaaa", "why"))
                .withMessage("Several tests match Chat.fast: write one of a.Chat.fast, b.Chat.fast");
    }

    @Test
    void aRunThatDoesNotExistIsNotDropped() {
        addRunsOfBoth();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.drop(TEST, "ccccccc", "why"))
                .withMessageStartingWith("No run of " + TEST + " has the id or the commit ccccccc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "main", "bbbbbb", "BBBBBBB", "HEAD~1"})
    void aCommitIsNamedByItsHash(String since) {
        addRunsOfBoth();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.accept(TEST, since, "why"))
                .withMessage("'" + since
                        + "' is not the start of a commit's hash: write at least 7 of its hexadecimal digits");
    }

    @Test
    void aReasonIsNeeded() {
        addRunsOfBoth();
        assertThatIllegalArgumentException().isThrownBy(() -> history.accept(TEST, "", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> history.drop(TEST, "bbbbbbb", ""));
    }

    @Test
    void aDamagedMarkerIsToldByName() throws IOException {
        addRunsOfBoth();
        Files.writeString(folder.resolve(TEST).resolve("accept-x.json"), "{\"schema\": 1, \"kind\": \"accept\"}");
        assertThat(comparable(history).warnings())
                .singleElement()
                .asString()
                .startsWith("Skipped " + folder.resolve(TEST).resolve("accept-x.json") + ": it is damaged");
    }
}
