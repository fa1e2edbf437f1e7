package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.llmbench.sample.Outcome;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of one request. */
class Seen implements HttpExchange {
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    final AtomicInteger count = new AtomicInteger();
    private final StringBuilder body = new StringBuilder();
    volatile boolean connected;
    volatile String loop = "none";

    @Override
    public void connected(long from, long to) {
        connected = true;
    }

    @Override
    public void sent(long at) {}

    @Override
    public void head(ResponseHead head, long at, long late) {
        body.append(head.status()).append(' ');
    }

    @Override
    public void body(byte[] bytes, int from, int to, long at, long late) throws MalformedResponse {
        body.append(new String(bytes, from, to - from, ISO_8859_1));
    }

    @Override
    public boolean isComplete() {
        return body.indexOf("[DONE]") >= 0;
    }

    @Override
    public void ended(long at, long late) {
        loop = Thread.currentThread().getName();
        count.incrementAndGet();
        ends.add(body.toString());
    }

    @Override
    public void failed(Outcome outcome, String why, long late) {
        count.incrementAndGet();
        ends.add(outcome + ": " + why);
    }

    String end() throws InterruptedException {
        String end = ends.poll(20, TimeUnit.SECONDS);
        return end == null ? "nothing came" : end;
    }
}
