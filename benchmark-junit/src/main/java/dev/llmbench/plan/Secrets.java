package dev.llmbench.plan;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The secrets in the requests to a target, which are masked in everything that a server sends back.
 *
 * <pre>{@code
 * String shown = result.plan().target().secrets().maskedIn("401: no such key");
 * }</pre>
 */
public final class Secrets {
    /** A shorter word is not a secret, and masking it would garble the text. */
    private static final int SHORTEST = 8;

    private static final int SHORTEST_PIECE = 12;

    private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)([?&][^=&#]*(?:key|token|secret|sig|password|auth)[^=&#]*=)([^&#]*)");
    private static final Pattern CREDENTIAL = Pattern.compile("(?i).*(authorization|api-?key|cookie|token|secret).*");
    private static final Pattern BASIC = Pattern.compile("(?i)\\s*basic\\s+(\\S+)\\s*");
    private static final Map<Character, String> HTML =
            Map.of('&', "amp", '<', "lt", '>', "gt", '"', "quot", '\'', "apos", '+', "plus", '=', "equals", '/', "sol");

    private final List<String> words;
    private final Pattern anyWord;

    private Secrets(Set<String> words) {
        // Longer words first, since a shorter one may be part of a longer one.
        this.words = words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        // "(?!)" never matches.
        this.anyWord = Pattern.compile(
                this.words.isEmpty()
                        ? "(?!)"
                        : this.words.stream().map(Secrets::howeverWritten).collect(Collectors.joining("|")));
    }

    /** Whether a header of this name carries a credential. */
    public static boolean namesCredential(String header) {
        return CREDENTIAL.matcher(header).matches();
    }

    static Secrets of(Target target) {
        Set<String> words = new LinkedHashSet<>();
        target.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host")) {
                addHeader(words, value.reveal());
            }
        });
        target.reach().proxy().ifPresent(proxy -> addProxy(words, proxy));
        addParameters(words, target.endpoint());
        words.removeIf(word -> word.length() < SHORTEST);
        target.apiKey().ifPresent(key -> words.add(key.reveal()));
        return new Secrets(words);
    }

    /** Returns the union of these secrets and others. */
    Secrets and(Secrets others) {
        Set<String> all = new LinkedHashSet<>(words);
        all.addAll(others.words);
        return new Secrets(all);
    }

    /** A server may echo the token without "Bearer" in front of it, the value of a cookie, or a password. */
    private static void addHeader(Set<String> words, String value) {
        for (String word : value.split("[\\s,;]+", -1)) {
            words.add(word);
            words.add(word.substring(word.indexOf('=') + 1));
        }
        Matcher basic = BASIC.matcher(value);
        if (basic.matches()) {
            addCredentials(words, basic.group(1));
        }
    }

    private static void addProxy(Set<String> words, ProxyServer proxy) {
        String password = proxy.password().map(Secret::reveal).orElse("");
        String both = proxy.user().orElse("") + ":" + password;
        words.add(password);
        words.add(both);
        words.add(Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    private static void addCredentials(Set<String> words, String encoded) {
        try {
            String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            words.add(both);
            words.add(both.substring(both.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            // It says "Basic" but is not.
        }
    }

    private static void addParameters(Set<String> words, URI endpoint) {
        Matcher secret = PARAMETER.matcher("?" + endpoint.getRawQuery());
        while (secret.find()) {
            words.add(secret.group(2));
            words.add(decoded(secret.group(2)));
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** Returns a pattern that matches the word with any of its characters escaped as in JSON, URLs or HTML. */
    private static String howeverWritten(String word) {
        return word.chars().mapToObj(c -> sign((char) c)).collect(Collectors.joining());
    }

    private static String sign(char sign) {
        String itself = Pattern.quote(String.valueOf(sign));
        if (Character.isLetterOrDigit(sign) || sign > 0x7f) {
            return itself;
        }
        String hex = String.format(Locale.ROOT, "%02x", (int) sign);
        String named = HTML.containsKey(sign) ? "|&" + HTML.get(sign) + ";" : "";
        String spaced = sign == ' ' ? "|\\+" : "";
        return "(?i:" + itself + "|\\\\" + itself + "|%" + hex + "|\\\\u00" + hex + "|&#0*" + (int) sign + ";|&#x0*"
                + hex + ";" + named + spaced + ")";
    }

    /** Masks every secret in the text, even if it was escaped or encoded. */
    public String maskedIn(String text) {
        return anyWord.matcher(text).replaceAll(Matcher.quoteReplacement(Secret.MASK));
    }

    /** Also masks parts of secrets, for text that may have been truncated within one. Meant for short texts. */
    public String piecesMaskedIn(String text) {
        if (text.length() < SHORTEST_PIECE) {
            return text;
        }
        String masked = text;
        for (String word : words) {
            masked = withoutPieces(masked, word);
        }
        return masked;
    }

    private static String withoutPieces(String text, String word) {
        StringBuilder shown = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int length = pieceAt(text, at, word);
            if (length > 0) {
                shown.append(Secret.MASK);
                at += length;
            } else {
                shown.append(text.charAt(at++));
            }
        }
        return shown.toString();
    }

    /** Returns the length of the part of the word that the text has at this position; 0 if there is none. */
    private static int pieceAt(String text, int at, String word) {
        for (int from = 0; from + SHORTEST_PIECE <= word.length(); from++) {
            if (text.regionMatches(at, word, from, SHORTEST_PIECE)) {
                int length = SHORTEST_PIECE;
                while (from + length < word.length()
                        && at + length < text.length()
                        && word.charAt(from + length) == text.charAt(at + length)) {
                    length++;
                }
                return length;
            }
        }
        return 0;
    }

    /** Masks user info and query values that could be keys in a URL, even in an invalid one. */
    public static String shownUrl(String url) {
        String text = USER_INFO.matcher(url).replaceFirst("//" + Matcher.quoteReplacement(Secret.MASK) + "@");
        return PARAMETER.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(Secret.MASK));
    }

    @Override
    public String toString() {
        return Secret.MASK;
    }
}
