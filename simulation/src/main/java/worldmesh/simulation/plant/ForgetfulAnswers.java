package worldmesh.simulation.plant;

import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.row.RowDraft;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** The planted bug {@code skip-dedup}: never remembers an answer, so that a retry runs again. */
public final class ForgetfulAnswers implements ExactlyOnce {
    @Override
    public @Nullable Receipt answer(CommandId command) {
        return null;
    }

    @Override
    public boolean forgotten(CommandId command) {
        return false;
    }

    @Override
    public void remember(CommandId command, Receipt answer, RowDraft rows) {
        // Forgets at once.
    }
}
