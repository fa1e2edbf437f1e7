package dev.llmbench.plan;

/**
 * A value that is sent but never shown, neither by {@link #toString()} nor in any file.
 *
 * <pre>{@code
 * String shown = new Secret(System.getenv("MY_KEY")).toString();
 * }</pre>
 */
public final class Secret {
    /** The text that replaces a secret wherever it would be shown. */
    public static final String MASK = "***";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** Returns the value itself, only to be sent. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
