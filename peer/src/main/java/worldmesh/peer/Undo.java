package worldmesh.peer;

import org.jspecify.annotations.Nullable;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.UndoStack;
import worldmesh.world.replica.Undone;

/**
 * Takes this player's own edits back and makes them again, step by step, for one tool or origin: {@link UndoStack} says
 * what that does to each kind of component, and that it never takes back what another wrote. Critical cells are not its
 * to undo. All steps are forgotten where the session begins anew under another identity, as after a fork. Confined to
 * the world's thread.
 */
public final class Undo {
    private final World world;
    private @Nullable Replica replica;
    private @Nullable UndoStack stack;

    Undo(World world) {
        this.world = world;
    }

    private UndoStack stack() {
        Replica now = world.checkedCore().replica();
        if (stack == null || replica != now) {
            replica = now;
            stack = now.history().undoStack(world.core()::put);
        }
        return stack;
    }

    /**
     * Makes edits of the world as one step.
     *
     * @throws IllegalStateException if a step is being recorded already
     */
    public void record(Runnable edits) {
        stack().record(edits);
    }

    /** True if there is a step to take back. */
    public boolean canUndo() {
        return stack().canUndo();
    }

    /** True if there is a step to make again. */
    public boolean canRedo() {
        return stack().canRedo();
    }

    /** Takes the newest step back as far as it still shows; {@link Undone#NOTHING} if there is none. */
    public Undone undo() {
        return stack().undo();
    }

    /** Makes the step again that was taken back last, as far as nobody wrote there since. */
    public Undone redo() {
        return stack().redo();
    }
}
