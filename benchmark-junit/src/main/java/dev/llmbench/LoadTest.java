package dev.llmbench;

/** A load test. */
public final class LoadTest {
    private LoadTest() {}
}
