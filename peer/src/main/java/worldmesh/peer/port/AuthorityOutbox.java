package worldmesh.peer.port;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;

/** Takes what an authority answers. Everything handed in is durable already. */
public interface AuthorityOutbox {
    /** Answers {@code to}; an accepted command comes with its receipt, a rejected one may come without. */
    void verdict(PeerId to, Verdict verdict, @Nullable Receipt receipt);

    /** Spreads batches the authority sealed; they are stored and merged already. */
    void publish(List<SignedBatch> batches);
}
