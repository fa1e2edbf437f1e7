package dev.llmbench.junit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be set for one run by a key: the attributes of the annotations, and what only runs have. */
enum Setting {
    ENDPOINT,
    ENDPOINT_METHOD,
    DATASET,
    DATASET_FORMAT,
    SALT_PROMPTS,
    CONVERSATIONS,
    TPOT_BY_DIFFERENCE,
    TOKENIZER,
    STAGES,
    START_USERS,
    START_RATE,
    MAX_IN_FLIGHT,
    LOAD,
    TRACE_SPEED,
    TRACE_WINDOW,
    TRACE_TIME_UNIT,
    PROFILE,
    TARGET,
    DURATION,
    SUSTAINED,
    HOLD,
    PRECISION,
    ABORT_ON_BREACH,
    ABORT_DELAY,
    ABORT_MIN_SAMPLES,
    PROMPT_TYPE,
    API,
    MODEL,
    MAX_TOKENS,
    TEMPERATURE,
    REQUEST_BODY,
    HEADERS,
    API_KEY,
    STREAMING,
    REQUEST_TIMEOUT,
    CONNECT_TIMEOUT,
    IDLE_TIMEOUT,
    KEEP_ALIVE,
    TRUST,
    CLIENT_CERTIFICATE,
    PROXY,
    HTTP_VERSION,
    PROBE,
    GRACEFUL_STOP,
    THINK_TIME,
    PACING,
    HONOUR_RETRY_AFTER,
    ERROR_PAUSE,
    WARM_UP,
    MAX_REQUESTS,
    MAX_REQUESTS_PER_USER,
    SEED,
    BUDGETS,
    GOODPUT,
    MODEL_PROFILE,
    K6_CSV,
    HLOG,
    MICROMETER,
    ACCEPT_INVALID,
    EVIDENCE,
    OUTPUT_DIR,
    QUIET,
    PROGRESS,
    ENABLED,
    PARALLEL;

    static Optional<Setting> of(String key) {
        return Stream.of(values()).filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** The last part of its keys, such as {@code request-timeout}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The annotations' attribute, such as {@code requestTimeout}. */
    String attribute() {
        StringBuilder attribute = new StringBuilder();
        for (String word : key().split("-", -1)) {
            attribute.append(
                    attribute.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return attribute.toString();
    }
}
