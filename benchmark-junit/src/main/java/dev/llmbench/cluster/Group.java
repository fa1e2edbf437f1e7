package dev.llmbench.cluster;

/**
 * The members of a cluster, and the messages between them. Messages from one member to another arrive once and in order, as
 * long as neither is lost.
 */
public interface Group extends AutoCloseable {

    /** Returns the address of this member, unique in the cluster, as a line of text. */
    String self();

    /**
     * Sends a message to a member. Waits while that member is slow to take earlier ones. A message to a member that is lost is
     * discarded.
     */
    void tell(String member, byte[] message);

    /** Sends a message to all other members. Waits while one of them is slow to take earlier ones. */
    void tellAll(byte[] message);

    /** Leaves the cluster. */
    @Override
    void close();

    /** Receives messages, one at a time for each sender. Does not return while it cannot take more, which slows the sender down. */
    interface Listener {

        void received(String from, byte[] message);

        /** A member has left, or does not answer any more. It may come back later under the same address. */
        void lost(String member);
    }
}
