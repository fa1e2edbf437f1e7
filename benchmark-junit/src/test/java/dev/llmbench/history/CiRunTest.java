package dev.llmbench.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiRunTest {
    @TempDir
    private Path folder;

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new HashMap<>();
        for (String variable : text.split(" ", -1)) {
            variables.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        return variables;
    }

    static Stream<Arguments> jobs() {
        return Stream.of(
                arguments(
                        "GitHub Actions",
                        "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main",
                        true),
                arguments(
                        "GitHub Actions",
                        "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=schedule GITHUB_REF=refs/heads/master",
                        true),
                arguments(
                        "GitHub Actions",
                        "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/fix",
                        false),
                arguments(
                        "GitHub Actions",
                        "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_REF=refs/tags/main",
                        false),
                arguments(
                        "GitHub Actions",
                        "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request GITHUB_HEAD_REF=main GITHUB_REF=refs/pull/1/merge",
                        false),
                arguments(
                        "GitHub Actions",
                        "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=merge_group GITHUB_REF=refs/heads/main",
                        false),
                arguments("GitLab CI", "GITLAB_CI=true CI_COMMIT_BRANCH=trunk CI_DEFAULT_BRANCH=trunk", true),
                arguments("GitLab CI", "GITLAB_CI=true CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=trunk", false),
                arguments("GitLab CI", "GITLAB_CI=true CI_COMMIT_TAG=v1 CI_DEFAULT_BRANCH=trunk", false),
                arguments(
                        "GitLab CI",
                        "GITLAB_CI=true CI_MERGE_REQUEST_IID=7 CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=main"
                                + " CI_DEFAULT_BRANCH=main",
                        false),
                arguments("Jenkins", "JENKINS_URL=http://j BRANCH_NAME=trunk BRANCH_IS_PRIMARY=true", true),
                arguments("Jenkins", "JENKINS_URL=http://j GIT_BRANCH=origin/main", true),
                arguments("Jenkins", "JENKINS_URL=http://j BRANCH_NAME=PR-3 CHANGE_ID=3 CHANGE_BRANCH=main", false),
                arguments(
                        "Azure Pipelines",
                        "TF_BUILD=True BUILD_SOURCEBRANCH=refs/heads/main BUILD_REASON=IndividualCI",
                        true),
                arguments(
                        "Azure Pipelines",
                        "TF_BUILD=True BUILD_SOURCEBRANCH=refs/pull/9/merge BUILD_REASON=PullRequest",
                        false),
                arguments("CircleCI", "CIRCLECI=true CIRCLE_BRANCH=main", true),
                arguments("CircleCI", "CIRCLECI=true CIRCLE_BRANCH=fix CIRCLE_PULL_REQUEST=https://x/1", false),
                arguments(
                        "Buildkite",
                        "BUILDKITE=true BUILDKITE_BRANCH=trunk BUILDKITE_PULL_REQUEST=false"
                                + " BUILDKITE_PIPELINE_DEFAULT_BRANCH=trunk",
                        true),
                arguments("Buildkite", "BUILDKITE=true BUILDKITE_BRANCH=main BUILDKITE_PULL_REQUEST=12", false),
                arguments("Bitbucket Pipelines", "BITBUCKET_BUILD_NUMBER=4 BITBUCKET_BRANCH=main", true),
                arguments(
                        "Bitbucket Pipelines",
                        "BITBUCKET_BUILD_NUMBER=4 BITBUCKET_BRANCH=main BITBUCKET_PR_ID=2",
                        false),
                arguments("Drone", "DRONE=true DRONE_BRANCH=trunk DRONE_REPO_BRANCH=trunk", true),
                arguments("Drone", "DRONE=true DRONE_BRANCH=trunk DRONE_REPO_BRANCH=trunk DRONE_PULL_REQUEST=5", false),
                arguments("Travis CI", "TRAVIS=true TRAVIS_BRANCH=main TRAVIS_PULL_REQUEST=false", true),
                arguments("Travis CI", "TRAVIS=true TRAVIS_BRANCH=main TRAVIS_PULL_REQUEST=8", false),
                arguments("CI", "CI=true", false));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void onlyTheDefaultBranchIsRecorded(String system, String variables, boolean isDefault) {
        CiRun job = CiRun.of(variables(variables), "");
        assertThat(job.system()).hasValue(system);
        assertThat(job.isDefaultBranch()).isEqualTo(isDefault);
        assertThat(Recording.AUTO.decide(job).records()).isEqualTo(isDefault);
    }

    @Test
    void everySystemThatIsKnownSetsTheCommonVariableToo() {
        Map<String, String> variables =
                variables("CI=true GITLAB_CI=true CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main");
        assertThat(CiRun.of(variables, "").system()).hasValue("GitLab CI");
    }

    @Test
    void gitHubTellsTheDefaultBranchInTheEvent() throws IOException {
        Path event = folder.resolve("event.json");
        Files.writeString(event, "{\"repository\": {\"default_branch\": \"trunk\"}}");
        Map<String, String> variables =
                variables("GITHUB_ACTIONS=true GITHUB_REF=refs/heads/trunk GITHUB_EVENT_PATH=" + event);
        assertThat(CiRun.of(variables, "").isDefaultBranch()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"repository\": 1}"})
    void anEventThatTellsNothingLeavesTheUsualNames(String content) throws IOException {
        Path event = folder.resolve("event.json");
        Files.writeString(event, content);
        Map<String, String> variables =
                variables("GITHUB_ACTIONS=true GITHUB_REF=refs/heads/main GITHUB_EVENT_PATH=" + event);
        assertThat(CiRun.of(variables, "").isDefaultBranch()).isTrue();
    }

    @Test
    void anEventThatIsNotThereIsNoError() {
        Map<String, String> variables =
                variables("GITHUB_ACTIONS=true GITHUB_REF=refs/heads/main GITHUB_EVENT_PATH=" + folder.resolve("none"));
        assertThat(CiRun.of(variables, "").defaultBranch()).isEmpty();
    }

    @Test
    void theUserCanNameTheDefaultBranch() {
        Map<String, String> variables = variables("CIRCLECI=true CIRCLE_BRANCH=develop");
        assertThat(CiRun.of(variables, "").isDefaultBranch()).isFalse();
        assertThat(CiRun.of(variables, "develop").isDefaultBranch()).isTrue();
    }

    @Test
    void aLocalRunIsRecorded() {
        assertThat(CiRun.of(Map.of(), "")).isEqualTo(CiRun.NOT_ON_CI);
        assertThat(CiRun.of(Map.of("CI", "false"), "")).isEqualTo(CiRun.NOT_ON_CI);
        assertThat(Recording.AUTO.decide(CiRun.NOT_ON_CI))
                .isEqualTo(new Recording.Decision(true, "a local run is recorded"));
    }

    @Test
    void theReasonWhyARunIsNotRecordedIsTold() {
        CiRun branch = CiRun.of(variables("GITLAB_CI=true CI_COMMIT_BRANCH=fix CI_DEFAULT_BRANCH=main"), "");
        assertThat(Recording.AUTO.decide(branch).why())
                .isEqualTo(
                        "branch fix is not the default branch (main), so the run is compared with the history but not recorded; set llmbench.default-branch to the branch whose runs are to be recorded");
        CiRun request = CiRun.of(variables("GITLAB_CI=true CI_MERGE_REQUEST_IID=1"), "");
        assertThat(Recording.AUTO.decide(request).why())
                .isEqualTo("a pull request is compared with the history but not recorded");
        assertThat(Recording.ALWAYS.decide(request).records()).isTrue();
        assertThat(Recording.NEVER.decide(CiRun.NOT_ON_CI).records()).isFalse();
    }

    @Test
    void theJobsPageIsKnown() {
        Map<String, String> variables = variables("GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com"
                + " GITHUB_REPOSITORY=acme/chat GITHUB_RUN_ID=17");
        assertThat(CiRun.of(variables, "").url()).isEqualTo("https://github.com/acme/chat/actions/runs/17");
        assertThat(CiRun.of(variables("GITHUB_ACTIONS=true"), "").url()).isEmpty();
    }

    @Test
    void howToRecordIsReadFromAWord() {
        assertThat(Recording.parse(" Always ")).isEqualTo(Recording.ALWAYS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recording.parse("yes"))
                .withMessage(
                        "'yes' is not one of auto, always and never: auto records local runs and those of the default"
                                + " branch");
    }
}
