package dev.llmbench.openai;

/** Finds the events in a stream's bytes, which arrive in pieces of any size. */
interface EventFraming {

    /**
     * Reads the bytes from {@code from} to {@code to}.
     *
     * @param now when they were read from the socket
     * @param late how much earlier they may have arrived
     * @throws TooLarge if an event or a line is over the limit
     */
    void read(byte[] bytes, int from, int to, long now, long late);

    /** Ends a stream that ended normally. A pending event that is complete is delivered. */
    void end(long now);

    /** Returns the type of the event being delivered if types are needed, or else an empty text. */
    String type();

    /** Receives the events. */
    interface Listener {

        /**
         * Receives one event.
         *
         * @param error whether the event's type, or the field that carried it, is {@code error}
         * @param data contains the event's data from {@code from} to {@code to}; only valid during the call
         * @param moment when the bytes that complete the event's data were read
         * @param late how much earlier they may have arrived
         */
        void event(boolean error, byte[] data, int from, int to, long moment, long late);

        /** Receives a line that is neither part of an event nor a comment nor a field that may be ignored. */
        default void stray(byte[] data, int from, int to) {}
    }

    /** Thrown if an event, or one of its lines, is larger than the limit. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge(int limit) {
            super("an event is larger than " + limit + " bytes");
        }
    }
}
