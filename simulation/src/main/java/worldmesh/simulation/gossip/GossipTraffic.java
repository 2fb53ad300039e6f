package worldmesh.simulation.gossip;

/** What went over all links while it was counted. Confined to one run. */
final class GossipTraffic {
    /** IPv6 would be 20 more: IP and UDP of version 4, and a record of a link with one frame. */
    static final int DATAGRAM_BYTES = 28 + 24;

    private boolean counting;
    private long bytes;
    private long controlBytes;

    void count(boolean on) {
        counting = on;
    }

    /** A frame of so many bytes with a payload of so many, or none, and its part of a datagram's headers. */
    void sent(int frameBytes, int payloadBytes, int headerBytes) {
        if (!counting) {
            return;
        }
        bytes += frameBytes + headerBytes;
        controlBytes += payloadBytes > 0 ? frameBytes - payloadBytes : frameBytes + headerBytes;
    }

    long bytes() {
        return bytes;
    }

    /** The share of all bytes that is no payload and no header of a datagram with one. */
    double controlShare() {
        return bytes == 0 ? 0 : (double) controlBytes / bytes;
    }
}
