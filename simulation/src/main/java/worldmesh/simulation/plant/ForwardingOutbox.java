package worldmesh.simulation.plant;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Proof;

/** An outbox that passes everything on; somebody looks at it, or changes some of it. */
abstract class ForwardingOutbox implements AuthorityOutbox {
    private final AuthorityOutbox inner;

    ForwardingOutbox(AuthorityOutbox inner) {
        this.inner = inner;
    }

    @Override
    public void verdict(PeerId to, Verdict verdict, @Nullable Receipt receipt) {
        inner.verdict(to, verdict, receipt);
    }

    @Override
    public void publish(List<SignedBatch> batches) {
        inner.publish(batches);
    }

    @Override
    public void send(PeerId to, byte[] message) {
        inner.send(to, message);
    }

    @Override
    public void announce(Proof proof) {
        inner.announce(proof);
    }

    @Override
    public void provisional(CommandEnvelope command, boolean over) {
        inner.provisional(command, over);
    }

    @Override
    public void rollback(List<CommandEnvelope> lost) {
        inner.rollback(lost);
    }

    @Override
    public @Nullable VersionVector reported(PeerId member, SectorId sector) {
        return inner.reported(member, sector);
    }

    @Override
    public void settle(List<Cut> cuts) {
        inner.settle(cuts);
    }

    @Override
    public void notice(AuthorityNotice notice) {
        inner.notice(notice);
    }
}
