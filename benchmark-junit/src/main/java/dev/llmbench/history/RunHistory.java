package dev.llmbench.history;

import dev.llmbench.history.HistoryFiles.Read;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The earlier runs in a folder: one file per run, in a folder for each test and, within it, one for each class of machine. Files
 * are written once and never changed, and nothing is shared between them. Therefore, jobs can write at the same time, and two
 * branches' histories merge by keeping the files of both.
 */
public final class RunHistory {
    /** The default folder in the project. */
    public static final String USUAL_FOLDER = ".llm-load-history";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = "20261127T131700.123Z".length();
    private static final Pattern NO_FOLDER = Pattern.compile("[^A-Za-z0-9._$\\[\\]-]");
    private static final int LONGEST_FOLDER = 120;
    private static final int SHORT = 8;
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)(user|pass|pwd|token|secret)\\w*\\s*=|//[^/]*@|:[^/:@]+/[^/@]+@");
    private static final int MOST_NAMED = 3;

    /** More than enough for the level and the spread of the current epoch and of many before it. */
    private static final int MOST_COMPARED = 500;

    private static final int MOST_LOOK_ALIKES = 200;

    private final Path root;
    private final Store store;

    private RunHistory(Path root, Store store) {
        this.root = root;
        this.store = store;
    }

    /** Returns the history in a folder, which need not exist yet. */
    public static RunHistory in(Path folder) {
        return in(folder, new FolderStore());
    }

    static RunHistory in(Path folder, Store store) {
        return new RunHistory(folder, store);
    }

    /**
     * Returns the history in a place, which need not exist yet.
     *
     * @param place a folder, or the URL of a database, which begins with {@code jdbc:}
     * @param project the directory to which a relative folder is relative
     * @param user the credentials for a database
     */
    public static RunHistory at(String place, Path project, DatabaseUser user) {
        return isDatabase(place) ? in(Path.of("database"), new DatabaseStore(place, user)) : in(project.resolve(place));
    }

    /** Returns whether a place is the URL of a database. */
    public static boolean isDatabase(String place) {
        return place.startsWith("jdbc:");
    }

    /**
     * Requires that a place contains no credentials, since it is shown in messages.
     *
     * @throws IllegalArgumentException if it does; the message does not repeat it
     */
    public static void requireNoCredentials(String place) {
        if (isDatabase(place) && CREDENTIALS.matcher(place).find()) {
            throw new IllegalArgumentException("the URL of a database must not contain a user or password");
        }
    }

    /**
     * The outcome of writing a run.
     *
     * @param file the file; empty if the run could not be written
     * @param problem why it could not be written, and what to do about it; otherwise empty
     */
    public record Written(Optional<Path> file, String problem) {}

    /** Adds a run. A failure to do so does not fail the test, so it is returned rather than thrown. */
    public Written add(RunRecord run) {
        Path folder = folder(run.test()).resolve(folderName(run.env()));
        try {
            Instant place = after(folder, run.startedAt());
            String code = run.commit().isEmpty() ? "nocommit" : shortened(run.commit());
            String id = TIME.format(place) + "-" + folderName(code) + "-" + random();
            Path file = folder.resolve(id + HistoryFiles.SUFFIX);
            HistoryFiles.write(store, file, run.placed(id, place));
            return new Written(Optional.of(file), "");
        } catch (IOException e) {
            return new Written(
                    Optional.empty(),
                    "The run was judged but not recorded: " + folder + " is not writable (" + reason(e) + "). "
                            + store.remedy("writable"));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return said == null ? e.getClass().getSimpleName() : said;
    }

    private static String random() {
        return UUID.randomUUID().toString().substring(0, SHORT);
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }

    /** Returns the current time, or a time just after the latest file if the clock was set back since. */
    private Instant after(Path folder, Instant moment) throws IOException {
        Instant latest = store.documents(folder).stream()
                .map(RunHistory::place)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return moment.isAfter(latest) ? moment : latest.plusMillis(1);
    }

    private static Optional<Instant> place(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.length() < TIME_LENGTH
                    ? Optional.empty()
                    : Optional.of(Instant.from(TIME.parse(name.substring(0, TIME_LENGTH))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the runs of the test that had the same load on the same class of machine, among the newest 500 there. Reads
     * each file once.
     */
    public ComparableRuns comparable(String test, LoadSeries series, MachineClass machine, String epoch) {
        try {
            return read(test, series, machine, epoch);
        } catch (IOException e) {
            String problem = "the history in " + root + " cannot be read (" + reason(e) + ")";
            return new ComparableRuns(List.of(), epoch, problem, List.of(problem + ". " + store.remedy("readable")));
        }
    }

    private ComparableRuns read(String test, LoadSeries series, MachineClass machine, String epoch) throws IOException {
        Path folder = folder(test);
        List<Read<RunRecord>> read = newest(folder.resolve(folderName(machine.name())));
        List<Read<Marker>> marked = HistoryFiles.read(store.documents(folder), Marker.class, store);
        List<String> warnings =
                warnings(Stream.concat(read.stream(), marked.stream()).toList());
        List<RunRecord> all = inOrder(read);
        List<RunRecord> equal =
                all.stream().filter(run -> run.load().equals(series.settings())).toList();
        Epochs epochs = new Epochs(equal, values(marked));
        String none = equal.isEmpty() ? whyNone(test, series, machine, all) : "";
        return new ComparableRuns(epochs.runs(), epochs.now(epoch), none, warnings);
    }

    private List<Read<RunRecord>> newest(Path folder) throws IOException {
        List<Path> all = store.documents(folder);
        return HistoryFiles.read(
                all.subList(Math.max(0, all.size() - MOST_COMPARED), all.size()), RunRecord.class, store);
    }

    private List<Read<RunRecord>> runs(Path folder) throws IOException {
        return HistoryFiles.read(store.documents(folder), RunRecord.class, store);
    }

    private static <T> List<T> values(List<Read<T>> read) {
        return read.stream().flatMap(each -> each.value().stream()).toList();
    }

    private static List<RunRecord> inOrder(List<Read<RunRecord>> read) {
        return values(read).stream()
                .sorted(Comparator.comparing(RunRecord::orderedAt).thenComparing(RunRecord::id))
                .toList();
    }

    /** Returns a warning for each reason, with the first files that it applies to. */
    private static List<String> warnings(List<? extends Read<?>> read) {
        List<String> warnings = new ArrayList<>();
        read.stream()
                .map(Read::warning)
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .forEach(reason -> {
                    List<String> files = read.stream()
                            .filter(each -> each.warning().equals(reason))
                            .map(each -> each.file().toString())
                            .toList();
                    String named = String.join(", ", files.subList(0, Math.min(MOST_NAMED, files.size())));
                    int more = files.size() - MOST_NAMED;
                    warnings.add("Skipped " + named + (more > 0 ? " and " + more + " more" : "") + ": " + reason);
                });
        return warnings;
    }

    private String whyNone(String test, LoadSeries series, MachineClass machine, List<RunRecord> onMachine)
            throws IOException {
        if (!onMachine.isEmpty()) {
            LoadSeries latest = onMachine.get(onMachine.size() - 1).series();
            int runs = (int) onMachine.stream()
                    .filter(run -> run.load().equals(latest.settings()))
                    .count();
            return "no comparable runs: " + series.changesSince(latest, runs);
        }
        for (Path other : store.folders(folder(test))) {
            int runs = store.documents(other).size();
            if (runs > 0) {
                return "no comparable runs: the " + runs + " before were on " + other.getFileName()
                        + ", this one is on " + machine.name()
                        + "; if the machines are alike, give them the same llmbench.environment-class";
            }
        }
        return renamed(test, series);
    }

    /**
     * If the test has no runs, looks for a test with exactly the same load, which may be this one under its old name.
     */
    private String renamed(String test, LoadSeries series) throws IOException {
        List<Path> tests = store.folders(root);
        for (Path other : tests.subList(0, Math.min(MOST_LOOK_ALIKES, tests.size()))) {
            for (Path machine : store.folders(other)) {
                List<Path> files = store.documents(machine);
                List<Path> newest = files.subList(Math.max(0, files.size() - 1), files.size());
                boolean isAlike = values(HistoryFiles.read(newest, RunRecord.class, store)).stream()
                        .anyMatch(run -> run.load().equals(series.settings()));
                if (isAlike) {
                    return "this test has no runs, but " + other.getFileName() + " has " + files.size()
                            + " with the same load: if the test was renamed, " + store.renaming(other, folder(test));
                }
            }
        }
        return "";
    }

    /**
     * Begins a new baseline with the runs since a commit, including those that broke a budget.
     *
     * @param test the test's name, or a unique end of it
     * @param since the start of a commit's hash, with at least 7 digits; empty for the next run
     * @return what was done, for people
     * @throws IllegalArgumentException if there is no such test, or no reason
     */
    public String accept(String test, String since, String reason) throws IOException {
        Path folder = known(test);
        requireReason(reason);
        if (!since.isBlank()) {
            requireHash(since);
        }
        int runs = mark(folder, Marker.Kind.ACCEPT, since.strip(), reason.strip());
        String from = since.isBlank() ? "its next run" : since.strip();
        return "Accepted: the baseline of " + folder.getFileName() + " begins with " + from
                + (since.isBlank() || runs > 0
                        ? ""
                        : ", which has no recorded run yet; until it has one, it begins with the next run");
    }

    /**
     * Excludes runs from the baseline.
     *
     * @param test the test's name, or a unique end of it
     * @param run the run's id, which is its file's name without the extension, or the start of a commit's hash, with at least 7
     * digits
     * @return what was done, for people
     * @throws IllegalArgumentException if there is no such test or run, or no reason
     */
    public String drop(String test, String run, String reason) throws IOException {
        Path folder = known(test);
        requireReason(reason);
        String from = run.strip();
        if (from.length() < TIME_LENGTH) {
            requireHash(from);
        }
        Marker marker = new Marker(RunRecord.SCHEMA, Marker.Kind.DROP, Instant.EPOCH, from, reason);
        if (all(folder).stream().noneMatch(marker::concerns)) {
            throw new IllegalArgumentException("No run of " + folder.getFileName() + " has the id or the commit " + from
                    + ": see the list of its runs");
        }
        int runs = mark(folder, Marker.Kind.DROP, from, reason.strip());
        return "Dropped " + runs + (runs == 1 ? " run" : " runs") + " of " + folder.getFileName()
                + ": kept, but no longer counted";
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("A reason is required, for those who read the history later");
        }
    }

    private static void requireHash(String commit) {
        if (!commit.matches("[0-9a-f]{7,64}")) {
            throw new IllegalArgumentException(
                    "'" + commit + "' is not the start of a commit's hash: write at least 7 of its hexadecimal digits");
        }
    }

    /** Writes a marker, and counts the recorded runs that it names. */
    private int mark(Path folder, Marker.Kind kind, String from, String reason) throws IOException {
        List<RunRecord> runs = all(folder);
        Instant latest = runs.stream()
                .map(RunRecord::orderedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        Instant now = Instant.now();
        Marker marker =
                new Marker(RunRecord.SCHEMA, kind, now.isAfter(latest) ? now : latest.plusMillis(1), from, reason);
        String name = kind.name().toLowerCase(Locale.ROOT) + "-" + TIME.format(marker.at()) + "-" + random();
        HistoryFiles.write(store, folder.resolve(name + HistoryFiles.SUFFIX), marker);
        return (int) runs.stream().filter(marker::concerns).count();
    }

    private List<RunRecord> all(Path folder) throws IOException {
        List<RunRecord> all = new ArrayList<>();
        for (Path machine : store.folders(folder)) {
            all.addAll(values(runs(machine)));
        }
        return all;
    }

    private Path known(String test) throws IOException {
        List<Path> tests = store.folders(root);
        String name = folderName(test);
        List<Path> found = tests.stream()
                .filter(path -> path.getFileName().toString().equals(name))
                .toList();
        if (found.isEmpty()) {
            found = tests.stream()
                    .filter(path -> path.getFileName().toString().endsWith("." + name))
                    .toList();
        }
        if (found.size() != 1) {
            String names = String.join(
                    ", ",
                    (found.isEmpty() ? tests : found)
                            .stream().map(path -> path.getFileName().toString()).toList());
            throw new IllegalArgumentException(
                    found.isEmpty()
                            ? "No test " + test + " is recorded in " + root
                                    + (names.isEmpty() ? "" : "; there are " + names)
                            : "Several tests match " + test + ": write one of " + names);
        }
        return found.get(0);
    }

    /** Returns a line for each test, class of machine and load, whose runs have no figures. Reads each file once. */
    public HistoryList list() throws IOException {
        return list(store.folders(root), machine -> HistoryFiles.readOverview(store.documents(machine), store));
    }

    /**
     * Returns a line for each class of machine and load of a test.
     *
     * @param test the test's name, or a unique end of it
     * @throws IllegalArgumentException if there is no such test
     */
    public HistoryList of(String test) throws IOException {
        return list(List.of(known(test)), this::runs);
    }

    private interface RunReader {
        List<Read<RunRecord>> read(Path machine) throws IOException;
    }

    private HistoryList list(List<Path> tests, RunReader reader) throws IOException {
        List<HistoryList.Line> lines = new ArrayList<>();
        List<Read<?>> all = new ArrayList<>();
        for (Path test : tests) {
            List<Read<Marker>> marked = HistoryFiles.read(store.documents(test), Marker.class, store);
            all.addAll(marked);
            for (Path machine : store.folders(test)) {
                List<Read<RunRecord>> read = reader.read(machine);
                all.addAll(read);
                lines.addAll(HistoryList.lines(inOrder(read), values(marked)));
            }
        }
        return new HistoryList(lines, warnings(all));
    }

    private Path folder(String test) {
        return root.resolve(folderName(test));
    }

    /** Makes a name that is valid on every file system, and unique even if characters had to be replaced. */
    private static String folderName(String name) {
        String bare = NO_FOLDER.matcher(name).replaceAll("_");
        if (bare.equals(name) && name.length() <= LONGEST_FOLDER && !name.startsWith(".")) {
            return name;
        }
        String digits = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, SHORT);
        String start = bare.substring(0, Math.min(LONGEST_FOLDER, bare.length()));
        return (start.startsWith(".") ? "_" + start.substring(1) : start) + "-" + digits;
    }
}
