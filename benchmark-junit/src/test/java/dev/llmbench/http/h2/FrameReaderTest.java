package dev.llmbench.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that come in pieces of any size, and those that a server may not send. */
class FrameReaderTest {
    private static final int FUZZED_STREAMS = 5_000;
    private static final byte[] SETTINGS = frame(Frames.SETTINGS, 0, 0, "0003 00000064 0004 00010000");

    /** Writes down what frames say, pieces of one body joined. */
    private static class Heard implements FrameReader.Sink {
        private final List<String> said = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        @Override
        public void setting(int name, int value) {
            said.add("setting " + name + "=" + value);
        }

        @Override
        public void settingsEnded() {
            said.add("settings");
        }

        @Override
        public void headers(int stream, byte[] bytes, int from, int to, boolean last) {
            said.add(stream + " head " + HexFormat.of().formatHex(bytes, from, to) + (last ? " last" : ""));
        }

        @Override
        public void data(int stream, byte[] bytes, int from, int to) {
            body.append(new String(bytes, from, to - from, ISO_8859_1));
        }

        @Override
        public void dataEnded(int stream, int length, boolean last) {
            said.add(stream + " data " + body + " of " + length + (last ? " last" : ""));
            body.setLength(0);
        }

        @Override
        public void reset(int stream, int code) {
            said.add(stream + " reset " + ErrorCode.name(code));
        }

        @Override
        public void ping(byte[] opaque) {
            said.add("ping " + HexFormat.of().formatHex(opaque));
        }

        @Override
        public void goAway(int lastStream, int code, String why) {
            said.add("go away after " + lastStream + " " + ErrorCode.name(code) + " " + why);
        }

        @Override
        public void windowUpdate(int stream, int increment) {
            said.add(stream + " window " + increment);
        }
    }

    private static byte[] frame(int type, int flags, int stream, String hex) {
        return frame(type, flags, stream, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return RawFrame.of(type, flags, stream, payload);
    }

    private static byte[] joined(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static byte[] everyKind() {
        return joined(
                SETTINGS,
                frame(Frames.SETTINGS, Frames.ACK, 0, ""),
                frame(Frames.PING, 0, 0, "0102030405060708"),
                frame(Frames.PING, Frames.ACK, 0, "0102030405060708"),
                frame(Frames.WINDOW_UPDATE, 0, 3, "00001000"),
                frame(Frames.HEADERS, Frames.END_HEADERS, 1, "aabb"),
                // Padded by two, and with a priority.
                frame(Frames.HEADERS, Frames.PADDED | Frames.PRIORITY, 3, "02 8000000010 cc 0000"),
                frame(Frames.CONTINUATION, 0, 3, "dd"),
                frame(Frames.CONTINUATION, Frames.END_HEADERS, 3, "ee"),
                frame(0x7f, 0xff, 1, "something new".getBytes(ISO_8859_1)),
                frame(Frames.DATA, 0, 1, "hello".getBytes(ISO_8859_1)),
                frame(Frames.DATA, Frames.PADDED, 1, "\3you\0\0\0".getBytes(ISO_8859_1)),
                frame(Frames.DATA, Frames.PADDED, 1, "\2\0\0".getBytes(ISO_8859_1)),
                frame(Frames.DATA, Frames.END_STREAM, 1, ""),
                frame(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 3, ""),
                frame(Frames.RST_STREAM, 0, 5, "00000007"),
                frame(Frames.GOAWAY, 0, 0, "00000005 0000000b 656e6f756768"));
    }

    private static final List<String> SAID = List.of(
            "setting 3=100",
            "setting 4=65536",
            "settings",
            "ping 0102030405060708",
            "3 window 4096",
            "1 head aabb",
            "3 head ccddee",
            "1 data hello of 5",
            "1 data you of 7",
            "1 data  of 3",
            "1 data  of 0 last",
            "3 head  last",
            "5 reset REFUSED_STREAM",
            "go away after 5 ENHANCE_YOUR_CALM enough");

    @Test
    void framesAreTheSameHoweverTheyAreCut() throws Exception {
        byte[] bytes = everyKind();
        for (int size = 1; size <= bytes.length; size++) {
            Heard heard = new Heard();
            FrameReader reader = new FrameReader(heard);
            for (int from = 0; from < bytes.length; from += size) {
                reader.read(bytes, from, Math.min(bytes.length, from + size));
            }
            assertThat(heard.said).as("in pieces of %s bytes", size).isEqualTo(SAID);
        }
    }

    @Test
    void aBodyIsHandedOnBeforeItsFrameIsComplete() throws Exception {
        Heard heard = new Heard();
        FrameReader reader = new FrameReader(heard);
        byte[] bytes = joined(SETTINGS, frame(Frames.DATA, 0, 1, "hello".getBytes(ISO_8859_1)));
        reader.read(bytes, 0, bytes.length - 3);
        assertThat(heard.body).hasToString("he");
    }

    @Test
    void nothingIsReadAfterAStop() throws Exception {
        List<String> said = new ArrayList<>();
        FrameReader[] reader = new FrameReader[1];
        Heard heard = new Heard() {
            @Override
            public void settingsEnded() {
                said.add("settings");
                reader[0].stop();
            }

            @Override
            public void ping(byte[] opaque) {
                said.add("ping");
            }
        };
        reader[0] = new FrameReader(heard);
        byte[] bytes = joined(SETTINGS, frame(Frames.PING, 0, 0, "0102030405060708"));
        reader[0].read(bytes, 0, bytes.length);
        reader[0].read(bytes, 0, bytes.length);
        assertThat(said).containsExactly("settings");
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource({
        // Lengths that a frame of the type cannot have.
        "6, 0, 0, 01, FRAME_SIZE_ERROR",
        "3, 0, 1, 0000, FRAME_SIZE_ERROR",
        "8, 0, 0, 000000, FRAME_SIZE_ERROR",
        "4, 0, 0, 0003, PROTOCOL_ERROR",
        "7, 0, 0, 00000001, PROTOCOL_ERROR",
        // Streams where none belongs, or none where one does.
        "4, 0, 1, 000300000001, PROTOCOL_ERROR",
        "0, 0, 0, 00, PROTOCOL_ERROR",
        "1, 4, 0, aa, PROTOCOL_ERROR",
        "3, 0, 0, 00000000, PROTOCOL_ERROR",
        // Padding that is longer than its frame.
        "0, 8, 1, 0200, PROTOCOL_ERROR",
        "0, 8, 1, '', PROTOCOL_ERROR",
        "1, 12, 1, 0300, PROTOCOL_ERROR",
        "1, 12, 1, '', PROTOCOL_ERROR",
        "1, 36, 1, 00000000, PROTOCOL_ERROR",
        // What a server may not send, or not here.
        "5, 4, 1, 0000000282, PROTOCOL_ERROR",
        "9, 4, 1, aa, PROTOCOL_ERROR",
    })
    void aFrameThatNoServerMaySendIsRefused(int type, int flags, int stream, String hex, ErrorCode code) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(joined(SETTINGS, frame(type, flags, stream, hex))))
                .satisfies(violation -> assertThat(violation.code()).isEqualTo(code));
    }

    private static void read(byte[] bytes) throws ProtocolViolation {
        new FrameReader(new Heard()).read(bytes, 0, bytes.length);
    }

    @Test
    void aHeaderBlockMustNotBeInterrupted() {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(joined(
                        SETTINGS, frame(Frames.HEADERS, 0, 1, "aa"), frame(Frames.PING, 0, 0, "0102030405060708"))));
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(joined(
                        SETTINGS,
                        frame(Frames.HEADERS, 0, 1, "aa"),
                        frame(Frames.CONTINUATION, Frames.END_HEADERS, 3, "aa"))));
    }

    @Test
    void aHeaderBlockThatDoesNotEndIsRefusedWithinBounds() {
        byte[] full = new byte[Frames.LARGEST];
        byte[] longBlock = joined(
                SETTINGS,
                frame(Frames.HEADERS, 0, 1, full),
                frame(Frames.CONTINUATION, 0, 1, full),
                frame(Frames.CONTINUATION, 0, 1, full),
                frame(Frames.CONTINUATION, 0, 1, full),
                frame(Frames.CONTINUATION, 0, 1, full));
        byte[][] emptyPieces = new byte[100][];
        java.util.Arrays.fill(emptyPieces, frame(Frames.CONTINUATION, 0, 1, ""));
        byte[] manyPieces = joined(SETTINGS, frame(Frames.HEADERS, 0, 1, "aa"), joined(emptyPieces));
        for (byte[] bytes : List.of(longBlock, manyPieces)) {
            assertThatExceptionOfType(ProtocolViolation.class)
                    .isThrownBy(() -> read(bytes))
                    .satisfies(violation -> assertThat(violation.code()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM));
        }
    }

    @Test
    void aFrameLargerThanAgreedOnIsRefusedBeforeItComes() {
        byte[] head = java.util.Arrays.copyOf(frame(Frames.DATA, 0, 1, new byte[Frames.LARGEST + 1]), 9);
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(joined(SETTINGS, head)))
                .withMessageContaining("16385");
    }

    @Test
    void aServerBeginsWithItsSettings() {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(frame(Frames.PING, 0, 0, "0102030405060708")));
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(frame(Frames.SETTINGS, Frames.ACK, 0, "")));
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1)))
                .withMessageContaining("HTTP/1");
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(frame(Frames.GOAWAY, 0, 0, "00000000 0000000c")))
                .withMessageContaining("INADEQUATE_SECURITY");
    }

    @Test
    void noBytesDoAnythingElseThanBeingReadOrRefused() {
        Random random = new Random(9113);
        byte[] every = everyKind();
        int refused = 0;
        for (int i = 0; i < FUZZED_STREAMS; i++) {
            byte[] bytes = every.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                read(bytes);
            } catch (ProtocolViolation e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, FUZZED_STREAMS - 1);
    }
}
