package worldmesh.mesh.session;

/**
 * How far one reliable stream has arrived without a gap.
 *
 * @param stream 0..255 for the reliable lane, 256..511 for bulk
 * @param offset bytes
 */
public record StreamPosition(int stream, long offset) {
    /** What is added to the number of a stream of the bulk lane. */
    public static final int BULK = 256;

    /** Streams there can be. */
    public static final int STREAMS = 512;
}
