package worldmesh.benchmarks.flood;

import java.util.List;
import java.util.function.UnaryOperator;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WorldId;

/** Well-formed, signed commands that no rule allows: they dig without a purse, lay gold, empty the purse of another. */
final class CheatingCommands implements Ammunition {
    private final PeerId self;
    private final long session;
    private final FloodHost host;
    private final EntityId victim;
    private final UnaryOperator<CommandEnvelope> seal;

    private CheatingCommands(
            PeerId self, long session, FloodHost host, EntityId victim, UnaryOperator<CommandEnvelope> seal) {
        this.self = self;
        this.session = session;
        this.host = host;
        this.victim = victim;
        this.seal = seal;
    }

    /** Under the sender's own key. */
    static CheatingCommands own(Signer key, long session, FloodHost host, EntityId victim) {
        WorldId world = host.manifest().worldId();
        return new CheatingCommands(
                key.peer(),
                session,
                host,
                victim,
                command -> CommandSeal.seal(List.of(command), world, SystemClock.INSTANCE.wallMillis(), key)
                        .get(0));
    }

    /** In the name of another, whose key the sender has not. */
    static CheatingCommands foreign(PeerId other, long session, FloodHost host, EntityId victim) {
        return new CheatingCommands(other, session, host, victim, UnaryOperator.identity());
    }

    @Override
    public byte[] shot(long number) {
        CommandId id = new CommandId(self, session, number);
        Record command = switch ((int) (number % 3)) {
            case 0 -> new Diggings.Dig();
            case 1 -> new Diggings.Lay();
            default -> new Diggings.Bury(victim, 1);
        };
        CommandEnvelope envelope = CommandEnvelope.of(id, SectorId.ORIGIN, host.schema(), command);
        return new SubmitCommand(seal.apply(envelope).encode()).encode();
    }
}
