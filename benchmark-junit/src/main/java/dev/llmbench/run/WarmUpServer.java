package dev.llmbench.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * The server of the warm-up for protocols that the simulator lacks. Listens on 127.0.0.1 and gives each request the same
 * response, in the version of HTTP that the client uses.
 */
final class WarmUpServer implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int STATUS_200 = 0x88;
    private static final int[] CONTENT_TYPE = {0x0f, 0x10};

    private final ServerSocket listening;
    private final WarmUpAnswer answer;
    private final ExecutorService threads = Executors.newCachedThreadPool(WarmUpServer::thread);

    private WarmUpServer(ServerSocket listening, WarmUpAnswer answer) {
        this.listening = listening;
        this.answer = answer;
    }

    /** Starts a server, with TLS if the sockets have it. */
    static WarmUpServer start(ServerSocketFactory sockets, WarmUpAnswer answer) throws IOException {
        ServerSocket listening =
                sockets.createServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        if (listening instanceof SSLServerSocket encrypted) {
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            encrypted.setSSLParameters(parameters);
        }
        WarmUpServer server = new WarmUpServer(listening, answer);
        server.threads.execute(server::acceptAll);
        return server;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "llm-load-warm-up");
        thread.setDaemon(true);
        return thread;
    }

    String url() {
        String scheme = listening instanceof SSLServerSocket ? "https" : "http";
        return scheme + "://127.0.0.1:" + listening.getLocalPort();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException | RejectedExecutionException e) {
            // The server was closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            in.mark(PREFACE.length());
            boolean http2 = in.readUnsignedShort() == (PREFACE.charAt(0) << 8 | PREFACE.charAt(1));
            in.reset();
            if (http2) {
                serveHttp2(in, socket.getOutputStream());
            } else {
                serveHttp1(in, socket.getOutputStream());
            }
        } catch (IOException | RejectedExecutionException e) {
            // The client has gone, as it does after each round.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    // HTTP/1.1.

    private void serveHttp1(InputStream in, OutputStream out) throws IOException {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: " + answer.contentType() + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        while (true) {
            skipRequest(in);
            out.write(head.getBytes(US_ASCII));
            for (byte[] piece : answer.pieces()) {
                pause();
                String size = Integer.toHexString(piece.length) + "\r\n";
                out.write(concat(size.getBytes(US_ASCII), piece, "\r\n".getBytes(US_ASCII)));
            }
            out.write("0\r\n\r\n".getBytes(US_ASCII));
        }
    }

    private static void skipRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).strip();
    }

    // HTTP/2.

    private void serveHttp2(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(PREFACE.length());
        write(out, SETTINGS, 0, 0);
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            in.skipNBytes(length);
            if (type == SETTINGS && (flags & ACK) == 0) {
                write(out, SETTINGS, ACK, 0);
            }
            if (type == DATA && length > 0) {
                write(
                        out,
                        WINDOW_UPDATE,
                        0,
                        0,
                        ByteBuffer.allocate(4).putInt(length).array());
            }
            if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                threads.execute(() -> answer(stream, out));
            }
        }
    }

    private void answer(int stream, OutputStream out) {
        try {
            byte[] type = answer.contentType().getBytes(US_ASCII);
            byte[] start = {(byte) STATUS_200, (byte) CONTENT_TYPE[0], (byte) CONTENT_TYPE[1], (byte) type.length};
            write(out, HEADERS, END_HEADERS, stream, start, type);
            for (byte[] piece : answer.pieces()) {
                pause();
                write(out, DATA, 0, stream, piece);
            }
            write(out, DATA, END_STREAM, stream);
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static void write(OutputStream out, int type, int flags, int stream, byte[]... payload) throws IOException {
        byte[] whole = concat(payload);
        ByteBuffer head = ByteBuffer.allocate(9);
        head.putShort((short) (whole.length >> 8)).put((byte) whole.length);
        head.put((byte) type).put((byte) flags).putInt(stream);
        byte[] frame = concat(head.array(), whole);
        synchronized (out) {
            out.write(frame);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
