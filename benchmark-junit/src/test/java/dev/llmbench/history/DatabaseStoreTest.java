package dev.llmbench.history;

import static dev.llmbench.history.Runs.LOAD;
import static dev.llmbench.history.Runs.MACHINE;
import static dev.llmbench.history.Runs.START;
import static dev.llmbench.history.Runs.TEST;
import static dev.llmbench.history.Runs.TTFT;
import static dev.llmbench.history.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are kept in a database, in H2 and, if it is installed, in PostgreSQL. */
class DatabaseStoreTest {
    private static final DatabaseUser USER = new DatabaseUser("load", "swordfish-9");

    @TempDir
    private static Path directory;

    private static int databases;

    static Stream<TestDatabase> databases() {
        databases++;
        return Stream.concat(
                Stream.of(new TestDatabase("jdbc:h2:mem:history" + databases + ";DB_CLOSE_DELAY=-1", USER)),
                PostgresServer.running(directory).map(server -> server.database("history" + databases)).stream());
    }

    @AfterAll
    static void stop() {
        PostgresServer.stop();
    }

    private static RunHistory history(TestDatabase database) {
        return RunHistory.at(database.url(), Path.of(""), database.user());
    }

    private static List<Double> values(RunHistory history) {
        return history.comparable(TEST, LOAD, MACHINE, "").baseline(TTFT).runs().stream()
                .map(run -> run.figure().value())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void runsAreComparedWithThoseBeforeThem(TestDatabase database) throws Exception {
        assertThat(history(database).add(run(1)).problem()).isEmpty();
        assertThat(history(database)
                        .add(run(2).with(Standing.INVALID, "nothing ended ok"))
                        .problem())
                .isEmpty();
        assertThat(history(database).add(run(3)).problem()).isEmpty();

        assertThat(values(history(database))).containsExactly(1.0, 3.0);
        assertThat(history(database).list().lines())
                .singleElement()
                .returns(3, HistoryList.Line::recorded)
                .returns(2, HistoryList.Line::counting);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRunKeepsItsPlaceIfTheClockWasSetBack(TestDatabase database) {
        history(database).add(Runs.at(START, 1));
        history(database).add(Runs.at(START.minus(Duration.ofHours(1)), 2));

        assertThat(values(history(database))).containsExactly(1.0, 2.0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void jobsMayBeginAHistoryAtTheSameTime(TestDatabase database) {
        List<String> problems = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> history(database).add(run(1 + i)).problem())
                .toList();

        assertThat(problems).containsOnly("");
        assertThat(values(history(database))).hasSize(8);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAcceptedChangeBeginsANewBaseline(TestDatabase database) throws Exception {
        history(database).add(run(1));

        assertThat(history(database).accept(TEST, "", "another model")).startsWith("Accepted");

        history(database).add(Runs.at(START.plusSeconds(60), 2));
        assertThat(history(database).comparable(TEST, LOAD, MACHINE, "").epoch())
                .contains("another model");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void longNamesAreCutInTheColumnsAlone(TestDatabase database) {
        String test = "com.acme." + "A".repeat(300) + ".staysFast";
        RunRecord run = run(test, LOAD, MACHINE, 1).from("3f2a", "b".repeat(400), "", "0.1.0");

        assertThat(history(database).add(run).problem()).isEmpty();
        assertThat(history(database).comparable(test, LOAD, MACHINE, "").runs()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theStartIsInUtc(TestDatabase database) throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            history(database).add(run(1));
        } finally {
            TimeZone.setDefault(before);
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select cast(started_at as varchar(40)) from llm_load_run")) {
            rows.next();
            assertThat(rows.getString(1)).startsWith("2026-11-27 13:17:00");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void readingCreatesNoTable(TestDatabase database) throws Exception {
        assertThat(history(database).comparable(TEST, LOAD, MACHINE, "").warnings())
                .isEmpty();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select 1 from llm_load_run"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRenamedTestIsToldWhereItsRunsAre(TestDatabase database) {
        history(database).add(run("com.acme.OldIT.staysFast", LOAD, MACHINE, 1));

        assertThat(history(database).comparable(TEST, LOAD, MACHINE, "").none())
                .contains("replace database/com.acme.OldIT.staysFast by database/" + TEST);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDamagedRowIsSkipped(TestDatabase database) throws Exception {
        history(database).add(run(1));
        history(database).add(run(2));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update llm_load_run set body = '{' where body like '%\"value\" : 1.0%'");
        }

        ComparableRuns runs = history(database).comparable(TEST, LOAD, MACHINE, "");

        assertThat(runs.warnings()).singleElement().asString().contains("it is damaged");
        assertThat(runs.runs()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theColumnsTellWhatARunIsOf(TestDatabase database) throws Exception {
        history(database).add(run(1).from("3f2a9c41d0", "main", "", "0.1.0"));

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select test, env, series, commit_sha, branch, counts from llm_load_run")) {
            rows.next();
            assertThat(List.of(rows.getString(1), rows.getString(2), rows.getString(3)))
                    .containsExactly(TEST, MACHINE.name(), LOAD.hash());
            assertThat(List.of(rows.getString(4), rows.getString(5), rows.getInt(6)))
                    .containsExactly("3f2a9c41d0", "main", 1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aWrongPasswordIsToldAndNotShown(TestDatabase database) throws SQLException {
        database.connect().close();
        DatabaseUser wrong = new DatabaseUser(database.user().name(), "trout-17");
        RunHistory history = RunHistory.at(database.url(), Path.of(""), wrong);

        assertThat(history.add(run(1)).problem())
                .contains(
                        "The run was judged but not recorded",
                        "the user or the password is wrong",
                        "LLMBENCH_HISTORY_USER and LLMBENCH_HISTORY_PASSWORD")
                .doesNotContain("trout-17", "swordfish-9", database.url());
        assertThat(history.comparable(TEST, LOAD, MACHINE, "").warnings())
                .singleElement()
                .asString()
                .contains("the user or the password is wrong")
                .doesNotContain("trout-17", database.url());
    }

    @Test
    void aMissingDriverIsTold() {
        RunHistory history = RunHistory.at("jdbc:nobody://127.0.0.1/db", Path.of(""), USER);

        assertThat(history.add(run(1)).problem()).contains("no driver for it is on the class path");
        assertThatThrownBy(() -> history.accept(TEST, "", "why")).hasMessageContaining("no driver");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://load:swordfish@127.0.0.1/db",
                "jdbc:postgresql://127.0.0.1/db?user=load&password=swordfish",
                "jdbc:h2:mem:db;PASSWORD=swordfish",
                "jdbc:sqlserver://127.0.0.1;accessToken=swordfish",
                "jdbc:mysql://127.0.0.1/db?username=load",
                "jdbc:mysql://load:sw?rd@127.0.0.1/db",
                "jdbc:oracle:thin:load/swordfish@//127.0.0.1/db"
            })
    void aUrlHoldsNoCredentials(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunHistory.requireNoCredentials(url))
                .withMessage("the URL of a database must not contain a user or password");
        assertThat(USER.toString()).doesNotContain("load", "swordfish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example.com:5432/load",
                "jdbc:h2:file:./history",
                ".llm-load-history",
                "a@b"
            })
    void otherPlacesHoldNone(String place) {
        RunHistory.requireNoCredentials(place);
    }

    /** A database of a test's own. */
    record TestDatabase(String url, DatabaseUser user) {

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user.name(), user.password());
        }
    }
}
