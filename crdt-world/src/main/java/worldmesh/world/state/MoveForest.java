package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.TreeCell;
import worldmesh.world.entity.EntityId;

/**
 * Who is under whom by the moves of all sectors known: made in order of their stamps, a move under an entity's own kin
 * left out (Kleppmann, Mulligan, Gomes, Beresford: A highly-available move operation for replicated trees, IEEE TPDS
 * 33(7), 2022, §3). A move that comes late undoes those after it, is made, and they are made again. So what is under
 * what depends on the set of moves alone. Not thread-safe.
 */
public final class MoveForest {
    private final int component;
    private final List<Step> log = new ArrayList<>();
    private final Map<EntityId, EntityId> parents = new HashMap<>();
    private final Map<EntityId, TreeSet<EntityId>> children = new HashMap<>();
    private final Map<EntityId, TreeSet<TreeCell.Move>> kept = new HashMap<>();
    private IdentityHashMap<TreeColumn, Integer> read = new IdentityHashMap<>();
    private int leftOut;

    /** A move of the log, and where the entity was before it. */
    private static final class Step implements Comparable<Step> {
        private final EntityId entity;
        private final TreeCell.Move move;
        private @Nullable EntityId before;
        private boolean leftOut;

        Step(EntityId entity, TreeCell.Move move) {
            this.entity = entity;
            this.move = move;
        }

        @Override
        public int compareTo(Step other) {
            int order = move.compareTo(other.move);
            return order == 0 ? entity.compareTo(other.entity) : order;
        }
    }

    /** A forest of that component, of no moves yet. */
    public MoveForest(int component) {
        this.component = component;
    }

    /** The parent of an entity, null if it is under none. */
    public @Nullable EntityId parent(EntityId entity) {
        return parents.get(entity);
    }

    /** The entities under this one, by id; for reading only. */
    public NavigableSet<EntityId> children(EntityId entity) {
        return Collections.unmodifiableNavigableSet(children.getOrDefault(entity, new TreeSet<>()));
    }

    /** True if the entity is under the other, or that itself. */
    public boolean isKin(EntityId entity, EntityId of) {
        EntityId at = entity;
        while (at != null && !at.equals(of)) {
            at = parents.get(at);
        }
        return at != null;
    }

    /** Takes in what the sectors say that it has not read. */
    public void read(Collection<SectorState> sectors) {
        IdentityHashMap<TreeColumn, SectorState> columns = new IdentityHashMap<>();
        for (SectorState sector : sectors) {
            if (sector.column(component) instanceof TreeColumn column) {
                columns.put(column, sector);
            }
        }
        boolean same = columns.size() == read.size()
                && columns.keySet().stream().allMatch(column -> Objects.equals(read.get(column), column.leaps()));
        if (!same) {
            grow(columns);
            return;
        }
        List<Step> fresh = new ArrayList<>();
        for (TreeColumn column : columns.keySet()) {
            column.takeFresh().forEach(each -> fresh.add(new Step(each.entity(), each.move())));
        }
        Collections.sort(fresh);
        fresh.forEach(this::add);
    }

    /** Reads all moves anew. */
    private void grow(IdentityHashMap<TreeColumn, SectorState> columns) {
        log.clear();
        parents.clear();
        children.clear();
        kept.clear();
        leftOut = 0;
        read = new IdentityHashMap<>();
        columns.forEach((column, sector) -> {
            column.takeFresh();
            read.put(column, column.leaps());
            for (int slot : sector.slots()) {
                Cell cell = column.peek(slot);
                if (cell instanceof TreeCell tree) {
                    EntityId entity = sector.entity(slot);
                    tree.moves().forEach(move -> keep(entity, move));
                }
            }
        });
        kept.forEach((entity, moves) -> moves.forEach(move -> log.add(new Step(entity, move))));
        Collections.sort(log);
        log.forEach(this::make);
    }

    /** Keeps a move if it is among the newest of its entity; answers the one that gives way, or itself, or null. */
    private TreeCell.@Nullable Move keep(EntityId entity, TreeCell.Move move) {
        TreeSet<TreeCell.Move> moves = kept.computeIfAbsent(entity, key -> new TreeSet<>());
        boolean fresh = moves.add(move);
        if (!fresh) {
            return move;
        }
        return moves.size() > TreeCell.MAX_MOVES ? moves.pollFirst() : null;
    }

    private void add(Step step) {
        TreeCell.Move gone = keep(step.entity, step.move);
        if (step.move.equals(gone)) {
            return;
        }
        int at = -Collections.binarySearch(log, step) - 1;
        undo(at);
        log.add(at, step);
        redo(at);
        if (gone != null) {
            remove(new Step(step.entity, gone));
        }
    }

    /** Takes a move out; if none was left out, what came between it and the entity's next one stays as it is. */
    private void remove(Step step) {
        int at = Collections.binarySearch(log, step);
        if (leftOut > 0) {
            undo(at);
            log.remove(at);
            redo(at);
            return;
        }
        EntityId before = log.remove(at).before;
        for (int i = at; i < log.size(); i++) {
            if (log.get(i).entity.equals(step.entity)) {
                log.get(i).before = before;
                return;
            }
        }
    }

    private void undo(int from) {
        for (int i = log.size() - 1; i >= from; i--) {
            Step step = log.get(i);
            if (step.leftOut) {
                leftOut--;
            } else {
                put(step.entity, step.before);
            }
        }
    }

    private void redo(int from) {
        for (int i = from; i < log.size(); i++) {
            make(log.get(i));
        }
    }

    private void make(Step step) {
        EntityId parent = step.move.parent();
        step.before = parents.get(step.entity);
        step.leftOut = parent != null && isKin(parent, step.entity);
        if (step.leftOut) {
            leftOut++;
        } else {
            put(step.entity, parent);
        }
    }

    private void put(EntityId entity, @Nullable EntityId parent) {
        EntityId before = parent == null ? parents.remove(entity) : parents.put(entity, parent);
        if (before != null) {
            TreeSet<EntityId> siblings = children.get(before);
            if (siblings != null && siblings.remove(entity) && siblings.isEmpty()) {
                children.remove(before);
            }
        }
        if (parent != null) {
            children.computeIfAbsent(parent, key -> new TreeSet<>()).add(entity);
        }
    }
}
