package dev.llmbench.simulator;

/** The simulated output: one English word per token. */
final class Words {

    private static final String[] TEXT = (
            // Each request starts at some word of this text and repeats it.
            " the river ran slowly past the old mill and under the stone bridge where children used to fish in the"
                    + " summer while their mothers talked about bread and weather and the price of wool a small dog"
                    + " slept beside the gate and dreamed of rabbits on the far side of the hill the sun went down"
                    + " red behind the trees and somebody began to sing an old song about the sea")
            .split("(?= )");

    private Words() {}

    static int count() {
        return TEXT.length;
    }

    /** Returns the word with a space before it. */
    static String at(int index) {
        return TEXT[index];
    }

    /** Returns the index of a request's token. */
    static int index(long requestNumber, int token) {
        return (int) ((requestNumber * 7 + token) % TEXT.length);
    }

    static String text(long requestNumber, int tokens) {
        StringBuilder text = new StringBuilder(tokens * 6);
        for (int token = 0; token < tokens; token++) {
            text.append(at(index(requestNumber, token)));
        }
        return text.toString();
    }
}
