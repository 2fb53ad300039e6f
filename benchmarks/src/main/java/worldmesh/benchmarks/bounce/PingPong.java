package worldmesh.benchmarks.bounce;

/** Bounces a message of 64 bytes back and forth and times every round trip on the threads that receive. */
public interface PingPong extends AutoCloseable {
    /** The payload that is bounced. */
    int PAYLOAD_BYTES = 64;

    /** Bounces for {@code nanos} and answers the durations; they are overwritten by the next round. */
    Samples round(long nanos);

    @Override
    void close();
}
