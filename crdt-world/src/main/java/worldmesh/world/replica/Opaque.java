package worldmesh.world.replica;

import worldmesh.world.bytes.Payload;

/** The bytes of a component that no record of this program says in full; they are kept and passed on. */
public record Opaque(int component, Payload bytes) {}
