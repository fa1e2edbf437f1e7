package dev.llmbench.run;

import static dev.llmbench.run.WarmUpKind.BASE;
import static dev.llmbench.run.WarmUpKind.CONVERSATIONS;
import static dev.llmbench.run.WarmUpKind.EMBEDDINGS;
import static dev.llmbench.run.WarmUpKind.HTTP_2;
import static dev.llmbench.run.WarmUpKind.OWN_API;
import static dev.llmbench.run.WarmUpKind.PROXY;
import static dev.llmbench.run.WarmUpKind.RESPONSES;
import static dev.llmbench.run.WarmUpKind.TLS;
import static dev.llmbench.run.WarmUpKind.TWO_LENGTHS;
import static dev.llmbench.run.WarmUpKind.WHOLE_ANSWERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.ChildJvm;
import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.PromptType;
import dev.llmbench.run.GeneratorWarmUp.Done;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is warmed up before a load starts, what is left out, and what must not notice it. */
class GeneratorWarmUpTest {
    private static final String HEARD_BY_NOBODY = "127.0.0.1:1";

    private final GeneratorWarmUp afterAPlainTest = new GeneratorWarmUp(Set.of(BASE));

    @TempDir
    static Path directory;

    private static List<String> restricted = List.of();

    @BeforeAll
    static void runInARestrictedJvm() throws Exception {
        restricted = restricted();
    }

    @Test
    void aFirstTestWarmsUpWhatEveryTestNeeds() throws Exception {
        Done done = new GeneratorWarmUp(Set.of()).forPlan(plan("http"), text -> {});

        assertThat(done.kinds()).containsExactly(BASE);
        assertThat(done.time()).isPositive();
    }

    @Test
    void aFirstTestOverTlsAfterAPlainOneWarmsUpTlsAloneAndTheNextNothing() throws Exception {
        Done first = afterAPlainTest.forPlan(plan("https"), text -> {});
        Done second = afterAPlainTest.forPlan(plan("https"), text -> {});

        assertThat(first.kinds()).containsExactly(TLS);
        assertThat(second.kinds()).isEmpty();
        assertThat(second.line()).isEmpty();
    }

    @Test
    void aTestThroughAProxyWarmsUpWhatCarriesItInPlaceOfTheEventLoops() throws Exception {
        LoadPlan plan =
                described("http").proxy("http://" + HEARD_BY_NOBODY).build().plan();

        Done done = new GeneratorWarmUp(Set.of()).forPlan(plan, text -> {});

        assertThat(done.kinds()).containsExactly(PROXY);
    }

    static Stream<Arguments> plans() throws IOException {
        Path turns = Files.writeString(
                directory.resolve("turns.jsonl"), "{\"turns\": [\"How do tides work?\", \"And why twice a day?\"]}\n");
        return Stream.of(
                arguments(
                        described("https")
                                .httpVersion(HttpVersion.HTTP_2)
                                .promptType(PromptType.RESPONSES)
                                .dataset(turns.toString())
                                .conversations(true),
                        EnumSet.of(TLS, HTTP_2, RESPONSES, CONVERSATIONS)),
                arguments(
                        described("http").httpVersion(HttpVersion.HTTP_2).api(new Counting()),
                        EnumSet.of(HTTP_2, OWN_API)),
                arguments(
                        described("http").promptType(PromptType.RESPONSES).streaming(false),
                        EnumSet.of(RESPONSES, WHOLE_ANSWERS)),
                arguments(described("http").promptType(PromptType.EMBEDDINGS), EnumSet.of(EMBEDDINGS)),
                arguments(described("http").api(new Counting()).streaming(false), EnumSet.of(OWN_API, WHOLE_ANSWERS)),
                arguments(
                        described("http")
                                .promptType(PromptType.FULL)
                                .maxTokens(20)
                                .tpotByDifference(10)
                                .streaming(false),
                        EnumSet.of(TWO_LENGTHS, WHOLE_ANSWERS)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void whatThePlanNeedsBeyondThatIsWarmedUp(LoadTestBuilder described, Set<WarmUpKind> kinds) throws Exception {
        Done done = afterAPlainTest.forPlan(described.build().plan(), text -> {});

        assertThat(done.kinds()).isEqualTo(kinds);
    }

    @Test
    void anApiOfTheTestsOwnIsNotCalled() throws Exception {
        Counting own = new Counting();
        LoadPlan plan = described("http").api(own).build().plan();
        int before = own.calls.get();

        assertThat(afterAPlainTest.forPlan(plan, text -> {}).kinds()).containsExactly(OWN_API);

        assertThat(own.calls).hasValue(before);
    }

    @Test
    void theTargetSeesNoConnection() throws Exception {
        try (ServerSocket target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String endpoint = "https://127.0.0.1:" + target.getLocalPort() + "/v1/responses";
            new GeneratorWarmUp(Set.of()).forPlan(describedOn(endpoint).build().plan(), text -> {});

            target.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(target::accept);
        }
    }

    @Test
    void whatWasInterruptedIsDoneTheNextTime() throws Exception {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> afterAPlainTest.forPlan(plan("https"), text -> {}));

        assertThat(afterAPlainTest.forPlan(plan("https"), text -> {}).kinds()).containsExactly(TLS);
    }

    @Test
    void theLineSaysHowLongItTookAndWhatItWasFor() {
        assertThat(new Done(Duration.ofMillis(2_100), EnumSet.of(BASE, TLS)).line())
                .contains("Warmed up the load generator in 2.10 s (HTTP/1.1, TLS)");
    }

    @Test
    void theLineIsPrintedWhereSomethingWasWarmedUpAndTheRunIsNotQuiet() {
        assertThat(restricted)
                .filteredOn(line -> line.startsWith("Warmed up"))
                .singleElement()
                .asString()
                .matches("Warmed up the load generator in [0-9.]+ m?s \\(responses without streaming\\)");
    }

    @Test
    void aJvmWithoutTlsAndTemporaryFilesIsWarmedUpForTheRest() {
        assertThat(restricted).endsWith("[BASE]");
    }

    /** A cold JVM that can neither do TLS nor write temporary files; what it prints. */
    private static List<String> restricted() throws IOException, InterruptedException {
        Path restrictions = Files.writeString(
                directory.resolve("java.security"),
                "jdk.tls.disabledAlgorithms=TLSv1.3, TLSv1.2, TLSv1.1, TLSv1, SSLv3\n");
        List<String> options =
                List.of("-Djava.security.properties=" + restrictions, "-Djava.io.tmpdir=" + directory.resolve("none"));
        try (ChildJvm child = ChildJvm.start(Restricted.class, options, List.of(directory.toString()))) {
            return child.ended();
        }
    }

    /** A quiet run, one with something new, that again; then what is warmed up for TLS. */
    static final class Restricted {
        private Restricted() {}

        public static void main(String[] args) throws InterruptedException {
            Path directory = Path.of(args[0]);
            try (Simulator simulator = Simulator.builder().outputTokens(2).start()) {
                LoadTestBuilder described = describedOn(simulator.url() + "/v1/chat/completions")
                        .maxRequests(1)
                        .outputDirectory(directory.resolve("run"))
                        .indexDirectory(directory);
                described.quiet(true).build().run();
                described.streaming(false).quiet(false);
                described.build().run();
                described.build().run();
            }
            System.out.println(new GeneratorWarmUp(Set.of())
                    .forPlan(plan("https"), text -> {})
                    .kinds());
        }
    }

    private static LoadPlan plan(String scheme) {
        return described(scheme).build().plan();
    }

    private static LoadTestBuilder described(String scheme) {
        return describedOn(scheme + "://" + HEARD_BY_NOBODY + "/v1/chat/completions");
    }

    private static LoadTestBuilder describedOn(String endpoint) {
        return LoadTest.builder()
                .name("GeneratorWarmUpTest")
                .endpoint(endpoint)
                .dataset("datasets/llama4/prompts_full_50_100.jsonl")
                .startUsers(1)
                .stage(1, Duration.ofSeconds(1));
    }

    private static final class Counting implements EndpointApi {
        final AtomicInteger calls = new AtomicInteger();

        @Override
        public JsonNode request(ApiRequest request) {
            calls.incrementAndGet();
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public void read(ApiEvent event, ApiAnswer answer) {
            calls.incrementAndGet();
        }

        @Override
        public boolean saysWhenFinished() {
            calls.incrementAndGet();
            return true;
        }

        @Override
        public String name() {
            calls.incrementAndGet();
            return "counting";
        }
    }
}
