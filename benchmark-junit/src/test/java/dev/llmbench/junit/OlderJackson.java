package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Tells what a load test says on the class path of this JVM: one that is built, and one of JUnit. */
public final class OlderJackson {
    private OlderJackson() {}

    @Tag("fixture")
    static class Fixture {
        @LlmLoadTest(
                endpoint = "http://127.0.0.1:1",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1s"))
        void test() {}
    }

    public static void main(String[] args) {
        try {
            LoadTest.builder();
            System.out.println("built: one");
        } catch (RuntimeException | LinkageError e) {
            System.out.println("built: " + e);
        }
        System.out.println("ran: " + FixtureRun.of(Fixture.class, Map.of()).failure());
    }
}
