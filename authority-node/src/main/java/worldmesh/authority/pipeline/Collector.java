package worldmesh.authority.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;

/**
 * A side of the party without a holder: its first member answers commands provisionally and shows them to the others;
 * nothing of it is acknowledged, and their players send them again after the heal. Confined to the owner's thread.
 */
final class Collector {
    /** Commands shown as pending; more are answered all the same, and their player has them on its disk. */
    private static final int SHOWN_MAX = 1024;

    private final AuthorityOutbox out;
    private final Consent consent;
    private final Map<CommandId, CommandEnvelope> shown = new LinkedHashMap<>();
    private final Map<CommandId, CommandEnvelope> foreign = new LinkedHashMap<>();

    Collector(AuthorityOutbox out, Consent consent) {
        this.out = out;
        this.consent = consent;
    }

    /** Answers a command; {@code tell} reaches the others of the side. */
    void collect(PeerId from, CommandEnvelope command, java.util.function.Consumer<PartyMessage> tell) {
        if (shown.size() < SHOWN_MAX && shown.putIfAbsent(command.id(), command) == null) {
            out.provisional(command, false);
            tell.accept(new PartyMessage.Pending(true, command.encode()));
        }
        out.verdict(from, new Verdict.Provisional(command.id()), null);
    }

    /** Another member collects: shows what it says, or no longer. */
    void onPending(boolean begun, byte[] envelope) {
        CommandEnvelope command = CommandEnvelope.decode(envelope);
        if (command == null) {
            return;
        }
        if (!begun && foreign.remove(command.id()) != null) {
            out.provisional(command, true);
        } else if (begun && foreign.size() < SHOWN_MAX && consent.isGiven(command)) {
            if (foreign.putIfAbsent(command.id(), command) == null) {
                out.provisional(command, false);
            }
        }
    }

    /** The sides are one again, or this side holds the role: everything is judged now. */
    void end() {
        List.of(shown, foreign).forEach(commands -> {
            commands.values().forEach(command -> out.provisional(command, true));
            commands.clear();
        });
    }
}
