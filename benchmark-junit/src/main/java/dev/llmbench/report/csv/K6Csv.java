package dev.llmbench.report.csv;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Secrets;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the format of k6's {@code --out csv}, for tools that read it: a row for each metric of each request when it
 * ends, and {@code vus} and {@code vus_max} once a second. Times are milliseconds with six decimals, of which the last
 * three are zero; timestamps are seconds.
 *
 * <p>The file contains {@code http_reqs}, {@code http_req_duration} (E2E latency), {@code http_req_blocked} (from dispatch to the
 * first byte sent, including connecting), {@code http_req_waiting}, {@code http_req_receiving} (from there to the
 * end), {@code http_req_failed}, {@code ttft}, {@code tpot}, {@code tokens} (of the output), {@code iteration_duration}
 * (from dispatch to the end, without think time) and {@code iterations}; for an {@code http} endpoint also
 * {@code http_req_connecting} (including name look-up) and {@code http_req_tls_handshaking}, which is zero. It does not contain
 * {@code http_req_sending}, which is part of First byte here; separate times for connecting and the TLS handshake for
 * {@code https}; {@code data_sent} and {@code data_received}; {@code proto} if HTTP/2 is requested over TLS, since the
 * server may or may not agree. A row without a value is left out, and so are, as in k6, the warm-up and
 * requests that were cut off by the end of the run.
 *
 * <p>Used and closed by one thread.
 */
public final class K6Csv extends CsvFile implements SampleSink {
    /** The file's name in the output directory. */
    public static final String FILE_NAME = "k6.csv";

    private static final String HEADER =
            "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,"
                    + "scenario,service,status,subproto,tls_version,url,extra_tags,metadata";

    private static final int ONE = 1_000;

    private static final int GENERIC_ERROR = 1_000;
    private static final int REQUEST_TIMEOUT = 1_050;
    private static final int DIAL = 1_210;
    private static final int RESET_BY_PEER = 1_220;
    private static final int TLS = 1_300;
    private static final int LOWEST_OF_STATUS = 400;

    private final LoadPlan plan;
    private final Instant start;
    private final Secrets secrets;
    private final String endpoint;
    private final boolean isPlain;
    private final @Nullable String protocol;
    private final long vusMax;
    private long nextTick;

    K6Csv(OutputStream out, LoadPlan plan, Instant start) {
        super(out);
        this.plan = plan;
        this.start = start;
        this.secrets = plan.target().secrets();
        this.endpoint = plan.target().shownEndpoint();
        this.isPlain = "http".equals(plan.target().endpoint().getScheme());
        this.protocol = protocol(plan.target().httpVersion(), isPlain);
        this.vusMax = vusMax(plan);
        this.nextTick = plan.load().warmUp().toSeconds() + 1;
        for (String name : HEADER.split(",", -1)) {
            buffer().text(name);
        }
        buffer().endLine();
    }

    /** Returns the protocol in k6's terms; null if the server decides, possibly for each connection. */
    private static @Nullable String protocol(HttpVersion asked, boolean plain) {
        if (asked == HttpVersion.HTTP_2) {
            return plain ? "HTTP/2.0" : null;
        }
        return "HTTP/1.1";
    }

    /** Returns the maximum number of users in the plan; with arrival rates, the maximum number of requests in flight. */
    private static long vusMax(LoadPlan plan) {
        double users = plan.load().stages().stream()
                .mapToDouble(Stage::target)
                .reduce(plan.load().start(), Math::max);
        return plan.load().model().isOpen() ? plan.load().maxInFlight() : Math.round(users);
    }

    /**
     * Creates or overwrites the file and writes its header.
     *
     * @param path the file
     * @param plan the plan, whose target's secrets are masked
     * @param start when the run starts
     * @throws IOException if the file cannot be created
     */
    public static K6Csv create(Path path, LoadPlan plan, Instant start) throws IOException {
        K6Csv csv = new K6Csv(Files.newOutputStream(path), plan, start);
        csv.flush();
        return csv;
    }

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() == Phase.WARMUP || sample.outcome() == Outcome.INTERRUPTED) {
            return;
        }
        Rows rows = new Rows(sample);
        rows.ofRequest("http_reqs", ONE);
        rows.ofRequest("http_req_duration", sample.e2e());
        rows.ofRequest(
                "http_req_blocked",
                between(sample.at().dispatched(), sample.at().sent()));
        if (isPlain && sample.at().sent() != ABSENT) {
            rows.ofRequest("http_req_connecting", Math.max(0, sample.connect()));
            rows.ofRequest("http_req_tls_handshaking", 0);
        }
        rows.ofRequest("http_req_waiting", sample.waiting());
        rows.ofRequest("http_req_receiving", between(sample.waiting(), sample.e2e()));
        rows.ofRequest("http_req_failed", sample.outcome().isError() ? ONE : 0);
        if (sample.outcome() == Outcome.OK) {
            rows.ofScenario("ttft", Metric.TTFT.of(sample));
            rows.ofScenario("tpot", Metric.TPOT.of(sample));
            rows.ofScenario("tokens", sample.tokens().output() * (long) ONE);
        }
        rows.ofScenario(
                "iteration_duration",
                between(sample.at().dispatched(), sample.at().end()));
        rows.ofScenario("iterations", ONE);
        rowsEnded();
    }

    private static long between(long from, long to) {
        return from == ABSENT || to == ABSENT ? ABSENT : Math.max(0, to - from);
    }

    /**
     * Writes the users once a second. Must be called more often than that.
     *
     * @param elapsed the time since the start of the run
     * @param level the current users; with arrival rates, the requests in flight are used instead
     * @param inFlight the requests in flight
     */
    public void tick(Duration elapsed, double level, int inFlight) {
        if (elapsed.toSeconds() < nextTick) {
            return;
        }
        nextTick = elapsed.toSeconds() + 1;
        long users = plan.load().model().isOpen() ? inFlight : Math.round(level);
        ofRun("vus", elapsed, users);
        ofRun("vus_max", elapsed, vusMax);
        rowsEnded();
    }

    private void ofRun(String metric, Duration elapsed, long number) {
        CsvBuffer row = buffer();
        row.text(metric);
        row.count(start.plus(elapsed).getEpochSecond());
        row.thousandths(number * ONE);
        row.empty(16);
        row.endLine();
    }

    /** Returns k6's code for an error: https://grafana.com/docs/k6/latest/javascript-api/error-codes/. */
    private static int errorCode(RequestSample sample) {
        return switch (sample.outcome()) {
            case CONNECT -> DIAL;
            case TLS -> TLS;
            case RESET -> RESET_BY_PEER;
            case TIMEOUT -> REQUEST_TIMEOUT;
            default -> sample.status() >= LOWEST_OF_STATUS ? GENERIC_ERROR + sample.status() : GENERIC_ERROR;
        };
    }

    /** Writes the rows of one request. A negative value stands for none and gets no row. */
    private final class Rows {
        private final RequestSample sample;
        private final long second;
        private final CsvBuffer row = buffer();

        Rows(RequestSample sample) {
            this.sample = sample;
            this.second = start.plusNanos(sample.at().end() * 1_000).getEpochSecond();
        }

        void ofRequest(String metric, long thousandths) {
            if (thousandths < 0) {
                return;
            }
            boolean failed = sample.outcome().isError();
            begin(metric, thousandths);
            row.empty(1);
            row.text(sample.error() == null ? null : secrets.maskedIn(sample.error()));
            row.count(failed ? errorCode(sample) : ABSENT);
            row.text(failed ? "false" : "true");
            row.empty(1);
            row.text("POST");
            row.text(endpoint);
            row.text(sample.status() == 0 ? null : protocol);
            row.text("default");
            row.empty(1);
            row.count(sample.status());
            row.empty(2);
            row.text(endpoint);
            row.empty(2);
            row.endLine();
        }

        void ofScenario(String metric, long thousandths) {
            if (thousandths < 0) {
                return;
            }
            begin(metric, thousandths);
            row.empty(8);
            row.text("default");
            row.empty(7);
            row.endLine();
        }

        private void begin(String metric, long thousandths) {
            row.text(metric);
            row.count(second);
            row.thousandths(thousandths);
        }
    }
}
