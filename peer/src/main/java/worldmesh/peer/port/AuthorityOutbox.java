package worldmesh.peer.port;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Proof;

/** Takes what an authority has to say. Everything handed in is durable already. */
public interface AuthorityOutbox {
    /** Answers {@code to}; an accepted command comes with its receipt, a rejected one may come without. */
    void verdict(PeerId to, Verdict verdict, @Nullable Receipt receipt);

    /** Merges batches of the authority if they are not part of the replica yet, and spreads them. */
    void publish(List<SignedBatch> batches);

    /** Sends a message to the authority of another peer; without an admitted link to it, it is lost. */
    void send(PeerId to, byte[] message);

    /** Learns a proof, keeps it and passes it on. */
    void announce(Proof proof);

    /** Shows a command that awaits the heal as pending, or takes it back once it is {@code over}. */
    void provisional(CommandEnvelope command, boolean over);

    /**
     * The store lost a branch of history: the replica is opened again from it, and of the {@code lost} commands this
     * peer's own are submitted again.
     */
    void rollback(List<CommandEnvelope> lost);

    /** What a member said that it has of a sector; null if it has not been heard. */
    default @Nullable VersionVector reported(PeerId member, SectorId sector) {
        return null;
    }

    /** Makes these cuts of a sector, in their order, as far as all that they are of is here. */
    default void settle(List<Cut> cuts) {}

    /** Tells the players. */
    void notice(AuthorityNotice notice);
}
