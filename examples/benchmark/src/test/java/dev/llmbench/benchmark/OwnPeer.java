package dev.llmbench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The project's own load generator. */
record OwnPeer() implements Peer {

    @Override
    public String title() {
        return "this library";
    }

    @Override
    public String name() {
        return "own";
    }

    @Override
    public ProcessBuilder command(Load load) {
        return Jvm.command(Jvm.ownClassPath(), load.asOptions(), OwnPeerMain.class.getName(), List.of());
    }

    @Override
    public Said said(Load load, Truth truth) throws IOException {
        Path file = load.directory().resolve(OwnPeerMain.OUTPUT).resolve("requests.csv");
        List<Double> firstTokens = new ArrayList<>();
        long errors = 0;
        for (Csv row : Csv.read(Files.readAllLines(file))) {
            Truth.Served served = truth.requests().get(row.cell("id"));
            if (served != null && load.window().contains(served.received()) && row.has("first_content")) {
                firstTokens.add(Double.parseDouble(row.cell("first_content")) - Double.parseDouble(row.cell("sent")));
            }
            if (!List.of("ok", "interrupted").contains(row.cell("outcome"))) {
                errors++;
            }
        }
        return new Said(Optional.of(Percentiles.of(firstTokens)), errors);
    }
}
