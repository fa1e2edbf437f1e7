package dev.llmbench.plan;

/**
 * What was asked for cannot be done. Thrown before any traffic is sent; the message says what to write instead.
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
     * A value that breaks a rule.
     *
     * @param attribute the attribute's name, as the user writes it
     * @param value the value as given
     * @param rule the rule that it breaks
     * @param remedy what to write instead
     */
    public static ConfigurationException of(String attribute, Object value, String rule, String remedy) {
        return new ConfigurationException(attribute + " = \"" + value + "\": " + rule + ". " + remedy + ".");
    }

    /** Any other mistake, in whole sentences. */
    public static ConfigurationException saying(String message) {
        return new ConfigurationException(message);
    }

    /** The same mistake, said of the given place, such as a test method; it takes this one's stead, traces and all. */
    public ConfigurationException at(String place) {
        ConfigurationException placed = new ConfigurationException(place + ": " + getMessage());
        placed.setStackTrace(getStackTrace());
        if (getCause() != null) {
            placed.initCause(getCause());
        }
        return placed;
    }
}
