package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.SectorId;

/**
 * Commands of one player for one sector, to be decided in this order. Each gets a verdict of its own.
 *
 * @param player whose they all are
 * @param sector where they all belong
 * @param commands encoded envelopes, 1 to {@link #COMMANDS_MAX}
 */
public record BatchCommand(PeerId player, SectorId sector, List<byte[]> commands) implements Message {
    /** Commands in one batch. */
    public static final int COMMANDS_MAX = 64;

    @Override
    public MessageKind kind() {
        return MessageKind.BATCH_COMMAND;
    }

    @Override
    public void write(ByteWriter out) {
        out.bytes(player.bytes());
        sector.encode(out);
        out.varint(commands.size());
        commands.forEach(out::block);
    }

    static BatchCommand read(ByteReader in) {
        PeerId player = PeerId.ofBytes(Arrays.copyOf(in.bytes(PeerId.BYTES), PeerId.BYTES));
        SectorId sector = SectorId.decode(in);
        int count = in.count(COMMANDS_MAX);
        List<byte[]> commands = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            commands.add(in.block(SubmitCommand.ENVELOPE_BYTES_MAX));
        }
        if (commands.isEmpty()) {
            in.fail();
        }
        return new BatchCommand(player, sector, commands);
    }
}
