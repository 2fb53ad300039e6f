package worldmesh.authority.admit;

import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.RowDraft;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** Remembers the answers to commands, so that a retry gets the same one. A seam: simulations plant bugs here. */
public interface ExactlyOnce {
    /** The answer given before, durable or not, or null. */
    @Nullable Receipt answer(CommandId command);

    /** True if the command is so old that its answer is forgotten: it must not run again. */
    boolean forgotten(CommandId command);

    /** Drafts the answer into the rows that make its effects durable. */
    void remember(CommandId command, Receipt answer, RowDraft rows);
}
