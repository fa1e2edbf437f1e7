import dev.llmbench.simulator.Simulator;
import java.time.Duration;

/** The server on this machine that the guides speak of. */
class Server {
    public static void main(String[] arguments) throws InterruptedException {
        Simulator.builder()
                .port(8000)
                .ttft(Duration.ofMillis(120))
                .tpot(Duration.ofMillis(10))
                .start();
        Thread.currentThread().join();
    }
}
