package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server that the warm-up talks to, as the client sees it. */
class WarmUpServerTest {
    private static final int PATIENCE_SECONDS = 20;

    @ParameterizedTest
    @CsvSource({"false, HTTP_1_1", "false, HTTP_2", "true, HTTP_1_1", "true, HTTP_2"})
    void answersInTheVersionThatIsAskedForEncryptedOrNot(boolean encrypted, HttpVersion version) throws Exception {
        WarmUpKey key = WarmUpKey.create().orElseThrow();
        ServerSocketFactory sockets = encrypted ? key.sockets() : ServerSocketFactory.getDefault();

        Asked asked = ask(sockets, key.trust(), version);

        assertThat(asked.sample().outcome()).as(asked.sample().error()).isEqualTo(Outcome.OK);
        assertThat(asked.sample().tokens().chunks()).isEqualTo(20);
        assertThat(asked.spoken()).containsExactly(version);
    }

    @Test
    void isTrustedByNobodyElse() throws Exception {
        Asked asked = ask(WarmUpKey.create().orElseThrow().sockets(), TlsTrust.OF_THE_JVM, HttpVersion.HTTP_1_1);

        assertThat(asked.sample().outcome()).isEqualTo(Outcome.TLS);
    }

    private record Asked(RequestSample sample, Set<HttpVersion> spoken) {}

    private static Asked ask(ServerSocketFactory sockets, TlsTrust trust, HttpVersion version) throws Exception {
        BlockingQueue<RequestSample> ended = new LinkedBlockingQueue<>();
        try (WarmUpServer server =
                WarmUpServer.start(sockets, WarmUpAnswer.to(Plans.plan().request()))) {
            LoadPlan plan = Plans.to(server.url() + "/v1/chat/completions", trust, version);
            try (OpenAiClient client = new OpenAiClient(plan.target(), plan.request(), new StallLog(Ticker.system()))) {
                client.send(call(plan), ended::add);
                RequestSample sample = ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return new Asked(Objects.requireNonNull(sample), client.spoken());
            }
        }
    }

    private static Call call(LoadPlan plan) {
        TextPrompt prompt = new TextPrompt("tides", "How do tides work?", OptionalInt.empty(), OptionalInt.empty());
        return new Call(
                "one",
                plan.test(),
                1,
                Phase.MEASURED,
                1,
                PreparedRequest.of(prompt, plan.request()),
                RunClock.starting(Ticker.system()),
                0);
    }
}
