package dev.llmbench.http;

import org.jspecify.annotations.Nullable;

/** One request on an HTTP/2 connection, and its response. */
final class Http2Stream implements Draining {
    private final int id;
    private final ClientRequest request;
    private final long begun;
    private final boolean foundIdle;
    private int taken;
    private long window;
    private @Nullable ResponseHead head;
    private long received;
    private int unreported;
    private @Nullable Runnable giveUp;
    private long drainsUntil;

    /**
     * @param begun when the request was handed to the connection
     * @param window how much of the body may be sent
     * @param foundIdle whether the connection carried nothing else then
     */
    Http2Stream(int id, ClientRequest request, long begun, int window, boolean foundIdle) {
        this.id = id;
        this.request = request;
        this.begun = begun;
        this.window = window;
        this.foundIdle = foundIdle;
    }

    int id() {
        return id;
    }

    ClientRequest request() {
        return request;
    }

    long begun() {
        return begun;
    }

    /** Whether the connection carried nothing else when it began. */
    boolean foundIdle() {
        return foundIdle;
    }

    // The request's body.

    boolean isSent() {
        return taken == request.request().body().length;
    }

    /** How much of the body was taken so far. */
    int taken() {
        return taken;
    }

    /** Takes the next piece of the body to be sent, which windows allow. */
    void take(int length) {
        taken += length;
        window -= length;
    }

    /** How much may be sent. */
    long window() {
        return window;
    }

    void widen(long more) {
        window += more;
    }

    // The response.

    boolean hasHead() {
        return head != null;
    }

    void head(ResponseHead read) {
        head = read;
    }

    /** The request is over; the end of its response is waited for until the given time. */
    void drain(long until, Runnable late) {
        drainsUntil = until;
        giveUp = late;
    }

    boolean isDraining() {
        return giveUp != null;
    }

    @Override
    public long drainsUntil() {
        return drainsUntil;
    }

    @Override
    public void giveUp() {
        Runnable late = giveUp;
        if (late != null) {
            late.run();
        }
    }

    /** So many bytes of the body came. */
    void received(int length) {
        received += length;
    }

    /** How the body contradicts its length as far as it came; null where it does not. */
    @Nullable
    String flaw(boolean complete) {
        long due = head == null ? ResponseHead.UNTIL_CLOSE : head.length();
        if (due < 0 || received == due || (received < due && !complete)) {
            return null;
        }
        return "the response's body has " + received + " bytes, and its length says " + due;
    }

    /**
     * So many bytes count against the server's window.
     *
     * @return how many may be given back; 0 where it is too early for that
     */
    int consumed(int length, int worth) {
        unreported += length;
        if (unreported < worth) {
            return 0;
        }
        int back = unreported;
        unreported = 0;
        return back;
    }
}
