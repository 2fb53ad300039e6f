package worldmesh.mesh.session;

/** How long a key lives: so many records or so long, whichever ends first. */
public record Rekeying(long maxRecords, long maxNanos) {}
