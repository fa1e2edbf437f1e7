package dev.llmbench.history;

import java.util.Map;

/**
 * The credentials for a history in a database.
 *
 * @param name empty if the database asks for none
 * @param password never shown
 */
public record DatabaseUser(String name, String password) {

    /** Returns what the environment variables {@code LLMBENCH_HISTORY_USER} and {@code LLMBENCH_HISTORY_PASSWORD} hold. */
    public static DatabaseUser of(Map<String, String> environment) {
        return new DatabaseUser(
                environment.getOrDefault("LLMBENCH_HISTORY_USER", ""),
                environment.getOrDefault("LLMBENCH_HISTORY_PASSWORD", ""));
    }

    @Override
    public String toString() {
        return "DatabaseUser[name=***, password=***]";
    }
}
