package dev.llmbench.result;

import dev.llmbench.metric.Utilization;
import dev.llmbench.plan.ModelProfile;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** MBU and MTU of a stretch of time: the work that the model did, held against what its hardware can do. */
record ModelUse(Optional<ModelProfile> profile, ModelWork work, Duration length) {

    /** Empty where the profile, the median TPOT or a count of tokens is missing. */
    OptionalDouble mbu(OptionalDouble medianTpotMicros) {
        OptionalDouble parameterBytes = from(ModelProfile::parameterBytes);
        OptionalDouble bytesPerToken = from(ModelProfile::kvBytesPerToken);
        OptionalDouble bandwidth = from(ModelProfile::peakBandwidth);
        OptionalDouble streams = streams();
        OptionalDouble streamLength = work.streamLength();
        if (parameterBytes.isEmpty()
                || bytesPerToken.isEmpty()
                || bandwidth.isEmpty()
                || streams.isEmpty()
                || streamLength.isEmpty()
                || medianTpotMicros.orElse(0) == 0) {
            return OptionalDouble.empty();
        }
        double kvBytes = streams.getAsDouble() * streamLength.getAsDouble() * bytesPerToken.getAsDouble();
        return OptionalDouble.of(Utilization.mbu(
                parameterBytes.getAsDouble(), kvBytes, medianTpotMicros.getAsDouble(), bandwidth.getAsDouble()));
    }

    /** Empty where the profile or a count of tokens is missing. */
    OptionalDouble mtu() {
        OptionalDouble activeParameters = from(ModelProfile::activeParameters);
        OptionalDouble flops = from(ModelProfile::peakFlops);
        if (activeParameters.isEmpty() || flops.isEmpty() || work.tokens().isEmpty() || length.isZero()) {
            return OptionalDouble.empty();
        }
        double tokensPerSecond = work.tokens().getAsLong() / (length.toNanos() / 1e9);
        return OptionalDouble.of(Utilization.mtu(tokensPerSecond, activeParameters.getAsDouble(), flops.getAsDouble()));
    }

    OptionalDouble streams() {
        return work.streams(length);
    }

    private OptionalDouble from(Function<ModelProfile, OptionalDouble> figure) {
        return profile.map(figure).orElse(OptionalDouble.empty());
    }
}
