package dev.llmbench.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The class path of another load generator, as its module's build wrote it down. */
record ForeignClassPath(String entries) {

    static ForeignClassPath of(String module) throws IOException {
        Path target = Path.of(System.getProperty("peers.directory", "peers"), module, "target");
        return new ForeignClassPath(
                target.resolve("classes") + File.pathSeparator + Files.readString(target.resolve("class-path.txt")));
    }

    /** The version in the name of one of its jars. */
    String version(String artifact) {
        Matcher jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d[^/\\\\]*)\\.jar")
                .matcher(entries);
        return jar.find() ? jar.group(1) : "of unknown version";
    }
}
