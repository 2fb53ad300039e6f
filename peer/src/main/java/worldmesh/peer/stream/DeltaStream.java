package worldmesh.peer.stream;

import worldmesh.world.entity.EntityId;

/** One component that travels as differences. */
public record DeltaStream<T extends Record, D>(Class<T> type, DeltaCodec<T, D> codec) {
    /** What a peer will have been sent of it. */
    public SentStates<T, D> sent() {
        return new SentStates<>(codec);
    }

    /** What a peer will have said of it. */
    public HeardStates<T, D> heard() {
        return new HeardStates<>(codec);
    }

    /** A cell whose value must be of this component. */
    public StateCell<T> cell(EntityId entity, Record value) {
        return new StateCell<>(entity, type.cast(value));
    }
}
