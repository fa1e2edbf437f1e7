package dev.llmbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of the code that was tested.
 *
 * @param commit the commit's hash; empty if unknown
 * @param branch the branch; empty if unknown, or if none is checked out
 */
public record Revision(Optional<String> commit, Optional<String> branch) {

    /** An unknown commit on an unknown branch. */
    public static final Revision UNKNOWN = new Revision(Optional.empty(), Optional.empty());

    private static final List<String> COMMITS = List.of(
            "GITHUB_SHA",
            "CI_COMMIT_SHA",
            "GIT_COMMIT",
            "BUILDKITE_COMMIT",
            "CIRCLE_SHA1",
            "BITBUCKET_COMMIT",
            "BUILD_SOURCEVERSION",
            "DRONE_COMMIT_SHA");

    /** Variables for the branch; for a pull request, its source branch if there is a variable for that. */
    private static final List<String> BRANCHES = List.of(
            "GITHUB_HEAD_REF",
            "GITHUB_REF_NAME",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
            "CI_COMMIT_REF_NAME",
            "CHANGE_BRANCH",
            "GIT_BRANCH",
            "BUILDKITE_BRANCH",
            "CIRCLE_BRANCH",
            "BITBUCKET_BRANCH",
            "BUILD_SOURCEBRANCHNAME",
            "DRONE_BRANCH");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40,64}");
    private static final String REF = "ref: ";
    private static final String HEADS = "refs/heads/";

    /** Reads the version from the CI system's environment, otherwise from the Git repository that contains the directory. */
    public static Revision of(Map<String, String> environment, Path directory) {
        Optional<String> commit = first(environment, COMMITS);
        return commit.isPresent()
                ? new Revision(commit, first(environment, BRANCHES))
                : inRepository(directory.toAbsolutePath().normalize());
    }

    private static Optional<String> first(Map<String, String> environment, List<String> names) {
        return names.stream()
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Revision inRepository(Path start) {
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            Path git = directory.resolve(".git");
            if (Files.exists(git)) {
                try {
                    return read(Files.isDirectory(git) ? git : linked(git));
                } catch (IOException | InvalidPathException e) {
                    return UNKNOWN;
                }
            }
        }
        return UNKNOWN;
    }

    /** In a work tree or a submodule, .git is a file that names the directory. */
    private static Path linked(Path file) throws IOException {
        String named = Files.readString(file).strip().replaceFirst("^gitdir: *", "");
        return file.resolveSibling(named).normalize();
    }

    private static Revision read(Path git) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        if (!head.startsWith(REF)) {
            return new Revision(hash(head), Optional.empty());
        }
        String ref = head.substring(REF.length()).strip();
        Optional<String> branch = ref.startsWith(HEADS) ? Optional.of(ref.substring(HEADS.length())) : Optional.empty();
        return new Revision(commitOf(ref, common(git)), branch);
    }

    /** Work trees share the branches of one repository. */
    private static Path common(Path git) throws IOException {
        Path pointer = git.resolve("commondir");
        return Files.exists(pointer)
                ? git.resolve(Files.readString(pointer).strip()).normalize()
                : git;
    }

    private static Optional<String> commitOf(String ref, Path git) throws IOException {
        Path loose = git.resolve(ref);
        if (Files.isRegularFile(loose)) {
            return hash(Files.readString(loose).strip());
        }
        Path packed = git.resolve("packed-refs");
        if (!Files.exists(packed)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(packed)) {
            return lines.filter(line -> line.endsWith(" " + ref))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst()
                    .flatMap(Revision::hash);
        }
    }

    private static Optional<String> hash(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> HASH.matcher(given).matches());
    }
}
