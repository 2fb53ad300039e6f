package worldmesh.mesh.transport;

/** How fast a link may send: a steady rate and a burst. */
public record Pace(long bytesPerSecond, int burstBytes) {}
