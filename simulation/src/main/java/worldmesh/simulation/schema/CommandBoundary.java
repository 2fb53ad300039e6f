package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Fault;
import worldmesh.world.sector.SectorId;

/** Commands of another player, as the authority opens them. */
final class CommandBoundary implements Boundary {
    private static final CommandId ID = new CommandId(PeerId.ofBytes(new byte[PeerId.BYTES]), 1, 1);

    @Override
    public String name() {
        return "command";
    }

    @Override
    public boolean takes(Subject subject) {
        return subject.component() == null;
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        List<Ruling> out = new ArrayList<>();
        for (Input input : inputs) {
            byte[] sent = new CommandEnvelope(ID, SectorId.ORIGIN, subject.id(), input.bytes()).encode();
            CommandEnvelope heard = Objects.requireNonNull(CommandEnvelope.decode(sent));
            Record command = heard.open(subject.schema());
            Fault fault = heard.fault(subject.schema());
            if ((command == null) == (fault == null)) {
                throw new IllegalStateException("opened as " + command + " and at fault with " + fault);
            }
            out.add(
                    fault == null
                            ? Ruling.taken(subject.canonical(Objects.requireNonNull(command)))
                            : Ruling.refused(fault.path()));
        }
        return out;
    }
}
