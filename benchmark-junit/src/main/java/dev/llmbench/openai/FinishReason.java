package dev.llmbench.openai;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a finish reason tells. */
enum FinishReason {
    /** Nothing: servers put it where they have none. */
    PLACEHOLDER,
    /** The answer ended as answers do. */
    REAL,
    /** The answer failed. */
    FAILURE,
    /** It may be either a placeholder or a reason: that is known when it is seen whether anything follows. */
    UNKNOWN;

    private static final Set<String> PLACEHOLDERS =
            Set.of("", "null", "none", "nil", "undefined", "unspecified", "finish_reason_unspecified", "in_progress");

    private static final Set<String> REASONS = Set.of(
            "stop",
            "length",
            "tool_calls",
            "tool_call",
            "tool_use",
            "function_call",
            "content_filter",
            "eos",
            "eos_token",
            "end_turn",
            "stop_sequence",
            "max_tokens",
            "max_output_tokens",
            "model_length",
            "safety",
            "recitation",
            "refusal",
            "completed",
            "incomplete");

    /** Parts of words. DeepSeek's insufficient_system_resource ends an answer that its server could not go on with. */
    private static final List<String> FAILURES = List.of(
            "error",
            "abort",
            "cancel",
            "fail",
            "exception",
            "timeout",
            "timed_out",
            "crash",
            "interrupted",
            "disconnect",
            "overload",
            "unavailable",
            "insufficient_system_resource");

    static FinishReason of(String said) {
        String word = said.strip().toLowerCase(Locale.ROOT);
        if (REASONS.contains(word)) {
            return REAL;
        }
        if (PLACEHOLDERS.contains(word)) {
            return PLACEHOLDER;
        }
        return FAILURES.stream().anyMatch(word::contains) ? FAILURE : UNKNOWN;
    }
}
