package dev.llmbench.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkGapsTest {

    @Test
    void keepsEveryGapInOrder() {
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        LongStream.range(0, 1_000).forEach(gap -> collector.add(gap, 0));
        List<Long> gaps = new ArrayList<>();
        collector.gaps().forEach(gaps::add);

        assertThat(gaps)
                .containsExactlyElementsOf(LongStream.range(0, 1_000).boxed().toList());
        assertThat(collector.gaps().max()).isEqualTo(999);
    }

    @Test
    void aGapTooLongForFourBytesIsTheLongestThatFits() {
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        collector.add(Long.MAX_VALUE, 0);

        assertThat(collector.gaps().max()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void withoutAGapThereIsNoLargest() {
        assertThat(new ChunkGaps.Collector().gaps()).isSameAs(ChunkGaps.NONE);
        assertThat(ChunkGaps.NONE.max()).isEqualTo(Moments.ABSENT);
    }

    @Test
    void aLateEventBoundsTheGapsBeforeAndAfterIt() {
        assertThat(bounds(gaps(0, 50, 30, 10, 0))).containsExactly("50 20 50", "10 10 40");
    }

    @Test
    void whatASurelyLongGapLeavesOverMayBeOver() {
        // Events at 0, 100 (up to 60 late) and 110: the first gap is 40 to 100, the second 10 to 70, together 110.
        ChunkGaps gaps = gaps(0, 100, 60, 10, 0);

        assertThat(gaps.surelyOver(30)).isEqualTo(1);
        assertThat(gaps.possiblyOver(30)).isEqualTo(2);
        assertThat(gaps.surelyOver(50)).isZero();
        assertThat(gaps.possiblyOver(50)).isEqualTo(2);
    }

    @Test
    void noMoreGapsAreOverThanFitIntoTheTimeThatAStallJoined() {
        // Four events that were read at once, up to 100 late.
        ChunkGaps gaps = gaps(0, 110, 100, 0, 100, 0, 100, 0, 100, 10, 0);

        assertThat(gaps.surelyOver(40)).isZero();
        assertThat(gaps.possiblyOver(40)).isEqualTo(2);
    }

    @Test
    void aFirstEventThatIsLateLengthensTheTimeThatItsGapsMayTake() {
        assertThat(gaps(50, 10, 0).possiblyOver(40)).isEqualTo(1);
        assertThat(gaps(50, 10, 0).surelyOver(40)).isZero();
    }

    /** How late the first event is, then for each gap its length and how late the event after it is. */
    private static ChunkGaps gaps(long first, long... gapsAndDelays) {
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        collector.startsLate(first);
        for (int i = 0; i < gapsAndDelays.length; i += 2) {
            collector.add(gapsAndDelays[i], gapsAndDelays[i + 1]);
        }
        return collector.gaps();
    }

    private static List<String> bounds(ChunkGaps gaps) {
        List<String> bounds = new ArrayList<>();
        gaps.forEachBounded((gap, least, most) -> bounds.add(gap + " " + least + " " + most));
        return bounds;
    }
}
