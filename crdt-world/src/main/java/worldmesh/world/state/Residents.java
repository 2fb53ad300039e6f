package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.Cell;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * Finds entities over all sectors and lists the living ones. An entity of which one sector alone speaks, as nearly all
 * are, is a reference to its slot there; the others are kept by the sectors that know them. Not thread-safe.
 */
public final class Residents {
    private final List<SectorState> sectors = new ArrayList<>();
    private final Map<SectorId, Integer> numbers = new HashMap<>();
    private final Map<EntityId, TreeSet<Integer>> strays = new HashMap<>();
    private final Map<SectorId, EntityList> lists = new TreeMap<>();
    private @Nullable EntityList all;
    private int living;
    private int lastNumber;

    private final SlotIndex copies = new SlotIndex() {
        @Override
        EntityTable table(int number) {
            return sectors.get(number).table();
        }
    };

    private final SlotIndex dead = new SlotIndex() {
        @Override
        EntityTable table(int number) {
            return sectors.get(number).deadTable();
        }
    };

    /** False while there is but one sector, whose own tables then say all that the index would. */
    private boolean indexed;

    private int number(SectorState state) {
        if (lastNumber < sectors.size() && sectors.get(lastNumber) == state) {
            return lastNumber;
        }
        Integer found = numbers.get(state.id());
        if (found != null) {
            // A sector that was forgotten and is written to again begins anew.
            sectors.set(found, state);
            lastNumber = found;
            return found;
        }
        if (sectors.size() == 1 && !indexed) {
            indexed = true;
            index(0);
        }
        numbers.put(state.id(), sectors.size());
        sectors.add(state);
        return sectors.size() - 1;
    }

    private void index(int number) {
        EntityTable table = sectors.get(number).table();
        copies.reserve(table.size());
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot)) {
                copies.put(number, slot);
            }
        }
        EntityTable ended = sectors.get(number).deadTable();
        dead.reserve(ended.size());
        for (int slot = 0; slot < ended.limit(); slot++) {
            if (ended.isUsed(slot)) {
                dead.put(number, slot);
            }
        }
    }

    private long findCopy(long replica, long counter) {
        if (indexed || sectors.isEmpty()) {
            return copies.find(replica, counter);
        }
        int slot = sectors.get(0).table().find(replica, counter);
        return slot == SectorState.NONE ? SlotIndex.NONE : SlotIndex.ref(0, slot);
    }

    private long findDead(long replica, long counter) {
        if (indexed || sectors.isEmpty()) {
            return dead.find(replica, counter);
        }
        EntityTable ended = sectors.get(0).deadTable();
        int slot = ended.size() == 0 ? SectorState.NONE : ended.find(replica, counter);
        return slot == SectorState.NONE ? SlotIndex.NONE : SlotIndex.ref(0, slot);
    }

    private void putCopy(int number, int slot) {
        if (indexed) {
            copies.put(number, slot);
        }
    }

    private void putDead(int number, int slot) {
        if (indexed) {
            dead.put(number, slot);
        }
    }

    /** The entity, null if no sector knows it. */
    public @Nullable Resident resident(EntityId entity) {
        long ref = find(entity);
        if (ref != SlotIndex.NONE) {
            return new Resident(entity, List.of(sectors.get(SlotIndex.number(ref))));
        }
        TreeSet<Integer> known = strays.get(entity);
        return known == null ? null : new Resident(entity, states(known));
    }

    private List<SectorState> states(Set<Integer> known) {
        List<SectorState> out = new ArrayList<>(known.size());
        known.forEach(number -> out.add(sectors.get(number)));
        return out;
    }

    private long find(EntityId entity) {
        long ref = findCopy(entity.replica(), entity.counter());
        return ref != SlotIndex.NONE ? ref : findDead(entity.replica(), entity.counter());
    }

    /** Where the entity is, null if it is not alive. */
    public @Nullable SectorId home(EntityId entity) {
        SectorState guess = lastNumber < sectors.size() ? sectors.get(lastNumber) : null;
        int near = guess == null ? SectorState.NONE : guess.slot(entity.replica(), entity.counter());
        if (guess != null && near != SectorState.NONE && guess.isAloneAndUnmoved(near)) {
            return guess.id();
        }
        long ref = findCopy(entity.replica(), entity.counter());
        if (ref != SlotIndex.NONE) {
            SectorState sector = sectors.get(SlotIndex.number(ref));
            int slot = SlotIndex.slot(ref);
            if (sector.isUnmoved(slot)) {
                return sector.id();
            }
            Placement placement = sector.placement(slot);
            return placement.present() ? placement.home() : null;
        }
        TreeSet<Integer> known = strays.isEmpty() ? null : strays.get(entity);
        return known == null ? null : new Resident(entity, states(known)).home();
    }

    /** True if some sector says that the entity died. */
    public boolean isDead(EntityId entity) {
        if (findDead(entity.replica(), entity.counter()) != SlotIndex.NONE) {
            return true;
        }
        TreeSet<Integer> known = strays.get(entity);
        return known != null && states(known).stream().anyMatch(sector -> sector.isDead(entity));
    }

    /** The value of a component of a known entity, null if there is none or its bytes are no record of the type. */
    public @Nullable Record value(EntityId entity, ComponentType<?> type) {
        long ref = findCopy(entity.replica(), entity.counter());
        if (ref != SlotIndex.NONE) {
            return sectors.get(SlotIndex.number(ref)).value(SlotIndex.slot(ref), type);
        }
        Resident resident = strays.isEmpty() ? null : resident(entity);
        Cell cell = resident == null ? null : resident.cell(type.id());
        return cell == null ? null : type.codec().decode(cell.value().array());
    }

    /** Visits the bytes of all values of a known entity by component id. */
    public void eachValue(EntityId entity, SectorState.ValueVisitor visitor) {
        long ref = findCopy(entity.replica(), entity.counter());
        if (ref != SlotIndex.NONE) {
            sectors.get(SlotIndex.number(ref)).eachValue(SlotIndex.slot(ref), visitor);
            return;
        }
        Resident resident = resident(entity);
        if (resident != null) {
            resident.cells().each((component, cell) -> visitor.value(component, cell.value()));
        }
    }

    private static void eachSaid(SectorState sector, Consumer<EntityId> visitor) {
        for (int slot = 0; slot < sector.table().limit(); slot++) {
            if (sector.table().isUsed(slot)) {
                visitor.accept(sector.entity(slot));
            }
        }
        sector.eachDead(visitor);
    }

    /** True if no sector says anything of any entity. */
    public boolean isEmpty() {
        return strays.isEmpty()
                && sectors.stream()
                        .allMatch(sector ->
                                sector.table().size() == 0 && sector.deadTable().size() == 0);
    }

    /** How many entities are alive. */
    public int livingCount() {
        return living;
    }

    /** The living entities by id; for reading only, until the next change. */
    public List<EntityId> living() {
        if (all == null) {
            all = list(null);
        }
        return all.read();
    }

    /** The living entities in a sector, by id; for reading only, until the next change. */
    public List<EntityId> in(SectorId sector) {
        EntityList found = lists.get(sector);
        if (found == null) {
            found = list(sector);
            if (found.isEmpty()) {
                return List.of();
            }
            lists.put(sector, found);
        }
        return found.read();
    }

    /** Visits those living entities in a sector that moved, were claimed, or of which several sectors speak. */
    public void eachOddIn(SectorId sector, Consumer<EntityId> visitor) {
        for (EntityId entity : strays.keySet()) {
            if (sector.equals(home(entity))) {
                visitor.accept(entity);
            }
        }
        for (SectorState state : sectors) {
            state.eachOdd(slot -> {
                EntityId entity = state.entity(slot);
                if (!strays.containsKey(entity) && sector.equals(home(entity))) {
                    visitor.accept(entity);
                }
            });
        }
    }

    private EntityList list(@Nullable SectorId only) {
        List<EntityId> out = new ArrayList<>();
        for (SectorState sector : sectors) {
            // An unmoved entity is where it was born.
            for (int slot : sector.slots()) {
                if (only == null || only.equals(sector.id()) || !sector.isUnmoved(slot)) {
                    addIfHome(sector.entity(slot), only, out);
                }
            }
        }
        EntityId[] ids = out.toArray(new EntityId[0]);
        Arrays.sort(ids);
        return new EntityList(withoutTwins(ids));
    }

    private void addIfHome(EntityId entity, @Nullable SectorId only, List<EntityId> out) {
        SectorId home = home(entity);
        if (home != null && (only == null || only.equals(home))) {
            out.add(entity);
        }
    }

    private static EntityId[] withoutTwins(EntityId[] sorted) {
        int count = 0;
        for (EntityId id : sorted) {
            if (count == 0 || !sorted[count - 1].equals(id)) {
                sorted[count++] = id;
            }
        }
        return count == sorted.length ? sorted : Arrays.copyOf(sorted, count);
    }

    /** True if no sector ever said anything of the entity. */
    public boolean isUnheard(long replica, long counter) {
        return findCopy(replica, counter) == SlotIndex.NONE
                && findDead(replica, counter) == SlotIndex.NONE
                && (strays.isEmpty() || !strays.containsKey(new EntityId(replica, counter)));
    }

    /** The same of an entity of which the state says nothing. */
    public boolean isUnheardBut(SectorState state, long replica, long counter) {
        boolean alone = !indexed && (sectors.isEmpty() || sectors.get(0) == state);
        return alone ? strays.isEmpty() : isUnheard(replica, counter);
    }

    /** Takes note of the birth of an entity that was unheard of. */
    public void born(SectorState sector, int slot) {
        putCopy(number(sector), slot);
        living++;
        if (all != null || !lists.isEmpty()) {
            living--;
            moved(sector.entity(slot), null, sector.id());
        }
    }

    /** Before an entity dies of which this sector alone speaks and that is in it. */
    public void dies(SectorState sector, int slot) {
        copies.remove(sector.table().replica(slot), sector.table().counter(slot));
        living--;
        if (all != null || !lists.isEmpty()) {
            living++;
            moved(sector.entity(slot), sector.id(), null);
        }
    }

    /** After {@link #dies}. */
    public void died(SectorState sector, long replica, long counter) {
        putDead(number(sector), sector.deadTable().find(replica, counter));
    }

    /** Before the sector says something new of the entity's life or place; answers where it is. */
    public @Nullable SectorId leave(EntityId entity, SectorState sector) {
        SectorId home = home(entity);
        forget(entity, number(sector));
        return home;
    }

    /** After {@link #leave}: takes note of what the sector says now. */
    public void enter(EntityId entity, SectorState sector, @Nullable SectorId before) {
        file(entity, number(sector));
        SectorId home = home(entity);
        if (!Objects.equals(before, home)) {
            moved(entity, before, home);
        }
    }

    /** Takes note of a copy that a write to a cell made. */
    public void enter(EntityId entity, SectorState sector) {
        file(entity, number(sector));
    }

    private void forget(EntityId entity, int number) {
        TreeSet<Integer> known = strays.isEmpty() ? null : strays.get(entity);
        if (known == null) {
            long ref = find(entity);
            if (ref != SlotIndex.NONE && SlotIndex.number(ref) == number) {
                copies.remove(entity.replica(), entity.counter());
                dead.remove(entity.replica(), entity.counter());
            }
        } else if (known.remove(number) && known.size() == 1) {
            strays.remove(entity);
            share(entity, known.first(), false);
            file(entity, known.first());
        }
    }

    private void file(EntityId entity, int number) {
        SectorState sector = sectors.get(number);
        int slot = sector.slot(entity);
        boolean dies = slot == SectorState.NONE && sector.isDead(entity);
        if (slot == SectorState.NONE && !dies) {
            return;
        }
        TreeSet<Integer> known = strays.isEmpty() ? null : strays.get(entity);
        if (known != null) {
            known.add(number);
            share(entity, number, true);
            return;
        }
        long other = find(entity);
        if (other != SlotIndex.NONE && SlotIndex.number(other) != number) {
            copies.remove(entity.replica(), entity.counter());
            dead.remove(entity.replica(), entity.counter());
            strays.put(entity, new TreeSet<>(List.of(SlotIndex.number(other), number)));
            share(entity, number, true);
            share(entity, SlotIndex.number(other), true);
        } else if (dies) {
            putDead(number, sector.deadTable().find(entity.replica(), entity.counter()));
        } else {
            putCopy(number, slot);
        }
    }

    private void share(EntityId entity, int number, boolean shared) {
        int slot = sectors.get(number).slot(entity);
        if (slot != SectorState.NONE) {
            sectors.get(number).share(slot, shared);
        }
    }

    private void moved(EntityId entity, @Nullable SectorId before, @Nullable SectorId home) {
        living += (home == null ? 0 : 1) - (before == null ? 0 : 1);
        EntityList from = before == null ? null : lists.get(before);
        if (from != null) {
            from.delete(entity);
            forgetUnread(before, from);
        }
        EntityList to = home == null ? null : lists.get(home);
        if (to != null) {
            to.insert(entity);
            forgetUnread(home, to);
        }
        if (all != null && home == null) {
            all.delete(entity);
        } else if (all != null) {
            all.insert(entity);
        }
        all = all != null && all.isForgotten() ? null : all;
    }

    private void forgetUnread(@Nullable SectorId sector, EntityList list) {
        if (list.isForgotten() || list.isEmpty()) {
            lists.remove(sector);
        }
    }

    /** Around a join that changes what one sector says of the entities that another state names. */
    public void join(SectorState sector, SectorState named, Runnable join) {
        Map<EntityId, @Nullable SectorId> homes = new LinkedHashMap<>();
        eachSaid(named, entity -> homes.put(entity, leave(entity, sector)));
        join.run();
        homes.forEach((entity, home) -> enter(entity, sector, home));
    }

    /** Replaces all that one sector says by another state of it. */
    public void replace(SectorState before, SectorState after) {
        int number = number(before);
        living -= alive(before, after);
        List<EntityId> said = new ArrayList<>();
        eachSaid(before, said::add);
        said.forEach(entity -> forget(entity, number));
        sectors.set(number, after);
        copies.reserve(after.size());
        for (int slot = 0; slot < after.table().limit(); slot++) {
            if (after.table().isUsed(slot)) {
                file(after.entity(slot), number);
            }
        }
        after.eachDead(entity -> file(entity, number));
        living += alive(after, before);
        lists.clear();
        all = null;
    }

    /** How many of all that two states speak of are alive. */
    private int alive(SectorState one, SectorState other) {
        int[] count = new int[1];
        eachSaid(one, entity -> count[0] += home(entity) == null ? 0 : 1);
        eachSaid(other, entity -> {
            boolean twice = one.slot(entity) != SectorState.NONE || one.isDead(entity);
            count[0] += twice || home(entity) == null ? 0 : 1;
        });
        return count[0];
    }

    /** Forgets a sector that was asked for last and holds nothing. */
    public void forget(SectorState sector) {
        Integer number = numbers.get(sector.id());
        if (number != null && number == sectors.size() - 1) {
            numbers.remove(sector.id());
            sectors.remove(sectors.size() - 1);
        }
    }
}
