package dev.llmbench.sample;

/** The place of a request in a pair or in a conversation. */
public sealed interface RoundPart permits PairPart, TurnPart {}
