package dev.llmbench.sample;

import static dev.llmbench.sample.Moments.ABSENT;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds samples.
 *
 * <pre>{@code
 * static RequestSample failed(RequestSample sample) {
 *     return sample.toBuilder().outcome(Outcome.RESET, "connection reset").build();
 * }
 * }</pre>
 */
public final class SampleBuilder {
    private String id = "";
    private String test = "";
    private Arm arm = Arm.CANDIDATE;
    private int stage = 1;
    private Phase phase = Phase.MEASURED;
    private int user = 1;
    private String promptId = "";
    private Moments at;
    private Tokens tokens = Tokens.NONE;
    private ChunkGaps gaps = ChunkGaps.NONE;
    private long maxChunkGap = ABSENT;
    private int status;
    private Outcome outcome = Outcome.OK;
    private @Nullable String finishReason;
    private @Nullable String error;
    private @Nullable RoundPart part;
    private List<ReadingNote> notes = List.of();
    private int worker;

    SampleBuilder(Moments at) {
        this.at = at;
    }

    SampleBuilder(RequestSample sample) {
        id = sample.id();
        test = sample.test();
        arm = sample.arm();
        stage = sample.stage();
        phase = sample.phase();
        user = sample.user();
        promptId = sample.promptId();
        at = sample.at();
        tokens = sample.tokens();
        gaps = sample.gaps();
        maxChunkGap = sample.maxChunkGap();
        status = sample.status();
        outcome = sample.outcome();
        finishReason = sample.finishReason();
        error = sample.error();
        part = sample.part();
        notes = sample.notes();
        worker = sample.worker();
    }

    public SampleBuilder id(String id) {
        this.id = id;
        return this;
    }

    public SampleBuilder test(String test) {
        this.test = test;
        return this;
    }

    public SampleBuilder arm(Arm arm) {
        this.arm = arm;
        return this;
    }

    public SampleBuilder stage(int stage) {
        this.stage = stage;
        return this;
    }

    public SampleBuilder phase(Phase phase) {
        this.phase = phase;
        return this;
    }

    public SampleBuilder user(int user) {
        this.user = user;
        return this;
    }

    public SampleBuilder promptId(String promptId) {
        this.promptId = promptId;
        return this;
    }

    public SampleBuilder at(Moments at) {
        this.at = at;
        return this;
    }

    public SampleBuilder tokens(Tokens tokens) {
        this.tokens = tokens;
        return this;
    }

    /** Sets the gaps and the largest of them. */
    public SampleBuilder gaps(ChunkGaps gaps) {
        this.gaps = gaps;
        return maxChunkGap(gaps.max());
    }

    public SampleBuilder maxChunkGap(long maxChunkGap) {
        this.maxChunkGap = maxChunkGap;
        return this;
    }

    public SampleBuilder status(int status) {
        this.status = status;
        return this;
    }

    public SampleBuilder outcome(Outcome outcome, @Nullable String error) {
        this.outcome = outcome;
        return error(error);
    }

    public SampleBuilder finishReason(@Nullable String finishReason) {
        this.finishReason = finishReason;
        return this;
    }

    public SampleBuilder error(@Nullable String error) {
        this.error = error;
        return this;
    }

    public SampleBuilder part(@Nullable RoundPart part) {
        this.part = part;
        return this;
    }

    public SampleBuilder notes(List<ReadingNote> notes) {
        this.notes = notes;
        return this;
    }

    public SampleBuilder worker(int worker) {
        this.worker = worker;
        return this;
    }

    public RequestSample build() {
        return new RequestSample(
                id,
                test,
                arm,
                stage,
                phase,
                user,
                promptId,
                at,
                tokens,
                gaps,
                maxChunkGap,
                status,
                outcome,
                finishReason,
                error,
                part,
                notes,
                worker);
    }
}
