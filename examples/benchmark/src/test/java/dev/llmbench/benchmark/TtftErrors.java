package dev.llmbench.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much more TTFT was measured than the server took, request by request, sorted, in milliseconds. */
record TtftErrors(List<Double> millis) {

    static TtftErrors of(Run run) throws IOException {
        List<Double> errors = new ArrayList<>();
        try (BufferedReader rows = Files.newBufferedReader(run.directory().resolve("requests.csv"))) {
            List<String> columns = Arrays.asList(rows.readLine().split(","));
            int id = columns.indexOf("id");
            int sent = columns.indexOf("sent");
            int firstToken = columns.indexOf("first_content");
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] cells = row.split(",", -1);
                Truth.Served served = run.truth().requests().get(cells[id]);
                if (served != null && !cells[firstToken].isEmpty()) {
                    double measured = Double.parseDouble(cells[firstToken]) - Double.parseDouble(cells[sent]);
                    errors.add(measured - served.ttft());
                }
            }
        }
        errors.sort(null);
        return new TtftErrors(errors);
    }

    double percentile(double percent) {
        return millis.get(Math.max(0, (int) Math.ceil(millis.size() * percent / 100) - 1));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f, p95 %.2f, p99 %.2f, max %.2f ms (%d requests)",
                percentile(50),
                percentile(95),
                percentile(99),
                percentile(100),
                millis.size());
    }
}
