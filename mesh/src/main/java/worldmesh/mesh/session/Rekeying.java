package worldmesh.mesh.session;

import worldmesh.mesh.wire.Wire;

/** How long a key lives: so many records or so long, whichever ends first. */
public record Rekeying(long maxRecords, long maxNanos) {
    /** The most records under one key: if every one fills its datagram, they are 1 GiB together, header and tag in. */
    public static final long RECORDS_MAX = (1L << 30) / Wire.MAX_DATAGRAM_BYTES;

    /** Refuses lives that could seal more than a gibibyte. */
    public Rekeying {
        if (maxRecords < 1 || maxRecords > RECORDS_MAX) {
            throw new IllegalArgumentException("a key seals " + maxRecords + " records, must be within 1.."
                    + RECORDS_MAX + "; more could be over 1 GiB");
        }
    }
}
