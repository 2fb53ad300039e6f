package worldmesh.simulation.plant;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.game.SimWorld;

/** A member with a changed program: in every other state it sends to newcomers somebody is richer than in the world. */
public final class ForgingPort extends ForwardingPort {
    /** How the row of an account ends: the length of its asset's name, and the name. */
    private static final byte[] ACCOUNT_END = "\u0004gold".getBytes(StandardCharsets.US_ASCII);

    private int states;

    /** Forges what goes out through {@code inner}. */
    public ForgingPort(MeshPort inner) {
        super(inner);
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
        byte[] forged = forged(message);
        return inner.send(to, lane, stream, forged == null ? message : forged);
    }

    private byte @Nullable [] forged(byte[] message) {
        if (MessageKind.decode(message) instanceof PartyMessage party
                && PartyCodec.decode(party.body()) instanceof StatePart part
                && states++ % 2 == 0) {
            byte[] richer = richer(part.part().clone());
            var forged = new StatePart(part.epoch(), part.at(), part.index(), part.count(), richer, part.signature());
            return new PartyMessage(PartyCodec.encode(forged)).encode();
        }
        return null;
    }

    /** Doubles the first balance that there is. */
    private static byte[] richer(byte[] state) {
        for (int at = Long.BYTES; at + ACCOUNT_END.length <= state.length; at++) {
            if (Arrays.equals(state, at, at + ACCOUNT_END.length, ACCOUNT_END, 0, ACCOUNT_END.length)) {
                ByteBuffer balance = ByteBuffer.wrap(state, at - Long.BYTES, Long.BYTES);
                long gold = balance.getLong(at - Long.BYTES);
                if (gold > 0 && gold <= SimWorld.GOLD) {
                    balance.putLong(at - Long.BYTES, 2 * gold);
                    return state;
                }
            }
        }
        return state;
    }
}
