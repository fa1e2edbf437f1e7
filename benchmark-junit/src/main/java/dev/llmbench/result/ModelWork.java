package dev.llmbench.result;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.metric.Utilization;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The work that the served model did in a period: the streams that it decoded, each weighted by its time between first
 * and last token in that period, and the tokens of the requests that ended ok in it. MBU and MTU compare this work with
 * the hardware.
 */
final class ModelWork {
    private long decodeMicros;
    private long microsOfKnownLength;
    private double tokenMicros;
    private boolean lengthMissing;
    private long tokens;
    private boolean tokensMissing;

    /**
     * Adds a stream that spent the given time between its first and last token, whatever its outcome: the server read
     * its cache in any case.
     */
    void decoded(RequestSample sample, long micros) {
        Tokens counted = sample.tokens();
        decodeMicros += micros;
        if (counted.prompt() != Tokens.UNKNOWN && counted.output() != Tokens.UNKNOWN) {
            microsOfKnownLength += micros;
            tokenMicros += micros * (counted.prompt() + counted.output() / 2.0);
        } else if (sample.outcome() == Outcome.OK) {
            lengthMissing = true;
        }
    }

    /** Adds the tokens of a request that ended ok. If the server does not report cached tokens, there are none. */
    void answered(Tokens counted) {
        if (counted.prompt() == Tokens.UNKNOWN || counted.output() == Tokens.UNKNOWN) {
            tokensMissing = true;
        } else {
            tokens += Math.max(0, counted.prompt() - Math.max(0, counted.cachedPrompt())) + counted.output();
        }
    }

    void add(ModelWork other) {
        decodeMicros += other.decodeMicros;
        microsOfKnownLength += other.microsOfKnownLength;
        tokenMicros += other.tokenMicros;
        lengthMissing |= other.lengthMissing;
        tokens += other.tokens;
        tokensMissing |= other.tokensMissing;
    }

    /** Returns the mean number of streams between first and last token; empty if there were none. */
    OptionalDouble streams(Duration length) {
        return decodeMicros == 0 || length.isZero()
                ? OptionalDouble.empty()
                : OptionalDouble.of(decodeMicros * 1e3 / length.toNanos());
    }

    /**
     * Returns the mean length of these streams in tokens while they were decoded: the prompt and half of the output.
     * Streams that were cut off before their tokens were counted are assumed to be like the others. Empty if a request
     * that ended ok has no count.
     */
    OptionalDouble streamLength() {
        return microsOfKnownLength == 0 || lengthMissing
                ? OptionalDouble.empty()
                : OptionalDouble.of(tokenMicros / microsOfKnownLength);
    }

    /** Returns the uncached prompt tokens and output tokens; empty if there were none, or if some were not counted. */
    OptionalLong tokens() {
        return tokens == 0 || tokensMissing ? OptionalLong.empty() : OptionalLong.of(tokens);
    }

    /** Returns the part of the time between first and last token that lies between two moments of the run. */
    static long decodeMicros(RequestSample sample, long from, long to) {
        long first = sample.at().firstToken();
        long last = sample.at().lastToken();
        return first == ABSENT || last == ABSENT ? 0 : Math.max(0, Math.min(last, to) - Math.max(first, from));
    }

    /** Returns the model bandwidth utilization; empty if the profile, the median TPOT or a token count is missing. */
    OptionalDouble mbu(Optional<ModelProfile> profile, Duration length, OptionalDouble medianTpotMicros) {
        OptionalDouble parameterBytes = from(profile, ModelProfile::parameterBytes);
        OptionalDouble bytesPerToken = from(profile, ModelProfile::kvBytesPerToken);
        OptionalDouble bandwidth = from(profile, ModelProfile::peakBandwidth);
        OptionalDouble streams = streams(length);
        OptionalDouble streamLength = streamLength();
        boolean known = Stream.of(parameterBytes, bytesPerToken, bandwidth, streams, streamLength)
                .allMatch(OptionalDouble::isPresent);
        if (!known || medianTpotMicros.orElse(0) == 0) {
            return OptionalDouble.empty();
        }
        double kvBytes = streams.getAsDouble() * streamLength.getAsDouble() * bytesPerToken.getAsDouble();
        return OptionalDouble.of(Utilization.mbu(
                parameterBytes.getAsDouble(), kvBytes, medianTpotMicros.getAsDouble(), bandwidth.getAsDouble()));
    }

    /** Returns the model throughput utilization; empty if the profile or a token count is missing. */
    OptionalDouble mtu(Optional<ModelProfile> profile, Duration length) {
        OptionalDouble activeParameters = from(profile, ModelProfile::activeParameters);
        OptionalDouble flops = from(profile, ModelProfile::peakFlops);
        if (activeParameters.isEmpty() || flops.isEmpty() || tokens().isEmpty() || length.isZero()) {
            return OptionalDouble.empty();
        }
        double tokensPerSecond = tokens().getAsLong() / (length.toNanos() / 1e9);
        return OptionalDouble.of(Utilization.mtu(tokensPerSecond, activeParameters.getAsDouble(), flops.getAsDouble()));
    }

    private static OptionalDouble from(Optional<ModelProfile> profile, Function<ModelProfile, OptionalDouble> figure) {
        return profile.map(figure).orElse(OptionalDouble.empty());
    }
}
