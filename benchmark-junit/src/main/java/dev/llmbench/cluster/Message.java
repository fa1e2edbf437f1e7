package dev.llmbench.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.engine.NextRate;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Stall;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A message between members of a cluster, in JSON. Rows of requests and parts of files are sent as plain bytes instead, since
 * there are many of them, see {@link #ROWS} and {@link #FILE}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Who.class, name = "who"),
    @JsonSubTypes.Type(value = Message.Here.class, name = "here"),
    @JsonSubTypes.Type(value = Message.Claim.class, name = "claim"),
    @JsonSubTypes.Type(value = Message.Claimed.class, name = "claimed"),
    @JsonSubTypes.Type(value = Message.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = Message.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Message.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Message.Ping.class, name = "ping"),
    @JsonSubTypes.Type(value = Message.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = Message.Start.class, name = "start"),
    @JsonSubTypes.Type(value = Message.Armed.class, name = "armed"),
    @JsonSubTypes.Type(value = Message.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Message.Rate.class, name = "rate"),
    @JsonSubTypes.Type(value = Message.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Message.End.class, name = "end"),
    @JsonSubTypes.Type(value = Message.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Message.Release.class, name = "release")
})
sealed interface Message {
    /** The first byte of a message in JSON, of rows, and of a part of a file. */
    byte JSON = 1;

    byte ROWS = 2;
    byte FILE = 3;

    /** The coordinator asks which workers there are. */
    record Who() implements Message {}

    /**
     * A worker answers.
     *
     * @param build the version and the digest of its classes
     * @param busy who uses it; empty if it is idle
     * @param nonce must be repeated in a claim, so that a recorded claim is useless
     */
    record Here(String build, String version, String host, int processors, String java, String busy, String nonce)
            implements Message {}

    /** The coordinator claims a worker for a run. */
    record Claim(String run, String test, String host, String nonce) implements Message {}

    /** The worker now belongs to the run. */
    record Claimed(String run) implements Message {}

    /**
     * The coordinator assigns a worker its share. The parts of the dataset's file are sent before.
     *
     * @param number the worker's number, counted from 1
     * @param of the number of workers
     * @param plan the plan of the whole load
     * @param dataset the name of the dataset's file, or the description of generated prompts
     * @param size the size of the file in bytes; negative if there is none
     * @param options how to read the dataset
     * @param digest the digest of the prompts
     * @param probed whether to probe the endpoint
     * @param watched whether the coordinator needs the requests in flight
     */
    record Prepare(
            int number,
            int of,
            LoadPlan plan,
            String dataset,
            long size,
            DatasetOptions options,
            String digest,
            boolean probed,
            boolean watched)
            implements Message {}

    /** The worker is ready to start. */
    record Ready() implements Message {}

    /** The worker refuses what it was told. */
    record Refused(String why) implements Message {}

    record Ping(long number) implements Message {}

    /**
     * The worker answers a ping.
     *
     * @param nanos the reading of its clock
     */
    record Pong(long number, long nanos) implements Message {}

    /**
     * The coordinator says when the load starts.
     *
     * @param nanos the reading of the worker's clock at that moment
     */
    record Start(long nanos) implements Message {}

    /**
     * The worker will start at the given moment.
     *
     * @param nanos the reading of its clock at that moment
     */
    record Armed(long nanos) implements Message {}

    /**
     * The state of a worker. The rows of all requests that ended earlier are sent before it.
     *
     * @param elapsed the time of the run in microseconds
     * @param stalls the worker's stalls so far
     * @param going the encoded rows of the requests in flight so far
     */
    record Status(
            long elapsed, double level, int inFlight, long sent, long dropped, List<Stall> stalls, List<byte[]> going)
            implements Message {}

    /** The coordinator says which rate of a search comes next. */
    record Rate(NextRate next) implements Message {}

    record Stop(String why) implements Message {}

    /**
     * The worker has sent its share of the load and all of its rows.
     *
     * @param facts what it recorded in addition to the rows
     * @param sent the number of requests that it sent
     * @param left why it left before it had completed its share; empty if it did not
     * @param failed how its load generator failed; empty if it did not
     */
    record End(RunFacts facts, long sent, String left, String failed) implements Message {}

    /** The load generator of the worker failed. */
    record Failed(String why) implements Message {}

    /** The coordinator releases the worker, which forgets the run. */
    record Release() implements Message {}

    /**
     * Encodes a message.
     *
     * @throws dev.llmbench.plan.ConfigurationException if it needs classes of the test, which the workers do not have
     */
    static byte[] encode(Message message) {
        return of(JSON, PlanCodec.write(message));
    }

    /** Returns a message of the given first byte. */
    static byte[] of(byte kind, byte[] content) {
        return ByteBuffer.allocate(content.length + 1).put(kind).put(content).array();
    }

    /**
     * Decodes a message in JSON.
     *
     * @throws IllegalArgumentException if the bytes are not one
     * @throws dev.llmbench.plan.ConfigurationException if it needs classes that this JVM does not have
     */
    static Message decode(byte[] bytes) {
        return PlanCodec.read(ByteBuffer.wrap(bytes, 1, bytes.length - 1), Message.class);
    }
}
