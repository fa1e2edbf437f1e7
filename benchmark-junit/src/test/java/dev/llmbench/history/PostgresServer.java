package dev.llmbench.history;

import dev.llmbench.history.DatabaseStoreTest.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that a test starts in a folder of its own, if it is installed. Root may not run it, so nobody does. */
final class PostgresServer {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "swordfish-9";
    private static @Nullable PostgresServer server;

    private final Path binaries;
    private final Path data;
    private final int port;

    private PostgresServer(Path binaries, Path data, int port) {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
    }

    /** Returns the server; empty if PostgreSQL is not installed. */
    static synchronized Optional<PostgresServer> running(Path directory) {
        if (server == null) {
            server = binaries().map(found -> start(found, directory)).orElse(null);
        }
        return Optional.ofNullable(server);
    }

    static synchronized void stop() {
        if (server != null) {
            server.run("pg_ctl", "-D", server.data.toString(), "-m", "immediate", "stop");
            server = null;
        }
    }

    private static Optional<Path> binaries() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(binaries -> Files.isExecutable(binaries.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(Path binaries, Path directory) {
        try {
            Path data = Files.createDirectories(directory.resolve("postgres"));
            Path password = Files.writeString(directory.resolve("password"), PASSWORD);
            for (Path each : List.of(directory, data, password)) {
                each.toFile().setReadable(true, false);
                each.toFile().setWritable(true, false);
                each.toFile().setExecutable(true, false);
            }
            PostgresServer made = new PostgresServer(binaries, data.resolve("db"), freePort());
            made.run("initdb", "-D", made.data.toString(), "-U", "load", "-A", "scram-sha-256", "--pwfile=" + password);
            String options = "-p " + made.port + " -k " + data + " -c listen_addresses=127.0.0.1 -c fsync=off";
            made.run(
                    "pg_ctl",
                    "-D",
                    made.data.toString(),
                    "-w",
                    "-o",
                    options,
                    "-l",
                    data.resolve("log").toString(),
                    "start");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .directory(new File("/"))
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("Failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    TestDatabase database(String name) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/";
        DatabaseUser user = new DatabaseUser("load", PASSWORD);
        try (Connection connection = DriverManager.getConnection(url + "postgres", user.name(), user.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return new TestDatabase(url + name, user);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
