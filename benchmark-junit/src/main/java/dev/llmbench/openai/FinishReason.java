package dev.llmbench.openai;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of finish reasons. */
enum FinishReason {
    /** A placeholder that servers send if there is no reason. */
    PLACEHOLDER,
    /** The answer ended normally. */
    REAL,
    /** The answer failed. */
    FAILURE,
    /** Either a placeholder or a reason, depending on whether anything follows it. */
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
            "pause_turn",
            "stop_sequence",
            "max_tokens",
            "max_output_tokens",
            "max_length",
            "model_length",
            "context_window_exceeded",
            "model_context_window_exceeded",
            "blocklist",
            "guardrail_intervened",
            "prohibited_content",
            "recitation",
            "refusal",
            "safety",
            "sensitive",
            "spii",
            "complete",
            "completed",
            "incomplete");

    /**
     * Parts of words. DeepSeek's insufficient_system_resource ends an answer for which its server had no more capacity.
     */
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
            "terminated",
            "killed",
            "preempt",
            "shutdown",
            "shutting_down",
            "out_of_memory",
            "insufficient_system_resource");

    static FinishReason of(String said) {
        String word = said.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        if (REASONS.contains(word)) {
            return REAL;
        }
        if (PLACEHOLDERS.contains(word)) {
            return PLACEHOLDER;
        }
        return FAILURES.stream().anyMatch(word::contains) ? FAILURE : UNKNOWN;
    }
}
