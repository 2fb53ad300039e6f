package worldmesh.world.delta;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import worldmesh.world.entity.EntityId;

/** Which ops go into columns, and their order there: by replica, trust and serial number of the entity. */
final class Columns {
    /** Stable sorting by this keeps the ops of one entity in their order. */
    static final Comparator<ColumnWriter.Placed> ORDER = (one, other) -> compare(one.id(), other.id());

    /** The strings of a batch unfold to no more than this, whatever their columns claim. */
    static final int MAX_UNFOLDED_BYTES = 4 * SignedBatch.MAX_BYTES;

    private Columns() {}

    /** How much of {@link #MAX_UNFOLDED_BYTES} an op takes. */
    static int unfolded(Op op) {
        if (op instanceof Op.Write write) {
            return write.value().size();
        }
        boolean text = op instanceof Op.Include || op instanceof Op.Exclude;
        return text ? element(op).getBytes(StandardCharsets.UTF_8).length : 0;
    }

    private static int compare(EntityId one, EntityId other) {
        int order = Long.compareUnsigned(one.replica(), other.replica());
        if (order == 0) {
            order = Long.compare(one.counter() & 3, other.counter() & 3);
        }
        return order == 0 ? Long.compare(one.counter() >>> 2, other.counter() >>> 2) : order;
    }

    static boolean sameRun(EntityId one, EntityId other) {
        return one.replica() == other.replica() && (one.counter() & 3) == (other.counter() & 3);
    }

    /** True if the op names no proof and no log index, so that its columns say all of it. */
    static boolean fits(Op op) {
        return switch (op.kind()) {
            case SPAWN, ADD, INCLUDE, EXCLUDE -> true;
            case DELETE -> ((Op.Delete) op).claim() == null;
            case WRITE -> ((Op.Write) op).claim() == null && ((Op.Write) op).index() == 0;
            case CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, UNKNOWN -> false;
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

    static int component(Op op) {
        return switch (op.kind()) {
            case WRITE -> ((Op.Write) op).component();
            case ADD -> ((Op.Add) op).component();
            case INCLUDE -> ((Op.Include) op).component();
            case EXCLUDE -> ((Op.Exclude) op).component();
            case SPAWN, DELETE, CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, UNKNOWN -> 0;
        };
    }

    static String element(Op op) {
        return op instanceof Op.Include include ? include.element() : ((Op.Exclude) op).element();
    }
}
