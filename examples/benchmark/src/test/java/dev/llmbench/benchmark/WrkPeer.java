package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** wrk, which reads the same bytes and makes nothing of them. */
record WrkPeer() implements Peer {
    private static final Pattern ERRORS = Pattern.compile("(?:connect|read|write|timeout|responses:) (\\d+)");

    @Override
    public String title() {
        return "wrk";
    }

    @Override
    public String name() {
        return "wrk";
    }

    @Override
    public ProcessBuilder command(Load load) throws IOException {
        long seconds =
                1 + Duration.ofNanos(load.window().until() - System.nanoTime()).toSeconds();
        return Wrk.command(load.url(), load.streams(), seconds, load.directory());
    }

    @Override
    public Said said(Load load, Truth truth) throws IOException {
        long errors = 0;
        Matcher count = ERRORS.matcher(Files.readString(load.output()));
        while (count.find()) {
            errors += Long.parseLong(count.group(1));
        }
        return new Said(Optional.empty(), errors);
    }
}
