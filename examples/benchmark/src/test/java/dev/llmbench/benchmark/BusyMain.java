package dev.llmbench.benchmark;

import java.io.IOException;

/** Keeps one core busy until its input ends, as it does when the process that started it dies. */
final class BusyMain {
    @SuppressWarnings("unused") // Written so that no compiler removes the loop.
    private static volatile long turns;

    private BusyMain() {}

    public static void main(String[] args) throws IOException {
        Thread burner = new Thread(BusyMain::burn, "burner");
        burner.setDaemon(true);
        burner.start();
        System.out.println("busy");
        while (System.in.read() >= 0) {
            // Nobody has anything to say but to end.
        }
    }

    private static void burn() {
        for (long turn = 0; true; turn++) {
            turns = turn;
        }
    }
}
