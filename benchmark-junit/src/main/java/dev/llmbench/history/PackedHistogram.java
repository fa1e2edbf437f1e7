package dev.llmbench.history;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.LatencyHistogram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Packs a distribution into a short text: a {@link KeptHistogram}, deflated and in Base64. */
final class PackedHistogram {
    private static final int MOST_BYTES = 10_000_000;

    private PackedHistogram() {}

    static String pack(Distribution samples) {
        byte[] text = KeptHistogram.of(samples).text().getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Unpacks the result of {@link #pack}.
     *
     * @throws IllegalArgumentException if the text is not a packed histogram
     */
    static Distribution unpack(String packed) {
        byte[] bytes = Base64.getDecoder().decode(packed);
        try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            String text = new String(inflated.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
            LatencyHistogram histogram = new LatencyHistogram();
            KeptHistogram.parse(text).addTo(histogram);
            return histogram.finished();
        } catch (IOException e) {
            throw new IllegalArgumentException("The text is not a packed histogram", e);
        }
    }
}
