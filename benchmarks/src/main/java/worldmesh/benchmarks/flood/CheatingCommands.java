package worldmesh.benchmarks.flood;

import worldmesh.peer.wire.SubmitCommand;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Well-formed commands that no rule allows: they dig without a purse, lay gold and empty the purse of another. */
final class CheatingCommands implements Ammunition {
    private final PeerId self;
    private final long session;
    private final Schema schema;
    private final EntityId victim;

    CheatingCommands(PeerId self, long session, Schema schema, EntityId victim) {
        this.self = self;
        this.session = session;
        this.schema = schema;
        this.victim = victim;
    }

    @Override
    public byte[] shot(long number) {
        CommandId id = new CommandId(self, session, number);
        Record command = switch ((int) (number % 3)) {
            case 0 -> new Diggings.Dig();
            case 1 -> new Diggings.Lay();
            default -> new Diggings.Bury(victim, 1);
        };
        return new SubmitCommand(
                        CommandEnvelope.of(id, SectorId.ORIGIN, schema, command).encode())
                .encode();
    }
}
