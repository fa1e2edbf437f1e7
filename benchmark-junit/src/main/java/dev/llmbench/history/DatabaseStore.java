package dev.llmbench.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A history in a database, accessed with the user's own driver: one table, to which rows are only ever added. */
final class DatabaseStore implements Store {
    private static final String TABLE = "llm_load_run";
    private static final String IS_THERE = "select 1 from " + TABLE + " where 1 = 0";
    private static final String CREATE = "create table " + TABLE + " (id varchar(400) primary key,"
            + " folder varchar(300) not null, test varchar(200), series varchar(64), env varchar(200), epoch varchar(300),"
            + " started_at timestamp, commit_sha varchar(64), branch varchar(300), counts smallint, body text not null)";
    private static final List<String> INDEXES = List.of(
            "create index " + TABLE + "_folder on " + TABLE + " (folder)",
            "create index " + TABLE + "_order on " + TABLE + " (test, series, env, started_at)");
    private static final String INSERT = "insert into " + TABLE + " (id, folder, test, series, env, epoch, started_at,"
            + " commit_sha, branch, counts, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private final String url;
    private final DatabaseUser user;

    /** The documents of each folder that was read. */
    private final Map<Path, Map<Path, byte[]>> read = new ConcurrentHashMap<>();

    DatabaseStore(String url, DatabaseUser user) {
        this.url = url;
        this.user = user;
    }

    @FunctionalInterface
    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs a query. Returns the given empty result if the table does not exist. */
    private <T> T ask(T nothing, Query<T> query) throws IOException {
        return connected(connection -> isThere(connection) ? query.run(connection) : nothing);
    }

    private <T> T connected(Query<T> query) throws IOException {
        try (Connection connection = connect()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw new IOException(meaning(e));
        }
    }

    private Connection connect() throws SQLException, IOException {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new IOException("no driver for it is on the class path; add one to the dependencies of the tests");
        }
        return user.name().isEmpty()
                ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, user.name(), user.password());
    }

    /** Creates the table. If two jobs do so at the same time, one of them fails. */
    private static void create(Connection connection) throws SQLException {
        if (isThere(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
            for (String index : INDEXES) {
                statement.execute(index);
            }
        } catch (SQLException e) {
            if (!isThere(connection)) {
                throw e;
            }
        }
    }

    private static boolean isThere(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(IS_THERE);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Returns the meaning of an error. Drivers put URLs, users and more into their messages, so only the standard code
     * is used.
     */
    private static String meaning(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String meaning = state.startsWith("28")
                ? "the user or the password is wrong"
                : state.startsWith("08")
                        ? "the database cannot be reached"
                        : state.startsWith("42")
                                ? "the user lacks a right, or the table has another form"
                                : "it failed";
        return meaning + (state.isEmpty() ? "" : ", SQLSTATE " + state);
    }

    @Override
    public List<Path> folders(Path in) throws IOException {
        return ask(List.of(), connection -> {
            TreeSet<Path> folders = new TreeSet<>();
            try (PreparedStatement select = connection.prepareStatement("select distinct folder from " + TABLE);
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    path(rows.getString(1))
                            .filter(folder -> folder.startsWith(in) && folder.getNameCount() > in.getNameCount())
                            .ifPresent(folder -> folders.add(in.resolve(folder.getName(in.getNameCount()))));
                }
            }
            return List.copyOf(folders);
        });
    }

    @Override
    public List<Path> documents(Path in) throws IOException {
        return ask(List.of(), connection -> {
            TreeSet<Path> documents = new TreeSet<>();
            try (PreparedStatement select =
                    connection.prepareStatement("select id from " + TABLE + " where folder = ?")) {
                select.setString(1, name(in));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        path(rows.getString(1)).ifPresent(documents::add);
                    }
                }
            }
            return List.copyOf(documents);
        });
    }

    /** Reads all documents of the folder at once, since usually several are needed. */
    @Override
    public synchronized byte[] read(Path document) throws IOException {
        Path folder = folder(document);
        Map<Path, byte[]> known = read.getOrDefault(folder, Map.of());
        if (!known.containsKey(document)) {
            known = contents(folder);
            read.put(folder, known);
        }
        byte[] content = known.get(document);
        if (content == null) {
            throw new NoSuchFileException(document.toString());
        }
        return content;
    }

    private Map<Path, byte[]> contents(Path folder) throws IOException {
        return ask(Map.of(), connection -> {
            Map<Path, byte[]> contents = new TreeMap<>();
            try (PreparedStatement select =
                    connection.prepareStatement("select id, body from " + TABLE + " where folder = ?")) {
                select.setString(1, name(folder));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        byte[] body = rows.getString(2).getBytes(StandardCharsets.UTF_8);
                        path(rows.getString(1)).ifPresent(name -> contents.put(name, body));
                    }
                }
            }
            return contents;
        });
    }

    @Override
    public void write(Path document, byte[] content, HistoryFiles.Versioned value) throws IOException {
        connected(connection -> {
            create(connection);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, name(document));
                insert.setString(2, name(folder(document)));
                RunRecord run = value instanceof RunRecord record ? record : null;
                insert.setString(3, run == null ? null : cut(run.test(), 200));
                insert.setString(4, run == null ? null : run.series().hash());
                insert.setString(5, run == null ? null : cut(run.env(), 200));
                insert.setString(6, run == null ? null : cut(run.epoch(), 300));
                insert.setTimestamp(7, run == null ? null : Timestamp.from(run.startedAt()), Calendar.getInstance(UTC));
                insert.setString(8, run == null ? null : cut(run.commit(), 64));
                insert.setString(9, run == null ? null : cut(run.branch(), 300));
                insert.setInt(10, run != null && run.standing() == Standing.COUNTS ? 1 : 0);
                insert.setString(11, new String(content, StandardCharsets.UTF_8));
                insert.executeUpdate();
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return value;
        });
    }

    /** Truncates a text. The columns are only for queries; the body contains the whole text. */
    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    /** Returns the path for a name; empty if the row was written by something else and its name is not a path. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public String remedy(String quality) {
        return "Check the URL in llmbench.history-dir, and the environment variables LLMBENCH_HISTORY_USER and"
                + " LLMBENCH_HISTORY_PASSWORD";
    }

    @Override
    public String renaming(Path from, Path to) {
        return "replace " + name(from) + " by " + name(to) + " in the columns id and folder of " + TABLE;
    }

    private static Path folder(Path document) {
        return Objects.requireNonNull(document.getParent(), "every document is in a folder");
    }

    private static String name(Path path) {
        return path.toString().replace('\\', '/');
    }
}
