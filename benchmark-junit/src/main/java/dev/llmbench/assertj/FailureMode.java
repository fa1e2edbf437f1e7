package dev.llmbench.assertj;

import dev.llmbench.result.LoadResult;

/** What becomes of a failed assertion. */
interface FailureMode {
    /** The first failure ends the test. */
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

    /** Takes a failure; the assertions go on if it returns. */
    void failed(AssertionError error);

    /** Starts assertions whose failures become the same. */
    LoadResultAssert assertThat(LoadResult result);
}
