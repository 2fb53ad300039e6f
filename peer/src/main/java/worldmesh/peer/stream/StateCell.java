package worldmesh.peer.stream;

import worldmesh.world.entity.EntityId;

/** One value of a motion component. */
public record StateCell<T extends Record>(EntityId entity, T value) {}
