package dev.llmbench.cluster;

/**
 * The members of a cluster, and the messages between them. Messages from one member to another arrive once and in order, as
 * long as neither is lost.
 */
public interface Group extends AutoCloseable {

    /**
     * Sends a message to a member. Blocks while that member is slow to take earlier ones. A message to a lost member is
     * discarded.
     */
    void tell(String member, byte[] message);

    /** Sends a message to all other members. Blocks while one of them is slow to take earlier ones. */
    void tellAll(byte[] message);

    /** Leaves the cluster. */
    @Override
    void close();

    /** Receives messages, one at a time from each sender. A listener that cannot take more may block, which slows that sender down. */
    interface Listener {

        void received(String from, byte[] message);

        /** Called when a member has left or no longer answers. It may come back later under the same address. */
        void lost(String member);
    }
}
