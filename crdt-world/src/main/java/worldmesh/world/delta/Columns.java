package worldmesh.world.delta;

import worldmesh.world.entity.EntityId;

/** Which ops go into columns. Keeps no state. */
final class Columns {
    /** The strings of a batch unfold to no more than this, whatever their columns claim. */
    static final int MAX_UNFOLDED_BYTES = 4 * SignedBatch.MAX_BYTES;

    private Columns() {}

    /** True if the op names no proof and no log index, so that its columns say all of it. */
    static boolean fits(Op op) {
        return switch (op.kind()) {
            case SPAWN, ADD, INCLUDE, EXCLUDE -> true;
            case DELETE -> ((Op.Delete) op).claim() == null;
            case WRITE -> ((Op.Write) op).claim() == null && ((Op.Write) op).index() == 0;
            case CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, SPLICE, ATTACH, UNKNOWN -> false;
        };
    }

    static boolean hasComponent(int code) {
        return code >= OpKind.WRITE.code() && code <= OpKind.EXCLUDE.code();
    }

    static EntityId entity(Op op) {
        EntityId entity = op.entity();
        if (entity == null) {
            throw new IllegalStateException(op + " names no entity and fits no column");
        }
        return entity;
    }

    static String element(Op op) {
        return op instanceof Op.Include include ? include.element() : ((Op.Exclude) op).element();
    }
}
