package worldmesh.mesh.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.mesh.crypto.Hkdf;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * What two peers keep of a link to come back by: both have the same secret, drawn from the link's keys, and each knows
 * whose it is. Good for one resumption, and only together with the key of its holder.
 *
 * @param id travels in the clear
 * @param secret never travels
 * @param key whom it leads to
 * @param version of the wire, which the link had and those that come of it have
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ticket(TicketId id, byte[] secret, PublicKey key, int version) {
    private static final byte[] NAME = "ticket".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECRET = "secret".getBytes(StandardCharsets.US_ASCII);

    /** The size of a secret. */
    public static final int SECRET_BYTES = Hkdf.HASH_BYTES;

    /** The ticket of a link with these keys to the holder of {@code key}; wipes what it was made of. */
    static Ticket of(SessionKeys keys, PublicKey key) {
        byte[] name = Hkdf.expand(keys.resumption(), NAME, TicketId.BYTES);
        byte[] secret = Hkdf.expand(keys.resumption(), SECRET, SECRET_BYTES);
        Arrays.fill(keys.resumption(), (byte) 0);
        return new Ticket(TicketId.read(new ByteReader(name, 0, name.length)), secret, key, keys.version());
    }

    /** The same with a secret of its own, which is wiped by itself. */
    Ticket copy() {
        return new Ticket(id, secret.clone(), key, version);
    }

    /** Whom it leads to. */
    public PeerId peer() {
        return key.peer();
    }

    /** Forgets the secret. */
    void wipe() {
        Arrays.fill(secret, (byte) 0);
    }

    /** Says nothing about the secret. */
    @Override
    public String toString() {
        return "Ticket";
    }
}
