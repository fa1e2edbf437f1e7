import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the datasets of llama4/ from the frames and rows in full.txt and chat.txt; the same input gives the same bytes. Fails, and writes nothing, if a prompt is outside the range of tokens,
 * comes twice, or shares a long opening with another. The README in the folder above says how to run it.
 */
class MakePrompts {
    static final int FEWEST = 40;
    static final int MOST = 60;
    static final int LONGEST_COMMON_OPENING = 15;

    static final System.Logger LOG = System.getLogger("MakePrompts");
    static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    static final Pattern SLOT = Pattern.compile("\\{(\\^?)(\\d)}");

    /** What belongs together: each frame makes sense with each row. */
    record Domain(List<String> frames, List<String[]> rows) {}

    /** One prompt; {@code system} is empty where there is no system message. */
    record Made(String system, String text) {
        int tokens() {
            return ENCODING.countTokens(system) + ENCODING.countTokens(text);
        }

        /** The prompt in the order in which a server sees it, as a prefix cache compares prompts from their start. */
        int[] inOrder() {
            return ENCODING.encode(system + text).toArray();
        }
    }

    public static void main(String[] args) throws IOException {
        Path datasets = Path.of(args.length == 0 ? "datasets" : args[0]);
        List<Made> full = prompts(datasets.resolve("make/full.txt"));
        List<Made> chat = prompts(datasets.resolve("make/chat.txt"));
        requireNoFaults(full, chat);
        writeBoth(datasets, "50_100", full, chat, 100);
        writeBoth(datasets, "50_500", everyThird(full), everyThird(chat), 500);
        writeBoth(datasets, "500_100", joined(full, full, 10), joined(full, chat, 10), 100);
        writeBoth(datasets, "2000_200", joined(full, full, 40), joined(full, chat, 40), 200);
        writeConversations(datasets, chat, 100);
    }

    static void writeBoth(Path datasets, String lengths, List<Made> full, List<Made> chat, int maxTokens)
            throws IOException {
        for (List<Made> set : List.of(full, chat)) {
            LOG.log(System.Logger.Level.INFO, lengths + ": " + summary(set, longestCommonOpening(set)));
        }
        Path folder = datasets.resolve("llama4");
        write(folder.resolve("prompts_full_" + lengths + ".jsonl"), full, made -> fullLine(made, maxTokens));
        write(folder.resolve("prompts_chat_" + lengths + ".jsonl"), chat, made -> chatLine(made, maxTokens));
    }

    /**
     * Every third task as the opening of a conversation; then one to three further turns that follow from any answer, others
     * from conversation to conversation.
     */
    static void writeConversations(Path datasets, List<Made> openings, int maxTokens) throws IOException {
        List<String> followUps = Files.readAllLines(datasets.resolve("make/follow-ups.txt")).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                .toList();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < openings.size(); i += 3) {
            Made opening = openings.get(i);
            List<String> turns = new ArrayList<>(List.of(opening.text()));
            for (int turn = 0; turn <= i / 3 % 3; turn++) {
                turns.add(followUps.get((i / 3 + turn * 7) % followUps.size()));
            }
            String system = opening.system().isEmpty() ? "" : "\"system\": " + quoted(opening.system()) + ", ";
            lines.append("{").append(system).append("\"turns\": [");
            lines.append(turns.stream().map(MakePrompts::quoted).collect(Collectors.joining(", ")));
            lines.append("]").append(end(opening, maxTokens));
        }
        Files.writeString(datasets.resolve("llama4/prompts_conversations_50_100.jsonl"), lines);
    }

    static List<Made> everyThird(List<Made> set) {
        return IntStream.range(0, set.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(set::get)
                .toList();
    }

    /** So many pieces in each prompt, the last of them a prompt of its own; no piece is used twice. */
    static List<Made> joined(List<Made> pieces, List<Made> lasts, int number) {
        List<Made> joined = new ArrayList<>();
        for (int i = 0; i + number <= pieces.size(); i += number) {
            StringBuilder text = new StringBuilder();
            for (Made piece : pieces.subList(i, i + number - 1)) {
                text.append(piece.text()).append(" ...\n\n");
            }
            Made last = lasts.get(i + number - 1);
            joined.add(new Made(last.system(), text + last.text()));
        }
        return joined;
    }

    /** All frames with all rows, so ordered that neighbours come from different domains. */
    static List<Made> prompts(Path file) throws IOException {
        List<List<Made>> byDomain =
                domains(file).stream().map(MakePrompts::prompts).toList();
        int longest = byDomain.stream().mapToInt(List::size).max().orElse(0);
        List<Made> mixed = new ArrayList<>();
        for (int i = 0; i < longest; i++) {
            for (List<Made> made : byDomain) {
                if (i < made.size()) {
                    mixed.add(made.get(i));
                }
            }
        }
        return mixed;
    }

    static List<Domain> domains(Path file) throws IOException {
        List<Domain> domains = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("== ")) {
                domains.add(new Domain(new ArrayList<>(), new ArrayList<>()));
            } else if (line.startsWith("> ")) {
                domains.get(domains.size() - 1).frames().add(line.substring(2).replace("\\n", "\n"));
            } else if (line.startsWith("- ")) {
                domains.get(domains.size() - 1).rows().add(line.substring(2).split(" \\| "));
            } else if (!line.isEmpty() && !line.startsWith("# ")) {
                throw new IllegalArgumentException(file + ": neither domain, frame, row nor comment: " + line);
            }
        }
        return domains;
    }

    /** Row by row, each row with another frame than the row before. */
    static List<Made> prompts(Domain domain) {
        List<Made> made = new ArrayList<>();
        int frames = domain.frames().size();
        for (int turn = 0; turn < frames; turn++) {
            for (int row = 0; row < domain.rows().size(); row++) {
                made.add(made(
                        domain.frames().get((turn + row) % frames),
                        domain.rows().get(row)));
            }
        }
        return made;
    }

    /** A frame is a text, or a system message and a text with {@code ||} between them. */
    static Made made(String frame, String[] row) {
        String filled = SLOT.matcher(frame).replaceAll(slot -> Matcher.quoteReplacement(fill(slot, row)));
        String[] parts = filled.split(" \\|\\| ", 2);
        return parts.length == 1 ? new Made("", parts[0]) : new Made(parts[0], parts[1]);
    }

    static String fill(MatchResult slot, String[] row) {
        int index = Integer.parseInt(slot.group(2)) - 1;
        if (index >= row.length) {
            throw new IllegalArgumentException("no field " + slot.group() + " in the row " + Arrays.toString(row));
        }
        String value = row[index];
        return slot.group(1).isEmpty() ? value : value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1);
    }

    static void requireNoFaults(List<Made> full, List<Made> chat) {
        List<String> faults = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (List<Made> set : List.of(full, chat)) {
            for (Made made : set) {
                if (made.tokens() < FEWEST || made.tokens() > MOST) {
                    faults.add(made.tokens() + " tokens: " + made);
                }
                if (!texts.add(made.text())) {
                    faults.add("twice: " + made);
                }
            }
            int common = longestCommonOpening(set);
            if (common > LONGEST_COMMON_OPENING) {
                faults.add(common + " tokens are the longest common opening");
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.size() + " faults:\n" + String.join("\n", faults));
        }
    }

    /** In sorted order the two prompts with the longest common opening are neighbours. */
    static int longestCommonOpening(List<Made> set) {
        List<int[]> sorted =
                set.stream().map(Made::inOrder).sorted(Arrays::compare).toList();
        int longest = 0;
        for (int i = 1; i < sorted.size(); i++) {
            longest = Math.max(longest, Arrays.mismatch(sorted.get(i - 1), sorted.get(i)));
        }
        return longest;
    }

    static String summary(List<Made> set, int common) {
        IntSummaryStatistics tokens = set.stream().mapToInt(Made::tokens).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%d prompts of %d to %d tokens, %.1f on average; longest common opening %d tokens",
                tokens.getCount(),
                tokens.getMin(),
                tokens.getMax(),
                tokens.getAverage(),
                common);
    }

    static String fullLine(Made made, int maxTokens) {
        return "{\"prompt\": " + quoted(made.text()) + end(made, maxTokens);
    }

    static String chatLine(Made made, int maxTokens) {
        String system = made.system().isEmpty() ? "" : message("system", made.system()) + ", ";
        return "{\"messages\": [" + system + message("user", made.text()) + "]" + end(made, maxTokens);
    }

    static String message(String role, String content) {
        return "{\"role\": \"" + role + "\", \"content\": " + quoted(content) + "}";
    }

    static String end(Made made, int maxTokens) {
        return ", \"max_tokens\": " + maxTokens + ", \"prompt_tokens\": " + made.tokens() + "}\n";
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static void write(Path file, List<Made> set, Function<Made, String> line) throws IOException {
        StringBuilder lines = new StringBuilder();
        set.forEach(made -> lines.append(line.apply(made)));
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }
}
