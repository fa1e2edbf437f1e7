package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The rows of the table: each makes its own load and says in a line or two what came of it. */
enum Row {
    CPU_50("under half of Gatling's SSE") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return cpu("cpu-50", 50, directory);
        }
    },
    CPU_500("CPU at most 1.4 x wrk's, under 300 bytes a token") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return cpu("cpu-500", 500, directory);
        }
    },
    ACCURACY_100("p50 within 0.5 ms, p99 within 3 ms") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return accuracy("accuracy-100", Service.of(50, 10, 100), 100, directory);
        }
    },
    ACCURACY_500("p50 within 1 ms, p99 within 8 ms") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return accuracy("accuracy-500", Service.of(50, 20, 100), 500, directory);
        }
    },
    TRANSPORT_20("HttpClient about as near as the event loops") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return transports("transport-20", Service.of(50, 10, 100), 20, directory);
        }
    },
    TRANSPORT_100("HttpClient about as near as the event loops") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return transports("transport-100", Service.of(50, 10, 100), 100, directory);
        }
    },
    TRANSPORT_500("HttpClient about as near as the event loops") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return transports("transport-500", Service.of(50, 20, 100), 500, directory);
        }
    },
    STREAMS_2000("valid, no error, with -Xmx192m") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            Job job = Job.users(2_000, 12).rampedOver(8).withHeap("192m");
            return many("streams-2000", Service.of(50, 40, 100), job, directory);
        }
    },
    STREAMS_10000("valid, no error, with -Xmx512m") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            Job job = Job.users(10_000, 25).rampedOver(20).withHeap("512m");
            return many("streams-10000", Service.of(50, 200, 100), job, directory);
        }
    },
    ARRIVALS_2000("dispatch lag p99 under 2 ms") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return lag(Run.of("arrivals-2000", Service.of(5, 1, 2), Job.arrivals(2_000, 12), directory));
        }
    },
    BREAKPOINT("within 5 % of the capacity of 80 a second") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return KnownCapacity.found(directory);
        }
    },
    HEAP("flat, a million requests") {
        @Override
        List<String> measure(Path directory) throws IOException, InterruptedException {
            return heap(directory);
        }
    };

    private final String bar;

    Row(String bar) {
        this.bar = bar;
    }

    /** What it is to reach. */
    String bar() {
        return bar;
    }

    /** The name by which it is asked for. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    abstract List<String> measure(Path directory) throws IOException, InterruptedException;

    private static List<String> cpu(String name, int streams, Path directory) throws IOException, InterruptedException {
        Service service = Service.of(50, 5, 100);
        Run run = Run.of(name, service, Job.users(streams, 32).probedAt(20L, 32L), directory);
        OptionalDouble wrk = Wrk.cpuMicrosPerToken(name + "-wrk", service, streams, directory);
        List<String> lines = new ArrayList<>();
        lines.add(said("CPU %.2f us a token at %.0f tokens/s", run.cpuMicrosPerToken(), run.tokensPerSecond()));
        lines.add(
                wrk.isPresent()
                        ? said("%.2f x wrk's %.2f", run.cpuMicrosPerToken() / wrk.getAsDouble(), wrk.getAsDouble())
                        : "wrk is not on the path: no ratio");
        lines.add(said("%.0f bytes allocated a token", run.bytesPerToken()));
        lines.add(run.verdict());
        return lines;
    }

    private static List<String> accuracy(String name, Service service, int users, Path directory)
            throws IOException, InterruptedException {
        Run run = Run.of(name, service, Job.users(users, 10), directory);
        return List.of("measured minus true TTFT " + TtftErrors.of(run), run.verdict());
    }

    private static List<String> transports(String name, Service service, int users, Path directory)
            throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (Way way : Way.values()) {
            if (way.hasFront() && HaProxy.program().isEmpty()) {
                lines.add(way.shown() + ": haproxy is not on the path");
                continue;
            }
            Run run = Run.of(
                    name + "-" + way.name().toLowerCase(Locale.ROOT), service, Job.users(users, 10), way, directory);
            lines.add(way.shown() + ": measured minus true TTFT " + TtftErrors.of(run));
            lines.add("    " + run.verdict());
        }
        return lines;
    }

    private static List<String> many(String name, Service service, Job job, Path directory)
            throws IOException, InterruptedException {
        Run run = Run.of(name, service, job, directory);
        return List.of(
                run.verdict(),
                said("dispatch lag p99 %.2f ms", run.millis("lag.p99")),
                "measured minus true TTFT " + TtftErrors.of(run));
    }

    private static List<String> lag(Run run) {
        return List.of(
                said("dispatch lag p50 %.2f ms, p99 %.2f ms", run.millis("lag.p50"), run.millis("lag.p99")),
                run.verdict());
    }

    private static List<String> heap(Path directory) throws IOException, InterruptedException {
        Job job = Job.users(64, 90).withHeap("192m").probedAt(9L, 45L, 90L).collectedBefore();
        Run run = Run.of("heap", Service.of(0, 0, 1), job, directory);
        return List.of(
                said(
                        "%.1f MB in use after 10 %%, %.1f MB after 50 %%, %.1f MB after all of %d requests",
                        run.probe(0).heapUsed() / 1e6,
                        run.probe(1).heapUsed() / 1e6,
                        run.probe(2).heapUsed() / 1e6,
                        run.requests()),
                run.verdict());
    }

    private static String said(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}
