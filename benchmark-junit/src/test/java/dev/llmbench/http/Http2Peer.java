package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** The server's side of one HTTP/2 connection, which a test holds in its hands. */
final class Http2Peer {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final HPackDecoder decoder = new HPackDecoder(4_096, StandardCharsets.ISO_8859_1);
    private final HPackEncoder encoder = new HPackEncoder(4_096, StandardCharsets.ISO_8859_1);

    /** A frame that came. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int type, int flags, int stream, byte[] payload) {
        int number() {
            return ByteBuffer.wrap(payload).getInt();
        }
    }

    /** A request that came whole. */
    record Request(int stream, Map<String, String> headers, String body) {}

    private Http2Peer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Reads what a client begins with, and says nothing. */
    static Http2Peer silentOn(Socket socket) throws IOException {
        Http2Peer peer = new Http2Peer(socket);
        String preface = new String(peer.in.readNBytes(24), ISO_8859_1);
        if (!preface.equals("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            throw new IOException("this is no HTTP/2: " + preface);
        }
        return peer;
    }

    /** Reads what a client begins with, and sends the settings, names and values in turn. */
    static Http2Peer on(Socket socket, int... settings) throws IOException {
        Http2Peer peer = silentOn(socket);
        peer.settings(settings);
        return peer;
    }

    /** Sends settings and the end of the connection together. */
    void settingsAndGoAway() throws IOException {
        ByteBuffer both = ByteBuffer.allocate(9 + 17);
        both.put(frame(SETTINGS, 0, 0, new byte[0])).put(frame(GOAWAY, 0, 0, new byte[8]));
        socket.getOutputStream().write(both.array());
    }

    void settings(int... namesAndValues) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(3 * namesAndValues.length);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            payload.putShort((short) namesAndValues[i]).putInt(namesAndValues[i + 1]);
        }
        send(SETTINGS, 0, 0, payload.array());
    }

    Frame read() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /** The next frame of that type; others are dropped. */
    Frame read(int type) throws IOException {
        Frame frame = read();
        while (frame.type() != type) {
            frame = read();
        }
        return frame;
    }

    /** The next request, read to its end. For requests that come one after the other. */
    Request request() throws Exception {
        Frame head = read(HEADERS);
        StringBuilder body = new StringBuilder();
        for (Frame last = head; (last.flags() & END_STREAM) == 0; ) {
            last = read(DATA);
            body.append(new String(last.payload(), ISO_8859_1));
        }
        return new Request(head.stream(), headers(head), body.toString());
    }

    Map<String, String> headers(Frame head) throws Exception {
        Map<String, String> headers = new TreeMap<>();
        for (Header field : decoder.decodeHeaders(ByteBuffer.wrap(head.payload()))) {
            headers.put(field.getName(), field.getValue());
        }
        return headers;
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(type, flags, stream, payload));
    }

    /** Sends a header block, names and values in turn. */
    void head(int stream, boolean last, String... namesAndValues) throws IOException {
        List<Header> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new BasicHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        ByteArrayBuffer block = new ByteArrayBuffer(512);
        encoder.encodeHeaders(block, fields, false);
        send(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block.toByteArray());
    }

    void data(int stream, String text, boolean last) throws IOException {
        send(DATA, last ? END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
    }

    void answer(int stream, String text) throws IOException {
        head(stream, false, ":status", "200");
        data(stream, text, true);
    }

    void reset(int stream, int code) throws IOException {
        send(RST_STREAM, 0, stream, number(code));
    }

    void windowUpdate(int stream, int increment) throws IOException {
        send(WINDOW_UPDATE, 0, stream, number(increment));
    }

    void goAway(int lastStream, int code) throws IOException {
        send(
                GOAWAY,
                0,
                0,
                ByteBuffer.allocate(8).putInt(lastStream).putInt(code).array());
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
