package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.config.H2Param;
import org.apache.hc.core5.http2.frame.FrameFlag;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.impl.nio.ClientH2StreamMultiplexerFactory;
import org.apache.hc.core5.http2.impl.nio.ClientH2UpgradeHandler;
import org.apache.hc.core5.http2.impl.nio.H2StreamListener;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.reactor.ProtocolUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 on one connection of HttpClient: fills in the requests and evaluates the server's frames that concern the
 * connection.
 */
final class ApacheHttp2 implements H2StreamListener {
    static final String ID = "llm-load/http2";

    /**
     * The maximum number of requests that share a connection. RFC 9113 recommends that servers allow at least as many.
     */
    static final int MOST_STREAMS = 100;

    /** The flow-control window of a stream, large enough for all but the longest responses. */
    private static final int WINDOW = 16 * 1024 * 1024;

    /** A server that requests answers without reading them must not exhaust the memory. */
    private static final int MOST_ASKED = 10_000;

    private static final int LONGEST_HEAD = 64 * 1024;

    private static final H2Config CONFIG = H2Config.custom()
            .setPushEnabled(false)
            .setInitialWindowSize(WINDOW)
            .setMaxHeaderListSize(LONGEST_HEAD)
            .build();

    private final ApacheConnection connection;
    private @Nullable ApacheExchange begun;
    private int asked;

    ApacheHttp2(ApacheConnection connection) {
        this.connection = connection;
    }

    ProtocolUpgradeHandler handler() {
        HttpRequestInterceptor fill = (request, entity, context) -> fill(request, context);
        return new ClientH2UpgradeHandler(
                new ClientH2StreamMultiplexerFactory(
                        HttpProcessorBuilder.create().add(fill).build(), null, CONFIG, CharCodingConfig.DEFAULT, this),
                null);
    }

    /** Turns the empty request of HttpClient's chain into the request to send. */
    private void fill(HttpRequest request, HttpContext context) throws HttpException {
        ApacheExchange attempt = ApacheExchange.in(context);
        begun = attempt;
        HttpHead head = attempt.request().head();
        request.setScheme(connection.session().getTlsDetails() == null ? "http" : "https");
        request.setAuthority(authority(head.authority()));
        request.setPath(head.path());
        Map<String, String> fields =
                head.http2(attempt.request().id(), attempt.request().body().length);
        request.setHeaders(fields.entrySet().stream()
                .map(field -> new BasicHeader(field.getKey(), field.getValue()))
                .toArray(Header[]::new));
    }

    private static URIAuthority authority(String text) throws HttpException {
        try {
            return URIAuthority.create(text);
        } catch (java.net.URISyntaxException e) {
            throw new HttpException("not a host: " + text, e);
        }
    }

    static ResponseHead headOf(HttpResponse response) throws HttpException {
        HeaderFields fields = new HeaderFields();
        fields.status = String.valueOf(response.getCode());
        for (Iterator<Header> each = response.headerIterator(); each.hasNext(); ) {
            Header header = each.next();
            fields.add(
                    header.getName().toLowerCase(Locale.ROOT), header.getValue().strip());
        }
        try {
            return ResponseHead.of(fields);
        } catch (MalformedResponse e) {
            throw new HttpException(Failures.said(e), e);
        }
    }

    @Override
    public void onHeaderOutput(HttpConnection unused, int stream, List<? extends Header> headers) {
        ApacheExchange attempt = begun;
        if (attempt != null) {
            attempt.isOn(stream);
            begun = null;
        }
    }

    @Override
    public void onFrameInput(HttpConnection unused, int stream, RawFrame frame) {
        connection.hears();
        asked = frame.isType(FrameType.DATA) || frame.isType(FrameType.HEADERS) ? 0 : asked + 1;
        if (asked > MOST_ASKED) {
            connection.close();
        }
        if (frame.isType(FrameType.SETTINGS) && !frame.isFlagSet(FrameFlag.ACK)) {
            settings(frame.getPayload());
        } else if (frame.isType(FrameType.GOAWAY) && frame.getLength() >= 8) {
            goAway(frame.getPayload());
        }
    }

    private void settings(@Nullable ByteBuffer settings) {
        int most = connection.most() == 1 ? MOST_STREAMS : connection.most();
        while (settings != null && settings.remaining() >= 6) {
            int name = settings.getShort();
            int value = settings.getInt();
            if (name == H2Param.MAX_CONCURRENT_STREAMS.getCode()) {
                most = value < 0 ? MOST_STREAMS : Math.min(value, MOST_STREAMS);
            }
        }
        connection.settings(most);
    }

    private void goAway(ByteBuffer payload) {
        int last = payload.getInt() & Integer.MAX_VALUE;
        String code = ApacheFailure.nameOf(payload.getInt());
        String why = ISO_8859_1.decode(payload).toString();
        connection.goAway(last, code + (why.isBlank() ? "" : " " + ResponseHead.quoted(why)));
    }

    @Override
    public void onHeaderInput(HttpConnection unused, int stream, List<? extends Header> headers) {
        // It is read as a response.
    }

    @Override
    public void onFrameOutput(HttpConnection unused, int stream, RawFrame frame) {
        // The stamp is taken at the socket.
    }

    @Override
    public void onInputFlowControl(HttpConnection unused, int stream, int delta, int size) {
        // Nothing that is measured.
    }

    @Override
    public void onOutputFlowControl(HttpConnection unused, int stream, int delta, int size) {
        // Nothing that is measured.
    }
}
