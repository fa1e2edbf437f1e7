package dev.llmbench.sample;

/** Where a request stands among those that belong together. */
public sealed interface RoundPart permits PairPart, TurnPart {}
