package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkGapsTest {

    @Test
    void keepsEveryGapInOrder() {
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        LongStream.range(0, 1_000).forEach(collector::add);
        List<Long> gaps = new ArrayList<>();
        collector.gaps().forEach(gaps::add);

        assertThat(gaps)
                .containsExactlyElementsOf(LongStream.range(0, 1_000).boxed().toList());
        assertThat(collector.gaps().max()).isEqualTo(999);
    }

    @Test
    void aGapTooLongForFourBytesIsTheLongestThatFits() {
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        collector.add(Long.MAX_VALUE);

        assertThat(collector.gaps().max()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void withoutAGapThereIsNoLargest() {
        assertThat(new ChunkGaps.Collector().gaps()).isSameAs(ChunkGaps.NONE);
        assertThat(ChunkGaps.NONE.max()).isEqualTo(Moments.ABSENT);
    }
}
