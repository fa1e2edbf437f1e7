package dev.llmbench.http;

import dev.llmbench.http.h2.ErrorCode;
import dev.llmbench.http.h2.FrameReader;
import dev.llmbench.http.h2.Frames;
import dev.llmbench.http.h2.HeaderDecoder;
import dev.llmbench.http.h2.ProtocolViolation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HTTP/2 on one connection, which carries several requests at once, each on a stream of its own. */
final class Http2 implements Protocol, FrameReader.Sink {
    /** How much of one response the server may send before the window is widened: all but the longest come whole. */
    private static final int STREAM_WINDOW = 16 * 1024 * 1024;

    private static final int CONNECTION_WINDOW = Frames.LARGEST_WINDOW;

    private final Connection connection;
    private final EventLoop loop;
    private final Connector connector;
    private final Http2Output output;
    private final FrameReader frames = new FrameReader(this);
    private final HeaderDecoder decoder = new HeaderDecoder();
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private int nextStream = 1;
    private int mostStreams = Connector.MOST_STREAMS;
    private int unreported;
    private int draining;
    private long receivedAt;
    private boolean open;
    private boolean retired;
    private @Nullable String goodbye;
    private long readAt;
    private long readLate;

    Http2(Connection connection, EventLoop loop, Connector connector) {
        this.connection = connection;
        this.loop = loop;
        this.connector = connector;
        this.output = new Http2Output(connection.output());
    }

    @Override
    public void begin() {
        readAt = loop.ticker().nanos();
        output.beginning(STREAM_WINDOW, CONNECTION_WINDOW);
        connection.flush();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean hasRoom() {
        return open && !retired && !connection.isClosed() && nextStream > 0 && load() < mostStreams;
    }

    /** Takes what has come while nobody waited for anything, the end of the connection perhaps. Not while it is being read. */
    void catchUp() {
        connection.catchUp();
    }

    /** How many requests it carries. */
    int load() {
        return streams.size();
    }

    /** Whether nobody waits for anything that it carries. */
    boolean isIdle() {
        return streams.size() == draining;
    }

    // Requests.

    @Override
    public void carry(ClientRequest request) {
        boolean wasIdle = isIdle();
        Http2Stream stream =
                new Http2Stream(nextStream, request, loop.ticker().nanos(), output.streamWindow(), wasIdle);
        nextStream += 2;
        streams.put(stream.id(), stream);
        output.request(stream);
        connection.flush();
    }

    @Override
    public void abandon(ClientRequest request) {
        Http2Stream stream = streamOf(request);
        if (stream == null) {
            return;
        }
        if (readAt < stream.begun()) {
            // Nothing has come since: perhaps nobody is there, and the next request must not find that out again.
            retire();
        }
        drop(stream, ErrorCode.CANCEL);
        connection.flush();
        closeWhereDone();
    }

    private @Nullable Http2Stream streamOf(ClientRequest request) {
        for (Http2Stream stream : streams.values()) {
            if (stream.request() == request) {
                return stream;
            }
        }
        return null;
    }

    private void drop(Http2Stream stream, ErrorCode why) {
        if (remove(stream)) {
            output.reset(stream, why);
        }
    }

    private boolean remove(Http2Stream stream) {
        boolean removed = streams.remove(stream.id()) != null;
        if (removed && stream.isDraining()) {
            draining--;
            loop.draining().remove(stream);
        }
        return removed;
    }

    /** The request is over, and its stream is not. */
    private void drain(Http2Stream stream) {
        if (stream.isSent()) {
            draining++;
            stream.drain(readAt + DrainingResponses.LONGEST_NANOS, () -> cancel(stream));
            loop.draining().add(stream);
        } else {
            drop(stream, ErrorCode.CANCEL);
        }
        stream.request().ended(readAt, readLate);
    }

    private void cancel(Http2Stream stream) {
        drop(stream, ErrorCode.CANCEL);
        connection.flush();
    }

    private void retire() {
        retired = true;
        loop.shared().remove(this);
    }

    private void closeWhereDone() {
        if (retired && isIdle()) {
            connection.close();
        }
    }

    // Input.

    @Override
    public void heard(long at, long late) {
        readAt = at;
        readLate = late;
    }

    @Override
    public void received(byte[] bytes, int from, int to) {
        receivedAt = readAt;
        try {
            frames.read(bytes, from, to);
            closeWhereDone();
        } catch (ProtocolViolation e) {
            violated(e);
        }
    }

    private void violated(ProtocolViolation violation) {
        output.goAway(violation.code());
        connection.flush();
        String why = Failures.said(violation);
        if (open) {
            connection.close();
            endAll(stream -> stream.request().malformed(why));
        } else {
            connection.notOpened(why);
        }
    }

    @Override
    public void setting(int name, int value) throws ProtocolViolation {
        if (name == Frames.MAX_CONCURRENT_STREAMS) {
            mostStreams = value < 0 ? Connector.MOST_STREAMS : Math.min(value, Connector.MOST_STREAMS);
        } else if (name == Frames.INITIAL_WINDOW_SIZE) {
            output.setStreamWindow(value, streams.values());
        }
    }

    @Override
    public void settingsEnded() throws ProtocolViolation {
        output.answer(Frames.settingsAck());
        connector.agreed(mostStreams);
        if (!open) {
            if (mostStreams == 0) {
                throw new ProtocolViolation(ErrorCode.NO_ERROR, "the server allows no request on a connection");
            }
            open = true;
            loop.shared().add(this);
            connection.opened();
        }
    }

    @Override
    public void windowUpdate(int stream, int increment) throws ProtocolViolation {
        if (stream == 0) {
            output.widen(increment, streams.values());
            return;
        }
        Http2Stream widened = stream(stream);
        if (widened != null) {
            output.widen(increment, widened);
        }
    }

    @Override
    public void ping(byte[] opaque) throws ProtocolViolation {
        output.answer(Frames.pong(opaque));
    }

    @Override
    public void goAway(int lastStream, int code, String why) {
        retire();
        goodbye = ErrorCode.name(code) + (why.isBlank() ? "" : " " + ResponseHead.quoted(why));
        for (Http2Stream stream : List.copyOf(streams.values())) {
            if (Integer.compareUnsigned(stream.id(), lastStream) > 0) {
                remove(stream);
                if (stream.isDraining()) {
                    continue;
                }
                stream.request().notBegun("the server ended the connection: " + goodbye);
            }
        }
    }

    /** The stream with that number; null where it is over. */
    private @Nullable Http2Stream stream(int id) throws ProtocolViolation {
        if ((id & 1) == 0 || Integer.compareUnsigned(id, nextStream) >= 0) {
            throw new ProtocolViolation(ErrorCode.PROTOCOL_ERROR, "the server answers what was not asked");
        }
        return streams.get(id);
    }

    // Responses.

    @Override
    public void headers(int id, byte[] bytes, int from, int to, boolean last) throws ProtocolViolation {
        HeaderFields fields = new HeaderFields();
        // Also where nobody waits for it: later blocks may refer to this one.
        boolean whole = decoder.read(bytes, from, to, fields::add);
        Http2Stream stream = stream(id);
        if (stream == null) {
            return;
        }
        heard(stream);
        try {
            if (!whole) {
                throw new MalformedResponse("the response's head is longer than " + HeaderDecoder.LARGEST + " bytes");
            }
            if (stream.hasHead()) {
                trailers(stream, last);
            } else {
                head(stream, ResponseHead.of(fields), last);
            }
        } catch (MalformedResponse e) {
            malformed(stream, e);
        } catch (RuntimeException | Error e) {
            stream.request().broke(e);
        }
    }

    private void heard(Http2Stream stream) {
        if (!stream.isDraining()) {
            stream.request().heard(readAt);
        }
    }

    private void head(Http2Stream stream, ResponseHead head, boolean last) throws MalformedResponse {
        if (head.status() < 200) {
            if (last || head.status() == 101) {
                throw new MalformedResponse("the response ended with status " + head.status());
            }
            // 100 Continue and 103 Early Hints are not the response.
            return;
        }
        stream.head(head);
        stream.request().exchange().head(head, readAt, readLate);
        if (last) {
            complete(stream);
        }
    }

    private void trailers(Http2Stream stream, boolean last) throws MalformedResponse {
        if (!last) {
            throw new MalformedResponse("the response has a second head");
        }
        complete(stream);
    }

    @Override
    public void data(int id, byte[] bytes, int from, int to) throws ProtocolViolation {
        Http2Stream stream = stream(id);
        if (stream == null) {
            return;
        }
        heard(stream);
        stream.received(to - from);
        try {
            String flaw = stream.hasHead() ? stream.flaw(false) : "the response has a body before its head";
            if (flaw != null) {
                throw new MalformedResponse(flaw);
            }
            if (!stream.isDraining()) {
                stream.request().exchange().body(bytes, from, to, readAt, readLate);
            }
        } catch (MalformedResponse e) {
            malformed(stream, e);
        } catch (RuntimeException | Error e) {
            stream.request().broke(e);
        }
    }

    @Override
    public void dataEnded(int id, int length, boolean last) throws ProtocolViolation {
        unreported += length;
        if (unreported >= CONNECTION_WINDOW / 2) {
            output.answer(Frames.windowUpdate(0, unreported));
            unreported = 0;
        }
        Http2Stream stream = stream(id);
        if (stream == null) {
            return;
        }
        int back = stream.consumed(length, STREAM_WINDOW / 2);
        if (back > 0 && !last) {
            output.answer(Frames.windowUpdate(id, back));
        }
        if (last) {
            try {
                if (!stream.hasHead()) {
                    throw new MalformedResponse("the response has no head");
                }
                complete(stream);
            } catch (MalformedResponse e) {
                malformed(stream, e);
            }
        } else if (!stream.isDraining() && stream.request().exchange().isComplete()) {
            drain(stream);
        }
    }

    private void complete(Http2Stream stream) throws MalformedResponse {
        String flaw = stream.flaw(true);
        if (flaw != null) {
            throw new MalformedResponse(flaw);
        }
        if (stream.isSent()) {
            remove(stream);
        } else {
            // The server has answered before it had heard all.
            drop(stream, ErrorCode.CANCEL);
        }
        if (!stream.isDraining()) {
            stream.request().ended(readAt, readLate);
        }
    }

    private void malformed(Http2Stream stream, MalformedResponse why) {
        drop(stream, ErrorCode.CANCEL);
        if (!stream.isDraining()) {
            stream.request().malformed(Failures.said(why));
        }
    }

    @Override
    public void reset(int id, int code) throws ProtocolViolation {
        Http2Stream stream = stream(id);
        if (stream != null && remove(stream) && !stream.isDraining()) {
            stream.request().heard(readAt);
            stream.request().reset("the server ended the stream: " + ErrorCode.name(code), stream.hasHead());
        }
    }

    // The end.

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public void closed() {
        frames.stop();
        retire();
    }

    @Override
    public void brokenOff(String why) {
        String said = goodbye == null ? why : why + ", after " + goodbye;
        endAll(stream -> {
            if (stream.foundIdle() && receivedAt - stream.begun() < 0) {
                stream.request().unanswered(said, readAt - readLate);
            } else {
                stream.request().reset(said, stream.hasHead());
            }
        });
    }

    @Override
    public void broke(Throwable flaw) {
        endAll(stream -> stream.request().broke(flaw));
    }

    @Override
    public void interrupted(EventLoop.End end) {
        endAll(stream -> end.of(stream.request()));
    }

    private void endAll(Consumer<Http2Stream> how) {
        List<Http2Stream> all = List.copyOf(streams.values());
        all.forEach(this::remove);
        all.stream().filter(stream -> !stream.isDraining()).forEach(how);
    }
}
