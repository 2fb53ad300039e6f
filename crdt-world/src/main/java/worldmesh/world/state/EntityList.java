package worldmesh.world.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import worldmesh.world.entity.EntityId;

/** Living entities by id, kept in order while somebody reads them. Not thread-safe. */
final class EntityList extends AbstractList<EntityId> implements RandomAccess {
    /** After so many changes that nobody looked at, a list is made anew when it is asked for. */
    static final int UNREAD_MAX = 64;

    private EntityId[] ids;
    private int size;
    private int unread;

    /** Takes over the array, which is in order. */
    private EntityList(EntityId[] ids) {
        this.ids = ids;
        this.size = ids.length;
    }

    /** A list of these, each once, by id. */
    static EntityList of(List<EntityId> any) {
        EntityId[] sorted = any.toArray(new EntityId[0]);
        Arrays.sort(sorted);
        int count = 0;
        for (EntityId id : sorted) {
            if (count == 0 || !sorted[count - 1].equals(id)) {
                sorted[count++] = id;
            }
        }
        return new EntityList(count == sorted.length ? sorted : Arrays.copyOf(sorted, count));
    }

    EntityList read() {
        unread = 0;
        return this;
    }

    boolean isForgotten() {
        return unread > UNREAD_MAX;
    }

    void insert(EntityId entity) {
        unread++;
        int at = Arrays.binarySearch(ids, 0, size, entity);
        if (at >= 0) {
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + (size >> 1) + 4);
        }
        int place = -at - 1;
        System.arraycopy(ids, place, ids, place + 1, size - place);
        ids[place] = entity;
        size++;
    }

    void delete(EntityId entity) {
        unread++;
        int at = Arrays.binarySearch(ids, 0, size, entity);
        if (at >= 0) {
            System.arraycopy(ids, at + 1, ids, at, size - at - 1);
            size--;
        }
    }

    @Override
    public EntityId get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return ids[index];
    }

    @Override
    public int size() {
        return size;
    }
}
