package dev.llmbench.cluster;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Members in one JVM. A thread for each pair of them delivers their messages. */
final class InMemoryCluster {
    private final Map<String, Member> members = new ConcurrentHashMap<>();

    /** Joins as a member with the given name. */
    Group join(String name, Group.Listener listener) {
        Member member = new Member(name, listener);
        members.put(name, member);
        return member;
    }

    /** Cuts a member off: it neither sends nor receives any more, and the others lose it. */
    void lose(String name) {
        Member lost = members.remove(name);
        if (lost != null) {
            lost.isLost = true;
            members.values().forEach(member -> member.listener.lost(name));
        }
    }

    private final class Member implements Group {
        private final String name;
        private final Listener listener;
        private final Map<String, BlockingQueue<byte[]>> arriving = new ConcurrentHashMap<>();
        private volatile boolean isLost;

        Member(String name, Listener listener) {
            this.name = name;
            this.listener = listener;
        }

        @Override
        public void tell(String member, byte[] message) {
            Member receiver = members.get(member);
            if (receiver != null && !isLost) {
                receiver.arriving.computeIfAbsent(name, receiver::deliverer).add(message);
            }
        }

        private BlockingQueue<byte[]> deliverer(String from) {
            BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            while (!isLost) {
                                listener.received(from, queue.take());
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "from " + from + " to " + name);
            thread.setDaemon(true);
            thread.start();
            return queue;
        }

        @Override
        public void tellAll(byte[] message) {
            members.keySet().stream().filter(it -> !it.equals(name)).forEach(it -> tell(it, message));
        }

        @Override
        public void close() {
            lose(name);
        }
    }
}
