package worldmesh.world.replica;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiConsumer;
import worldmesh.world.entity.EntityId;

/**
 * The steps of one origin, a tool or a player at this peer, that can be taken back and made again. Undoing writes
 * ordinary edits of this replica, which travel and merge like any other, and it never takes back what another wrote:
 *
 * <ul>
 *   <li>a register, a tile or a key of a map gets its value of before if this stack's write there is still the one that
 *       shows; else nothing happens to it. A register without a value before keeps the one it got;
 *   <li>a counter gets the opposite addition;
 *   <li>an element or flag that was included is excluded as far as this replica included it: what others did stays.
 *       One that was excluded is included again unless somebody did so;
 *   <li>of a text, what was typed is deleted as far as it is still there, and what was deleted is typed again in its
 *       place. Nothing that others typed is touched.
 * </ul>
 *
 * <p>What both removed, this peer and another, comes back with the undo: a removal leaves no name. Births, deaths,
 * moves, owners, stocks, extrema and CRITICAL cells are not undone. Motion that is streamed is not recorded.
 *
 * <p>Each step is sealed in batches of its own. At most {@link #MAX_STEPS} steps of {@link #MAX_CHANGES} changes
 * together are kept; the oldest leave first. Confined to the replica's thread.
 */
public final class UndoStack {
    /** A long evening of building; each step is a few hundred bytes. */
    public static final int MAX_STEPS = 1_000;

    /** Tiles, cells and units of text in all steps: about ten megabytes. */
    public static final int MAX_CHANGES = 65_536;

    private final UndoDoor door;
    private final UndoMemory memory;
    private final ArrayDeque<UndoStep> done = new ArrayDeque<>();
    private final ArrayDeque<UndoStep> undone = new ArrayDeque<>();

    UndoStack(UndoDoor door, BiConsumer<EntityId, Record> put) {
        this.door = door;
        this.memory = new UndoMemory(door, put);
    }

    /**
     * Makes edits of the replica as one step; what was undone before can be redone no more. Edits of an action that
     * fails are a step too, as they are made.
     *
     * @throws IllegalStateException if another step of this replica is being recorded
     */
    public void record(Runnable edits) {
        if (!door.isOpen()) {
            throw new IllegalStateException("a step is being recorded; end it before the next one begins");
        }
        UndoStep step = new UndoStep(door, memory);
        door.separate();
        door.recordTo(step::note);
        try {
            edits.run();
        } finally {
            door.recordTo(null);
            door.separate();
            step.finish();
            if (!step.isEmpty()) {
                undone.forEach(UndoStep::forget);
                undone.clear();
                done.push(step);
                trim();
            }
        }
    }

    private void trim() {
        int changes = 0;
        int steps = 0;
        for (Iterator<UndoStep> each = done.iterator(); each.hasNext(); ) {
            UndoStep step = each.next();
            changes += step.size();
            // The newest is kept, however large it is.
            if (++steps > 1 && (steps > MAX_STEPS || changes > MAX_CHANGES)) {
                step.forget();
                each.remove();
            }
        }
    }

    /** True if there is a step to take back. */
    public boolean canUndo() {
        return !done.isEmpty();
    }

    /** How many steps can be taken back. */
    public int steps() {
        return done.size();
    }

    /** True if there is a step to make again. */
    public boolean canRedo() {
        return !undone.isEmpty();
    }

    /**
     * Takes the newest step back as far as it still shows; {@link Undone#NOTHING} if there is none.
     *
     * @throws IllegalStateException if a step is being recorded, or this peer was removed from the world
     */
    public Undone undo() {
        return turn(done, undone, false);
    }

    /** Makes the step again that was taken back last, as far as nobody wrote there since. */
    public Undone redo() {
        return turn(undone, done, true);
    }

    private Undone turn(ArrayDeque<UndoStep> from, ArrayDeque<UndoStep> to, boolean again) {
        if (!door.isOpen()) {
            throw new IllegalStateException("a step is being recorded; end it before one is undone");
        }
        if (from.isEmpty()) {
            return Undone.NOTHING;
        }
        UndoStep step = Objects.requireNonNull(from.poll());
        door.separate();
        Undone out = step.turn(again);
        door.separate();
        to.push(step);
        return out;
    }

    /** Forgets all steps. */
    public void clear() {
        done.forEach(UndoStep::forget);
        undone.forEach(UndoStep::forget);
        done.clear();
        undone.clear();
    }
}
