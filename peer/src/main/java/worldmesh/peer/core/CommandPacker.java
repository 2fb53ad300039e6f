package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.BatchCommand;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.sector.SectorId;

/** Packs the commands of one turn: neighbours of one sector go as one batch, and the order stays. Used once. */
final class CommandPacker {
    private final PeerId player;
    private final List<Message> messages = new ArrayList<>();
    private final List<byte[]> open = new ArrayList<>();
    private @Nullable SectorId sector;
    private int bytes;

    CommandPacker(PeerId player) {
        this.player = player;
    }

    void add(CommandEnvelope envelope) {
        byte[] encoded = envelope.encode();
        boolean full = open.size() == BatchCommand.COMMANDS_MAX || bytes + encoded.length > Message.TARGET_BYTES;
        if (full || !envelope.sector().equals(sector)) {
            close();
        }
        sector = envelope.sector();
        open.add(encoded);
        bytes += encoded.length;
    }

    private void close() {
        SectorId of = sector;
        if (of != null && !open.isEmpty()) {
            messages.add(
                    open.size() == 1
                            ? new SubmitCommand(open.get(0))
                            : new BatchCommand(player, of, List.copyOf(open)));
        }
        open.clear();
        bytes = 0;
    }

    /** The messages, in the order of the commands. */
    List<Message> finish() {
        close();
        return messages;
    }
}
