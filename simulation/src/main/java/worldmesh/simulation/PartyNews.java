package worldmesh.simulation;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.PartyNoticeEvent;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.node.Machine;
import worldmesh.world.command.CommandId;

/** Notes what players of a party were told, outside of all machines. One thread. */
final class PartyNews {
    private final Set<CommandId> provisional = new LinkedHashSet<>();
    private final Set<CommandId> accepted = new LinkedHashSet<>();
    private final Set<CommandId> rejected = new LinkedHashSet<>();
    private final Set<PeerId> deposed = new TreeSet<>();
    private Consumer<PeerId> whenDeposed = peer -> {};

    void hear(Machine machine, Event event) {
        if (event instanceof CommandProvisionalEvent waiting) {
            provisional.add(waiting.command());
        } else if (event instanceof CommandAcceptedEvent safe) {
            accepted.add(safe.command());
        } else if (event instanceof CommandRejectedEvent refused) {
            rejected.add(refused.command());
        } else if (event instanceof PartyNoticeEvent told
                && told.notice().kind() == AuthorityNotice.Kind.DEPOSED
                && !told.notice().subject().equals(machine.signer().peer())) {
            if (deposed.add(told.notice().subject())) {
                whenDeposed.accept(told.notice().subject());
            }
        }
    }

    /** Hears of each holder that is deposed, once. */
    void onDeposed(Consumer<PeerId> listener) {
        whenDeposed = listener;
    }

    /** Commands whose players were told to wait for the others. */
    Set<CommandId> provisional() {
        return provisional;
    }

    /** Commands whose players were told that they are done. */
    Set<CommandId> accepted() {
        return accepted;
    }

    /** Commands whose players were told that they failed. */
    Set<CommandId> rejected() {
        return rejected;
    }

    /** Holders of whom somebody else was told that they lost the role for breaking the rules. */
    Set<PeerId> deposed() {
        return deposed;
    }
}
