package dev.llmbench.http;

/** How requests and responses are put on one connection. Belongs to its loop's thread. */
interface Protocol {

    /** The connection is there, encrypted where it has to be; {@link Connection#opened} is due as soon as it can carry requests. */
    void begin();

    /** Whether it carries several requests at once. */
    boolean isShared();

    /** Whether it can carry another request now. */
    boolean hasRoom();

    void carry(ClientRequest request);

    /** Nobody waits for the request's response any more. */
    void abandon(ClientRequest request);

    /**
     * Bytes came, whatever they are, or the end of the peer's side.
     *
     * @param late how much earlier they may have come
     */
    void heard(long at, long late);

    /** Takes what the bytes say that were heard. */
    void received(byte[] bytes, int from, int to);

    /** The peer ended its side in order, which was heard; false where that breaks something off. */
    boolean ended();

    // The connection was closed.

    /** Nothing can be carried any more. {@link #hasRoom} is not asked again; one of the following is called next. */
    void closed();

    /** The peer broke it off. */
    void brokenOff(String why);

    /** This side has a flaw. */
    void broke(Throwable flaw);

    /** The loop ends. */
    void interrupted(EventLoop.End end);
}
