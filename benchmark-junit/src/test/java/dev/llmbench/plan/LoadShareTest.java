package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadShareTest {
    private static final int ITEMS = 200;

    private static List<LoadShare> shares(int of) {
        return IntStream.range(0, of)
                .mapToObj(index -> new LoadShare(index, of))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void eachItemAndEachPairHasOneOwner(int of) {
        for (long item = 0; item < ITEMS; item++) {
            long number = item;
            assertThat(shares(of).stream().filter(share -> share.owns(number))).hasSize(1);
            assertThat(shares(of).stream().filter(share -> share.ownsPair(number)))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void theCountsAndNumbersAreThoseOfTheItemsOwned(int of) {
        for (LoadShare share : shares(of)) {
            for (long items = 0; items < ITEMS; items++) {
                assertThat(share.of(items)).isEqualTo(owned(items, share::owns).length);
                assertThat(share.ofPairs(items)).isEqualTo(owned(items, share::ownsPair).length);
            }
            assertThat(LongStream.range(0, share.of(ITEMS)).map(share::item))
                    .containsExactly(box(owned(ITEMS, share::owns)));
            assertThat(LongStream.range(0, share.ofPairs(ITEMS)).map(share::pair))
                    .containsExactly(box(owned(ITEMS, share::ownsPair)));
        }
    }

    private static long[] owned(long items, LongPredicate owns) {
        return LongStream.range(0, items).filter(owns).toArray();
    }

    private static Long[] box(long[] numbers) {
        return LongStream.of(numbers).boxed().toArray(Long[]::new);
    }

    @Test
    void eachShareHasAsManyPairsInOneOrderAsInTheOther() {
        for (LoadShare share : shares(2)) {
            assertThat(LongStream.of(owned(40, share::ownsPair)).filter(pair -> pair % 2 == 0))
                    .hasSize(10);
        }
    }

    @Test
    void aShareBeyondTheNumberOfGeneratorsIsRefused() {
        assertThatThrownBy(() -> new LoadShare(3, 3)).hasMessage("There is no share 3 of 3");
        assertThatThrownBy(() -> new LoadShare(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
