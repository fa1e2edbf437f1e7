package dev.llmbench.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The properties that make two loads equal; only runs of the same series are compared.
 *
 * @param settings the settings with their values as text, such as {@code max_tokens} and {@code 128}; without host, port,
 * headers and anything else that does not change the load
 */
public record LoadSeries(Map<String, String> settings) {
    private static final int DIGITS = 16;
    private static final int MOST_DIFFERENCES = 3;

    public LoadSeries {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Returns the name of the series: 16 hexadecimal digits of a hash of the settings. */
    public String hash() {
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name.length())
                .append(':')
                .append(name)
                .append('=')
                .append(value.length())
                .append(':')
                .append(value)
                .append('\n'));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Describes what changed since the earlier load, such as {@code max_tokens was 128 in the 34 runs before, is 256}. */
    String changesSince(LoadSeries earlier, int runs) {
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(earlier.settings.keySet());
        names.removeIf(name -> value(name).equals(earlier.value(name)));
        String before = runs == 1 ? " in the run before" : " in the " + runs + " runs before";
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            if (changes.size() < MOST_DIFFERENCES) {
                changes.add(name + " was " + earlier.value(name) + (changes.isEmpty() ? before : "") + ", is "
                        + value(name));
            }
        }
        int more = names.size() - changes.size();
        return String.join("; ", changes) + (more > 0 ? "; and " + more + " more" : "");
    }

    private String value(String name) {
        return settings.getOrDefault(name, "not set");
    }
}
