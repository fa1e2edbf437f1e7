package dev.llmbench.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveBlockTest {
    private final VirtualTerminal terminal = new VirtualTerminal();
    private final PrintStream stream = terminal.stream();
    private final LiveBlock block = new LiveBlock(stream, StandardCharsets.UTF_8);
    private final PrintStream others = block.above(stream);

    @Test
    void linesTakeThePlaceOfThoseBefore() {
        stream.println("before");

        block.show(List.of("a1", "a2 and more"));
        block.show(List.of("b1", "b2"));
        assertThat(terminal.screen()).containsExactly("before", "b1", "b2");

        block.show(List.of("c"));
        assertThat(terminal.screen()).containsExactly("before", "c");
    }

    @Test
    void whatOthersPrintGoesAbove() {
        block.show(List.of("a1", "a2"));
        others.println("a line of a log");
        others.println("another");
        block.show(List.of("b1", "b2"));

        assertThat(terminal.screen()).containsExactly("a line of a log", "another", "b1", "b2");
    }

    @Test
    void aLineThatIsNotWholeIsNotBroken() {
        block.show(List.of("a"));
        others.print("half ");
        block.show(List.of("b"));
        assertThat(terminal.screen()).containsExactly("half ");

        others.println("and whole");
        block.show(List.of("c"));
        assertThat(terminal.screen()).containsExactly("half and whole", "c");
    }

    @Test
    void theLastLinesStayAndNothingGoesAboveThemAnyMore() {
        block.show(List.of("a1", "a2"));
        block.close(List.of("the end"));
        others.println("after");
        block.show(List.of("b"));

        assertThat(terminal.screen()).containsExactly("the end", "after");
    }

    @Test
    void theLastLinesStandBelowALineThatIsNotWhole() {
        block.show(List.of("a"));
        others.print("half");

        block.close(List.of("the end"));

        assertThat(terminal.screen()).containsExactly("half", "the end");
    }

    @Test
    void whoeverWaitsForItsEndIsToldOfItOnce() {
        List<String> told = new ArrayList<>();
        block.whenClosed(() -> told.add("closed"));

        block.close(List.of());

        assertThat(told).containsExactly("closed");
    }
}
