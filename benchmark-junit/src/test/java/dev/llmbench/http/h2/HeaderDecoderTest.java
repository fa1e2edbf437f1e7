package dev.llmbench.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header blocks: the examples of RFC 7541, appendix C, what another library writes, and what nobody should. */
class HeaderDecoderTest {
    private static final int FUZZED_BLOCKS = 20_000;

    /** The examples count on a table of 256 bytes, which a block sets before its fields. */
    private static final String TABLE_OF_256 = "3fe101";

    private final HeaderDecoder decoder = new HeaderDecoder();

    private List<String> read(String hex) throws ProtocolViolation {
        return read(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private List<String> read(byte[] block) throws ProtocolViolation {
        List<String> fields = new ArrayList<>();
        byte[] within = new byte[block.length + 7];
        System.arraycopy(block, 0, within, 3, block.length);
        decoder.read(within, 3, 3 + block.length, (name, value) -> fields.add(name + ": " + value));
        return fields;
    }

    @Test
    void aLiteralFieldIsKeptInTheTable() throws Exception {
        assertThat(read("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
                .containsExactly("custom-key: custom-header");
        assertThat(read("be")).containsExactly("custom-key: custom-header");
    }

    @Test
    void aLiteralFieldMayBeKeptFromTheTable() throws Exception {
        assertThat(read("040c 2f73 616d 706c 652f 7061 7468")).containsExactly(":path: /sample/path");
        assertThat(read("1008 7061 7373 776f 7264 0673 6563 7265 74")).containsExactly("password: secret");
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> read("be"));
    }

    @Test
    void aFieldOfTheListIsNamedByItsNumber() throws Exception {
        assertThat(read("82 84 86 88 8e"))
                .containsExactly(":method: GET", ":path: /", ":scheme: http", ":status: 200", ":status: 500");
        assertThat(read("0f2e 01 61")).containsExactly("www-authenticate: a");
    }

    @Test
    void responsesReferToThoseBefore() throws Exception {
        assertThat(read(TABLE_OF_256
                        + "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a"
                        + "3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
                .containsExactly(
                        ":status: 302",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com");
        assertThat(read("4803 3330 37c1 c0bf"))
                .containsExactly(
                        ":status: 307",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com");
    }

    @Test
    void responsesMayBeInHuffmansCode() throws Exception {
        assertThat(read(TABLE_OF_256
                        + "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e"
                        + "919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"))
                .containsExactly(
                        ":status: 302",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com");
        assertThat(read("4883 640e ffc1 c0bf")).contains(":status: 307", "cache-control: private");
        assertThat(read("88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d"
                        + "d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5"
                        + "b106 3d50 07"))
                .containsExactly(
                        ":status: 200",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:22 GMT",
                        "location: https://www.example.com",
                        "content-encoding: gzip",
                        "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
    }

    @Test
    void eachByteHasItsOwnCode() throws Exception {
        HPackEncoder encoder = new HPackEncoder(4096, ISO_8859_1);
        for (int b = 0; b < 256; b++) {
            // Ten times what the code makes shorter, for the encoder to use the code at all.
            String value = (char) b + "0".repeat(40);
            ByteArrayBuffer block = new ByteArrayBuffer(100);
            encoder.encodeHeader(block, "x", value, true);
            assertThat(read(block.toByteArray())).containsExactly("x: " + value);
        }
    }

    @Test
    void whatAnotherLibraryWritesIsRead() throws Exception {
        HPackEncoder encoder = new HPackEncoder(4096, ISO_8859_1);
        Random random = new Random(7541);
        for (int i = 0; i < 2_000; i++) {
            List<String> due = new ArrayList<>();
            ByteArrayBuffer block = new ByteArrayBuffer(1000);
            for (int j = random.nextInt(6); j >= 0; j--) {
                String name = List.of("content-type", "x-a", "date", "retry-after", "server")
                        .get(random.nextInt(5));
                String value = text(random, random.nextInt(3) == 0 ? 300 : 12);
                encoder.encodeHeader(block, name, value, random.nextInt(5) == 0);
                due.add(name + ": " + value);
            }
            assertThat(read(block.toByteArray())).isEqualTo(due);
        }
    }

    private static String text(Random random, int longest) {
        return IntStream.range(0, random.nextInt(longest + 1))
                .mapToObj(i -> String.valueOf((char) (' ' + random.nextInt(95))))
                .collect(Collectors.joining());
    }

    @Test
    void whatThisSideWritesIsReadEvenWhereItIsLong() throws Exception {
        for (int length : new int[] {0, 1, 126, 127, 128, 254, 255, 16_383, 16_512}) {
            String value = "v".repeat(length);
            assertThat(read(new HeaderBlock()
                            .field("X-Long", value)
                            .field("b", "c")
                            .bytes()))
                    .containsExactly("x-long: " + value, "b: c");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Numbers that there are none of, or that do not end.
                "80",
                "ff ff ff ff ff ff",
                "c5",
                // Blocks that are cut off.
                "40",
                "40 0a 61",
                "0f",
                // Texts that end within a character, that hold the code of the end, or that are filled up with other
                // bits.
                "00 81 00 00",
                "00 84 ff ff ff ff 00",
                "00 82 ff ff 00",
                // A table larger than was allowed.
                "3f e2 1f"
            })
    void whatIsNoHeaderBlockIsRefused(String hex) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> read(hex))
                .satisfies(violation -> assertThat(violation.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR));
    }

    @Test
    void ofASmallBlockThatSaysALotNotAllIsHeardAndTheNextIsReadAsEver() throws Exception {
        // One field of four thousand bytes, and then again and again its number.
        HeaderBlock large = new HeaderBlock().field("a", "v".repeat(4_000));
        byte[] kept = large.bytes();
        kept[0] = 0x40;
        byte[] bomb = new byte[kept.length + 1_000];
        System.arraycopy(kept, 0, bomb, 0, kept.length);
        for (int i = kept.length; i < bomb.length; i++) {
            bomb[i] = (byte) 0xbe;
        }
        List<String> heard = new ArrayList<>();
        assertThat(decoder.read(bomb, 0, bomb.length, (name, value) -> heard.add(name)))
                .isFalse();
        assertThat(heard).hasSize(HeaderDecoder.LARGEST / (4_000 + 1 + 32));
        assertThat(read("be 82")).hasSize(2);
    }

    @Test
    void noBytesDoAnythingElseThanBeingReadOrRefused() {
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < FUZZED_BLOCKS; i++) {
            byte[] block = new byte[random.nextInt(60)];
            random.nextBytes(block);
            try {
                read(block);
            } catch (ProtocolViolation e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, FUZZED_BLOCKS - 1);
    }
}
