package dev.llmbench.history;

import java.util.Map;

/**
 * The credentials for a history in a database.
 *
 * @param name the user's name; empty if the database needs none
 * @param password the password, which is never shown
 */
public record DatabaseUser(String name, String password) {

    /**
     * Returns the user in the environment variables {@code LLMBENCH_HISTORY_USER} and
     * {@code LLMBENCH_HISTORY_PASSWORD}.
     */
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
