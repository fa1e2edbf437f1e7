package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Isolated;

class ParallelNoticeTest {
    private static final List<String> NOTICES = new CopyOnWriteArrayList<>();

    private static final class Watched implements BeforeEachCallback {
        private final ParallelNotice notice = new ParallelNotice(NOTICES::add);

        @Override
        public void beforeEach(ExtensionContext context) {
            notice.warnIfParallel(context, TestId.of(context));
            notice.warnIfParallel(context, TestId.of(context));
        }
    }

    @BeforeEach
    void forget() {
        NOTICES.clear();
    }

    @Tag("fixture")
    @ExtendWith(Watched.class)
    static class Fixture {
        @Test
        void test() {}
    }

    @Tag("fixture")
    @Isolated
    @ExtendWith(Watched.class)
    static class Alone {
        @Nested
        class Inner {
            @Test
            void test() {}
        }
    }

    @Test
    void isGivenOnceWhereJUnitRunsTestsInParallel() {
        FixtureRun.of(Fixture.class, Map.of("junit.jupiter.execution.parallel.enabled", "true"));

        assertThat(NOTICES).singleElement().asString().contains("ParallelNoticeTest.Fixture.test", "@Isolated");
    }

    @Test
    void isNotGivenWhereTestsRunOneAfterTheOther() {
        FixtureRun.of(Fixture.class, Map.of());

        assertThat(NOTICES).isEmpty();
    }

    @Test
    void isNotGivenForClassesThatRunAlone() {
        FixtureRun.of(Alone.class, Map.of("junit.jupiter.execution.parallel.enabled", "true"));

        assertThat(NOTICES).isEmpty();
    }
}
