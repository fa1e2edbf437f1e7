package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TimedStreamTest {

    private static final long TTFT = 1000;
    private static final long TPOT = 10;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int accepted = Integer.MAX_VALUE;
    private final Outbox out = new Outbox(new Socket(), ByteBuffer.allocate(1024));

    @Test
    void firstTokenIsDueAfterTtftAndEachOtherAfterTpot() throws IOException {
        TimedStream answer = answer(3);
        answer.open(out);
        answer.start(5000);

        assertThat(answer.due()).isEqualTo(6000);
        assertThat(answer.emit(6000, out)).isEqualTo(TimedAnswer.Progress.MORE);
        assertThat(answer.due()).isEqualTo(6010);
        assertThat(answer.emit(6010, out)).isEqualTo(TimedAnswer.Progress.MORE);
        assertThat(answer.emit(6020, out)).isEqualTo(TimedAnswer.Progress.COMPLETE);
    }

    @Test
    void lateTokenDoesNotShiftTheTimetable() throws IOException {
        TimedStream answer = answer(3);
        answer.open(out);
        answer.start(5000);

        answer.emit(6007, out);

        assertThat(answer.due()).isEqualTo(6010);
        assertThat(answer.trace().served(true).maxLateNanos()).isEqualTo(7);
    }

    @Test
    void allTokensThatAreDueAreSentTogether() throws IOException {
        TimedStream answer = answer(30);
        answer.open(out);
        answer.start(0);

        answer.emit(TTFT + 20 * TPOT, out);

        ServedRequest served = answer.trace().served(true);
        assertThat(served.outputTokens()).isEqualTo(21);
        assertThat(served.maxLateNanos()).isEqualTo(20 * TPOT);
        assertThat(answer.due()).isEqualTo(TTFT + 21 * TPOT);
    }

    @Test
    void streamThatIsFarBehindLetsOthersHaveATurn() throws IOException {
        TimedStream answer = answer(200);
        answer.open(out);
        answer.start(0);

        answer.emit(1_000_000, out);

        assertThat(answer.trace().served(true).outputTokens()).isEqualTo(64);
    }

    @Test
    void bytesAreKeptInOrderWhateverTheSocketTakesAtATime() throws IOException {
        String whole = stream();
        sent.reset();
        accepted = 7;

        assertThat(stream()).isEqualTo(whole).contains("data: [DONE]");
    }

    private String stream() throws IOException {
        TimedStream answer = answer(40);
        answer.open(out);
        answer.start(0);
        answer.emit(1_000_000, out);
        do {
            out.flush();
        } while (!out.isEmpty());
        return sent.toString(UTF_8);
    }

    private static TimedStream answer(int tokens) {
        return new TimedStream(
                new Wire(true, "m", 1),
                new AnswerPlan(TTFT, TPOT, tokens, false, OptionalInt.empty(), Optional.empty()),
                new CompletionRequest(true, false, 1, OptionalInt.empty(), 0, false),
                1,
                false,
                true,
                new RequestTrace("id", "/", true, 1, 0));
    }

    private final class Socket implements WritableByteChannel {

        @Override
        public int write(ByteBuffer bytes) {
            int count = Math.min(accepted, bytes.remaining());
            for (int i = 0; i < count; i++) {
                sent.write(bytes.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
