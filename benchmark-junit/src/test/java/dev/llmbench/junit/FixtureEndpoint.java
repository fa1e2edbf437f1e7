package dev.llmbench.junit;

/** Where fixtures that name their endpoint in code find the server of the test that runs them. */
final class FixtureEndpoint {
    private static volatile String url = "";

    private FixtureEndpoint() {}

    static void set(String serverUrl) {
        url = serverUrl;
    }

    static String url() {
        return url;
    }
}
