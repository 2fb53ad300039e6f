package worldmesh.world.delta;

/** Takes batches as bytes, which are its own only until it returns. */
@FunctionalInterface
public interface BatchSink {
    /** One batch, as its author signed it. */
    void batch(byte[] data, int offset, int length);
}
