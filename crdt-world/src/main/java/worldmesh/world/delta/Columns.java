package worldmesh.world.delta;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import worldmesh.world.entity.EntityId;

/** Which ops go into columns, and their order there: by replica, trust and serial number of the entity. */
final class Columns {
    /** The strings of a batch unfold to no more than this, whatever their columns claim. */
    static final int MAX_UNFOLDED_BYTES = 4 * SignedBatch.MAX_BYTES;

    private static final int PLACE_BITS = 14;
    private static final int SERIAL_BITS = 40;
    private static final int RANK_BITS = 9;

    private Columns() {}

    /** The ops by replica, trust and serial number of their entities; those of one entity in their own order. */
    static int[] order(OpBuffer ops) {
        int[] ranks = new int[ops.groupCount()];
        for (int i = 0; i < ranks.length; i++) {
            for (int j = 0; j < ranks.length; j++) {
                ranks[i] += compareGroups(ops, j, i) < 0 ? 1 : 0;
            }
        }
        long[] keys = new long[ops.size()];
        boolean small = ranks.length < 1 << RANK_BITS;
        for (int i = 0; i < keys.length; i++) {
            long serial = ops.counter(i) >>> 2;
            small &= serial >>> SERIAL_BITS == 0;
            keys[i] = ((long) ranks[ops.group(i)] << (SERIAL_BITS + PLACE_BITS)) | (serial << PLACE_BITS) | i;
        }
        if (!small) {
            return orderOfLarge(ops, ranks);
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i] & ((1 << PLACE_BITS) - 1);
        }
        return order;
    }

    private static int compareGroups(OpBuffer ops, int one, int other) {
        int order = Long.compareUnsigned(ops.replica(one), ops.replica(other));
        return order == 0 ? Integer.compare(ops.trust(one), ops.trust(other)) : order;
    }

    /** Serial numbers beyond what a key holds: of forged ids, or of worlds older than any. */
    private static int[] orderOfLarge(OpBuffer ops, int[] ranks) {
        return IntStream.range(0, ops.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(op -> ranks[ops.group(op)])
                        .thenComparingLong(op -> ops.counter(op) >>> 2))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** True if the op names no proof and no log index, so that its columns say all of it. */
    static boolean fits(Op op) {
        return switch (op.kind()) {
            case SPAWN, ADD, INCLUDE, EXCLUDE -> true;
            case DELETE -> ((Op.Delete) op).claim() == null;
            case WRITE -> ((Op.Write) op).claim() == null && ((Op.Write) op).index() == 0;
            case CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, SPLICE, UNKNOWN -> false;
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
