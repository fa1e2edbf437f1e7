package dev.llmbench.assertj;

import dev.llmbench.result.LoadResult;

/** How failed assertions are handled. */
interface FailureMode {
    /** Throws the first failure. */
    FailureMode HARD = new FailureMode() {
        @Override
        public void failed(AssertionError error) {
            throw error;
        }

        @Override
        public LoadResultAssert assertThat(LoadResult result) {
            return new LoadResultAssert(result);
        }
    };

    /** Handles a failure; if it returns, the assertions continue. */
    void failed(AssertionError error);

    /** Starts assertions with the same failure mode. */
    LoadResultAssert assertThat(LoadResult result);
}
