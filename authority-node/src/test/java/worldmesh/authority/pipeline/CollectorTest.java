package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.row.MemoryRows;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.SealCheck;
import worldmesh.world.sector.SectorId;

class CollectorTest {
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer ann = signatures.signer(1);
    private final Bench bench = new Bench(new MemoryRows(), signatures.signer(0), signatures, 1);
    private final SealCheck seals = new SealCheck(bench.replica.manifest().worldId(), signatures);
    private final Collector collector = new Collector(bench, new Consent(seals, true));

    private CommandEnvelope enter(long sequence) {
        CommandId id = new CommandId(ann.peer(), 7, sequence);
        return CommandEnvelope.of(id, SectorId.ORIGIN, Mines.SCHEMA, new Mines.Enter());
    }

    @Test
    void showsWhatAnotherCollectsAndTakesItBack() {
        byte[] wished = bench.seal(enter(1)).encode();

        collector.onPending(true, wished);
        collector.onPending(true, wished);
        collector.onPending(false, wished);

        assertEquals(List.of("+1", "-1"), bench.shown);
    }

    @Test
    void showsNothingThatItsPlayerDidNotSign() {
        collector.onPending(true, enter(2).encode());
        collector.onPending(true, new byte[] {2, 7});

        assertEquals(List.of(), bench.shown);
    }
}
