package dev.llmbench.prompt;

/** Estimates the number of tokens from the number of characters. */
record EstimatedTokens() implements Tokenizer {
    static final EstimatedTokens INSTANCE = new EstimatedTokens();

    private static final int QUARTERS_OF_OTHERS = 2;

    @Override
    public int count(String text) {
        long quarters = text.codePoints()
                .mapToLong(c -> c < 128 ? 1 : QUARTERS_OF_OTHERS)
                .sum();
        return Math.toIntExact((quarters + 3) / 4);
    }

    @Override
    public String name() {
        return "4 characters per token";
    }

    @Override
    public boolean isExact() {
        return false;
    }
}
