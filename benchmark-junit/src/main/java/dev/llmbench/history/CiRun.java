package dev.llmbench.history;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CI job that a run belongs to.
 *
 * @param system the name of the CI system; empty if the run is local
 * @param isPullRequest whether the job tests a change that is not merged yet
 * @param branch the branch that the job is for; empty for a tag, or if it is unknown
 * @param defaultBranch the repository's default branch; empty if the system does not say
 * @param url the URL of the job's page; empty if it is unknown
 */
public record CiRun(
        Optional<String> system,
        boolean isPullRequest,
        Optional<String> branch,
        Optional<String> defaultBranch,
        String url) {

    /** The default branches to assume if the system does not say. */
    private static final List<String> USUAL_DEFAULTS = List.of("main", "master");

    private static final String NONE = "";
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Z_0-9]+)}");
    private static final String HEADS = "refs/heads/";
    private static final String ORIGIN = "origin/";

    /**
     * The environment variables of a CI system.
     *
     * @param marker a variable that only this system sets; {@code NAME=value} requires a value, here and in the others
     * @param pullRequest variables of which any marks a pull request if it is set to something other than {@code false}
     * @param branch variables of which the first that is set names the branch
     * @param isDefault a variable that marks the default branch
     * @param defaultBranch a variable that names the default branch
     * @param url a URL with variables in braces
     */
    private record Variables(
            String name,
            String marker,
            List<String> pullRequest,
            List<String> branch,
            String isDefault,
            String defaultBranch,
            String url) {}

    private static final List<Variables> SYSTEMS = List.of(
            new Variables(
                    "GitHub Actions",
                    "GITHUB_ACTIONS=true",
                    List.of(
                            "GITHUB_EVENT_NAME=pull_request",
                            "GITHUB_EVENT_NAME=pull_request_target",
                            "GITHUB_EVENT_NAME=merge_group"),
                    List.of("GITHUB_HEAD_REF", "GITHUB_REF"),
                    NONE,
                    NONE,
                    "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}"),
            new Variables(
                    "GitLab CI",
                    "GITLAB_CI",
                    List.of("CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID"),
                    List.of("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_BRANCH"),
                    NONE,
                    "CI_DEFAULT_BRANCH",
                    "{CI_JOB_URL}"),
            new Variables(
                    "Jenkins",
                    "JENKINS_URL",
                    List.of("CHANGE_ID", "ghprbPullId"),
                    List.of("CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH"),
                    "BRANCH_IS_PRIMARY=true",
                    NONE,
                    "{BUILD_URL}"),
            new Variables(
                    "Azure Pipelines",
                    "TF_BUILD",
                    List.of("BUILD_REASON=PullRequest", "SYSTEM_PULLREQUEST_PULLREQUESTID"),
                    List.of("SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"),
                    NONE,
                    NONE,
                    "{SYSTEM_COLLECTIONURI}{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}"),
            new Variables(
                    "CircleCI",
                    "CIRCLECI",
                    List.of("CIRCLE_PULL_REQUEST", "CIRCLE_PR_NUMBER"),
                    List.of("CIRCLE_BRANCH"),
                    NONE,
                    NONE,
                    "{CIRCLE_BUILD_URL}"),
            new Variables(
                    "Buildkite",
                    "BUILDKITE=true",
                    List.of("BUILDKITE_PULL_REQUEST"),
                    List.of("BUILDKITE_BRANCH"),
                    NONE,
                    "BUILDKITE_PIPELINE_DEFAULT_BRANCH",
                    "{BUILDKITE_BUILD_URL}"),
            new Variables(
                    "Bitbucket Pipelines",
                    "BITBUCKET_BUILD_NUMBER",
                    List.of("BITBUCKET_PR_ID"),
                    List.of("BITBUCKET_BRANCH"),
                    NONE,
                    NONE,
                    "{BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/{BITBUCKET_BUILD_NUMBER}"),
            new Variables(
                    "Drone",
                    "DRONE",
                    List.of("DRONE_PULL_REQUEST"),
                    List.of("DRONE_SOURCE_BRANCH", "DRONE_BRANCH"),
                    NONE,
                    "DRONE_REPO_BRANCH",
                    "{DRONE_BUILD_LINK}"),
            new Variables(
                    "Travis CI",
                    "TRAVIS",
                    List.of("TRAVIS_PULL_REQUEST"),
                    List.of("TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_BRANCH"),
                    NONE,
                    NONE,
                    "{TRAVIS_JOB_WEB_URL}"),
            new Variables("CI", "CI", List.of(), List.of(), NONE, NONE, NONE));

    /** A local run, outside of any CI system. */
    public static final CiRun NOT_ON_CI = new CiRun(Optional.empty(), false, Optional.empty(), Optional.empty(), "");

    /**
     * Detects the CI job from environment variables.
     *
     * @param defaultBranch the default branch, if the user names it; otherwise empty
     */
    public static CiRun of(Map<String, String> environment, String defaultBranch) {
        return SYSTEMS.stream()
                .filter(system -> isSet(environment, system.marker()))
                .findFirst()
                .map(system -> of(system, environment, defaultBranch))
                .orElse(NOT_ON_CI);
    }

    private static CiRun of(Variables system, Map<String, String> environment, String named) {
        Optional<String> branch = system.branch().stream()
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .flatMap(CiRun::branch);
        Optional<String> defaultBranch = Optional.of(named.strip())
                .filter(name -> !name.isEmpty())
                .or(() -> branch.filter(name -> isSet(environment, system.isDefault())))
                .or(() -> Optional.ofNullable(environment.get(system.defaultBranch()))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty()))
                .or(() -> ofGitHub(environment.getOrDefault("GITHUB_EVENT_PATH", "")));
        return new CiRun(
                Optional.of(system.name()),
                system.pullRequest().stream().anyMatch(variable -> isSet(environment, variable)),
                branch,
                defaultBranch,
                url(system.url(), environment));
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        int equals = variable.indexOf('=');
        String value = environment
                .getOrDefault(equals < 0 ? variable : variable.substring(0, equals), "")
                .strip();
        return equals < 0
                ? !value.isEmpty() && !value.equalsIgnoreCase("false")
                : value.equalsIgnoreCase(variable.substring(equals + 1));
    }

    /** Excludes the refs of tags and of pull requests' merge commits. */
    private static Optional<String> branch(String value) {
        String name = value.startsWith(HEADS) ? value.substring(HEADS.length()) : value;
        if (name.startsWith("refs/")) {
            return Optional.empty();
        }
        return Optional.of(name.startsWith(ORIGIN) ? name.substring(ORIGIN.length()) : name);
    }

    /** GitHub names the default branch only in the event that started the job. */
    private static Optional<String> ofGitHub(String event) {
        if (event.isBlank()) {
            return Optional.empty();
        }
        try {
            String name = JsonMapper.builder()
                    .build()
                    .readTree(Files.readAllBytes(Path.of(event)))
                    .at("/repository/default_branch")
                    .asText();
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String url(String template, Map<String, String> environment) {
        Matcher variables = VARIABLE.matcher(template);
        StringBuilder url = new StringBuilder();
        while (variables.find()) {
            String value = environment.getOrDefault(variables.group(1), "");
            if (value.isEmpty()) {
                return "";
            }
            variables.appendReplacement(url, Matcher.quoteReplacement(value));
        }
        return variables.appendTail(url).toString();
    }

    /** Returns whether the job tests the default branch itself. */
    public boolean isDefaultBranch() {
        return !isPullRequest
                && branch.isPresent()
                && defaultBranch.map(name -> name.equals(branch.get())).orElse(USUAL_DEFAULTS.contains(branch.get()));
    }
}
