package dev.llmbench.report.html;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * The script and styles that every page contains: the library's own, and those of the uPlot version on the class path.
 *
 * @param script all scripts, concatenated
 * @param style all styles, concatenated
 */
record Assets(String script, String style) {
    private static final String UPLOT = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    static Assets load() throws IOException {
        Properties pom = new Properties();
        try (InputStream in = open(UPLOT)) {
            pom.load(in);
        }
        String uplot = "/META-INF/resources/webjars/uplot/" + pom.getProperty("version");
        String licence = "/*! uPlot " + pom.getProperty("version") + "\n"
                + text(uplot + "/LICENSE").strip() + "\n*/\n";
        return new Assets(
                licence + text(uplot + "/dist/uPlot.iife.min.js") + "\n" + text("report.js"),
                text(uplot + "/dist/uPlot.min.css") + "\n" + text("report.css"));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException(resource + " is not on the class path: add org.webjars.npm:uplot");
        }
        return in;
    }

    /** Returns the content security policy: the page loads nothing and allows no other script or style. */
    String policy() {
        return "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style)
                + "; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
