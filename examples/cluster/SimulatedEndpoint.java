import static java.time.Duration.ofMillis;

import dev.llmbench.simulator.Delay;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An endpoint for trying out a cluster. The embedded simulator listens on 127.0.0.1 alone; this passes connections to port 8000
 * on to it, so that workers in other containers or network namespaces reach it. It is not meant for measuring anything.
 */
class SimulatedEndpoint {
    public static void main(String[] arguments) throws IOException {
        Simulator llm = Simulator.builder()
                .ttft(Delay.logNormal(ofMillis(80), ofMillis(160)))
                .tpot(ofMillis(10))
                .outputTokens(50)
                .seed(1)
                .start();
        try (ServerSocket port = new ServerSocket(8000)) {
            while (true) {
                Socket client = port.accept();
                Socket server = new Socket("127.0.0.1", llm.port());
                pass(client, server);
                pass(server, client);
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        Thread thread = new Thread(() -> {
            try (from;
                    to) {
                to.setTcpNoDelay(true);
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // One side has closed the connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
