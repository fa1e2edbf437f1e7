package dev.llmbench.plan;

/**
 * Thrown if a configuration is invalid, before any traffic is sent. The message says what to write instead.
 *
 * <pre>{@code
 * try {
 *     LoadTest.builder().endpoint("localhost").build();
 * } catch (ConfigurationException e) {
 *     System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private ConfigurationException(String message) {
        super(message);
    }

    /**
     * Creates an exception for a value that breaks a rule.
     *
     * @param attribute the attribute's name, as the user writes it
     * @param value the value as given
     * @param rule the rule that it breaks
     * @param remedy what to write instead
     */
    public static ConfigurationException of(String attribute, Object value, String rule, String remedy) {
        return new ConfigurationException(attribute + " = \"" + value + "\": " + rule + ". " + remedy + ".");
    }

    /** Creates an exception for any other mistake, described in whole sentences. */
    public static ConfigurationException saying(String message) {
        return new ConfigurationException(message);
    }

    /** Sets the cause and returns this exception. */
    public ConfigurationException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /**
     * Returns this exception with the place of the mistake, such as a test method, in front of its message. It keeps the
     * stack trace and the cause.
     */
    public ConfigurationException at(String place) {
        ConfigurationException placed = new ConfigurationException(place + ": " + getMessage());
        placed.setStackTrace(getStackTrace());
        if (getCause() != null) {
            placed.initCause(getCause());
        }
        return placed;
    }
}
