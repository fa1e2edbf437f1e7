package dev.llmbench;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the examples of the documentation, which are whole files, classes, members or statements, against this library. An
 * ellipsis in place of an annotation's attributes stands for those that an example leaves out.
 */
final class CompiledExamples {
    private static final String IMPORTS = """
            import static dev.llmbench.assertj.LlmAssertions.assertThat;
            import static dev.llmbench.sample.ConversationEnd.*;
            import static dev.llmbench.metric.Metric.*;
            import static dev.llmbench.plan.Evidence.*;
            import static dev.llmbench.plan.LoadModel.*;
            import static dev.llmbench.plan.LoadProfile.*;
            import static dev.llmbench.plan.PromptType.*;
            import static java.time.Duration.*;
            import static org.assertj.core.api.Assertions.assertThat;
            import com.fasterxml.jackson.databind.*;
            import com.fasterxml.jackson.databind.node.*;
            import dev.llmbench.*;
            import dev.llmbench.assertj.*;
            import dev.llmbench.dataset.*;
            import dev.llmbench.dataset.trace.*;
            import dev.llmbench.endpoint.*;
            import dev.llmbench.budget.*;
            import dev.llmbench.junit.*;
            import dev.llmbench.junit.Budget;
            import dev.llmbench.junit.ModelProfile;
            import dev.llmbench.junit.Stage;
            import dev.llmbench.metric.*;
            import com.fasterxml.jackson.databind.JsonNode;
            import com.fasterxml.jackson.databind.node.*;
            import dev.llmbench.plan.*;
            import dev.llmbench.prompt.*;
            import dev.llmbench.report.*;
            import dev.llmbench.report.console.*;
            import dev.llmbench.report.csv.*;
            import dev.llmbench.report.files.*;
            import dev.llmbench.result.*;
            import dev.llmbench.sample.*;
            import dev.llmbench.simulator.*;
            import dev.llmbench.stats.*;
            import java.net.*;
            import java.nio.file.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.function.*;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.*;
            import org.junit.jupiter.params.*;
            import org.junit.jupiter.params.provider.*;
            """;
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** Opens the jars of the class path once. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private static final Pattern HEAD = Pattern.compile("(?m)^(package|import) .*\n");
    private static final Pattern TYPE =
            Pattern.compile("^((public|abstract|final) )*(class|record|interface|enum|@interface) ", Pattern.MULTILINE);
    private static final Pattern MEMBERS = Pattern.compile("\\A\\s*(@|void |static |private |final )");
    private static final Pattern LEFT_OUT = Pattern.compile(",\\s*…(?=\\))|(?<=\\()…,\\s*");

    /** What an example takes as being there; its own variables hide these. */
    private static final String AT_HAND =
            "dev.llmbench.result.LoadResult result; dev.llmbench.endpoint.ApiRequest request;"
                    + " dev.llmbench.endpoint.ApiEvent event; dev.llmbench.endpoint.ApiAnswer answer; int port;\n";

    private CompiledExamples() {}

    /** What the compiler says against an example that takes the library's types as imported; empty where it compiles. */
    static List<String> errors(String example) {
        return errors(IMPORTS, example);
    }

    /**
     * What the compiler says against an example; empty where it compiles.
     *
     * @param imports what members and statements take as imported, beside what they import themselves; a whole class comes with
     *     its imports
     */
    static List<String> errors(String imports, String example) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-parameters", "-classpath", System.getProperty("java.class.path"));
        JavacTask task = (JavacTask)
                COMPILER.getTask(null, FILES, found, options, null, List.of(new Source(whole(imports, example))));
        try {
            task.analyze();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found.getDiagnostics().stream()
                .filter(said -> said.getKind() == Diagnostic.Kind.ERROR)
                .map(said -> said.getMessage(Locale.ROOT))
                .toList();
    }

    private static String whole(String imports, String example) {
        String code = LEFT_OUT.matcher(example).replaceAll("");
        String body = HEAD.matcher(code).replaceAll("");
        if (TYPE.matcher(body).find()) {
            return code;
        }
        String members = MEMBERS.matcher(body).find() ? body : "void body() throws Exception {\n" + body + "}";
        return imports + importsOf(code) + "class Example {\n" + AT_HAND + members + "}";
    }

    /** The imports that an example shows. */
    static String importsOf(String example) {
        return HEAD.matcher(example)
                .results()
                .map(MatchResult::group)
                .filter(line -> line.startsWith("import"))
                .collect(Collectors.joining());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String code) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.code = code;
        }

        /** A public class of any name may be in it. */
        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
