package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
    private final Map<EntityId, NavigableSet<Integer>> strays = new HashMap<>();
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

    /** All whose death some sector says, while sectors are indexed. */
    private DeadRuns gone = new DeadRuns(new Authors());

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
        gone.addAll(sectors.get(number).dead());
    }

    private long findCopy(long replica, long counter) {
        if (indexed || sectors.isEmpty()) {
            return copies.find(replica, counter);
        }
        int slot = sectors.get(0).table().find(replica, counter);
        return slot == SectorState.NONE ? SlotIndex.NONE : SlotIndex.ref(0, slot);
    }

    private void putCopy(int number, int slot) {
        if (indexed) {
            copies.put(number, slot);
        }
    }

    private int copyCount() {
        return indexed || sectors.isEmpty() ? copies.count() : sectors.get(0).size();
    }

    /** The entity, null if no sector has a copy of it. */
    public @Nullable Resident resident(EntityId entity) {
        long ref = findCopy(entity.replica(), entity.counter());
        if (ref != SlotIndex.NONE) {
            return new Resident(entity, List.of(sectors.get(SlotIndex.number(ref))));
        }
        NavigableSet<Integer> known = strays.get(entity);
        return known == null ? null : new Resident(entity, states(known));
    }

    private List<SectorState> states(Set<Integer> known) {
        List<SectorState> out = new ArrayList<>(known.size());
        known.forEach(number -> out.add(sectors.get(number)));
        return out;
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
        NavigableSet<Integer> known = strays.isEmpty() ? null : strays.get(entity);
        return known == null ? null : new Resident(entity, states(known)).home();
    }

    /** True if some sector says that the entity died. */
    public boolean isDead(EntityId entity) {
        return isDead(entity.replica(), entity.counter());
    }

    private boolean isDead(long replica, long counter) {
        boolean alone = !indexed && !sectors.isEmpty();
        return alone ? sectors.get(0).isDead(replica, counter) : gone.contains(replica, counter);
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

    private static void eachCopy(SectorState sector, Consumer<EntityId> visitor) {
        IntStream.range(0, sector.table().limit())
                .filter(sector.table()::isUsed)
                .forEach(slot -> visitor.accept(sector.entity(slot)));
    }

    /** Those of whom the state has a copy, or whose death it says while some sector has a copy; each once. */
    private List<EntityId> said(SectorState state) {
        List<EntityId> out = new ArrayList<>();
        eachCopy(state, out::add);
        eachDying(state, out::add);
        return out;
    }

    /** Visits those whose death a state says and of whom some sector has a copy. */
    public void eachDying(SectorState state, Consumer<EntityId> visitor) {
        if (state.dead().size() == 0) {
            return;
        }
        Set<EntityId> dying = new LinkedHashSet<>();
        if (state.dead().size() <= copyCount()) {
            state.dead().eachId(entity -> {
                boolean copied = findCopy(entity.replica(), entity.counter()) != SlotIndex.NONE;
                if (copied || strays.containsKey(entity)) {
                    dying.add(entity);
                }
            });
        } else {
            for (SectorState sector : sectors) {
                eachCopy(sector, entity -> {
                    if (state.isDead(entity)) {
                        dying.add(entity);
                    }
                });
            }
        }
        dying.forEach(visitor);
    }

    /** True if no sector says anything of any entity. */
    public boolean isEmpty() {
        return sectors.stream()
                .allMatch(sector -> sector.table().size() == 0 && sector.dead().size() == 0);
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
        EntityList found = lists.computeIfAbsent(sector, this::list);
        if (found.isEmpty()) {
            lists.remove(sector);
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
        return EntityList.of(out);
    }

    private void addIfHome(EntityId entity, @Nullable SectorId only, List<EntityId> out) {
        SectorId home = home(entity);
        if (home != null && (only == null || only.equals(home))) {
            out.add(entity);
        }
    }

    /** True if no sector ever said anything of the entity. */
    public boolean isUnheard(long replica, long counter) {
        return findCopy(replica, counter) == SlotIndex.NONE
                && !isDead(replica, counter)
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
    public void died(long replica, long counter) {
        if (indexed) {
            gone.add(gone.authors().of(replica), counter);
        }
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
        NavigableSet<Integer> known = strays.isEmpty() ? null : strays.get(entity);
        if (known == null) {
            long ref = findCopy(entity.replica(), entity.counter());
            if (ref != SlotIndex.NONE && SlotIndex.number(ref) == number) {
                copies.remove(entity.replica(), entity.counter());
            }
        } else if (known.remove(number) && known.size() == 1) {
            int only = known.first();
            strays.remove(entity);
            share(entity, only, false);
            int slot = sectors.get(only).slot(entity);
            if (slot != SectorState.NONE) {
                putCopy(only, slot);
            }
        }
    }

    private void file(EntityId entity, int number) {
        SectorState sector = sectors.get(number);
        int slot = sector.slot(entity);
        boolean dies = slot == SectorState.NONE && sector.isDead(entity);
        if (slot == SectorState.NONE && !dies) {
            return;
        }
        if (dies) {
            died(entity.replica(), entity.counter());
        }
        NavigableSet<Integer> known = strays.isEmpty() ? null : strays.get(entity);
        if (known == null) {
            known = others(entity, number);
            if (known.isEmpty()) {
                if (!dies) {
                    putCopy(number, slot);
                }
                return;
            }
            copies.remove(entity.replica(), entity.counter());
            strays.put(entity, known);
        }
        known.add(number);
        known.forEach(each -> share(entity, each, true));
    }

    /** The other sectors that speak of an entity which is no stray, if there is a copy of it. */
    private NavigableSet<Integer> others(EntityId entity, int number) {
        NavigableSet<Integer> out = new TreeSet<>();
        long ref = findCopy(entity.replica(), entity.counter());
        if (ref != SlotIndex.NONE && SlotIndex.number(ref) != number) {
            out.add(SlotIndex.number(ref));
        }
        if (sectors.get(number).slot(entity) != SectorState.NONE && isDead(entity)) {
            for (int other = 0; other < sectors.size(); other++) {
                if (other != number && sectors.get(other).isDead(entity)) {
                    out.add(other);
                }
            }
        }
        return out;
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
        said(named).forEach(entity -> homes.put(entity, leave(entity, sector)));
        join.run();
        if (indexed) {
            gone.addAll(named.dead());
        }
        homes.forEach((entity, home) -> enter(entity, sector, home));
    }

    /** The same where the two states say otherwise only of these entities. */
    public void replace(SectorState before, SectorState after, List<EntityId> different) {
        int number = number(before);
        if (indexed) {
            replace(before, after);
            return;
        }
        List<@Nullable SectorId> homes = new ArrayList<>();
        different.forEach(entity -> homes.add(home(entity)));
        sectors.set(number, after);
        for (int i = 0; i < homes.size(); i++) {
            SectorId home = home(different.get(i));
            if (!Objects.equals(homes.get(i), home)) {
                moved(different.get(i), homes.get(i), home);
            }
        }
    }

    /** Replaces all that one sector says by another state of it. */
    public void replace(SectorState before, SectorState after) {
        int number = number(before);
        lists.clear();
        all = null;
        if (!indexed) {
            sectors.set(number, after);
            living = living(after);
            return;
        }
        Set<EntityId> touched = new LinkedHashSet<>(said(before));
        touched.addAll(said(after));
        living -= alive(touched);
        touched.forEach(entity -> forget(entity, number));
        sectors.set(number, after);
        gone = new DeadRuns(new Authors());
        sectors.forEach(sector -> gone.addAll(sector.dead()));
        copies.reserve(after.size());
        touched.forEach(entity -> file(entity, number));
        living += alive(touched);
    }

    private int living(SectorState only) {
        int count = 0;
        for (int slot = 0; slot < only.table().limit(); slot++) {
            boolean used = only.table().isUsed(slot);
            count += used && (only.isUnmoved(slot) || home(only.entity(slot)) != null) ? 1 : 0;
        }
        return count;
    }

    private int alive(Collection<EntityId> entities) {
        return (int) entities.stream().filter(entity -> home(entity) != null).count();
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
