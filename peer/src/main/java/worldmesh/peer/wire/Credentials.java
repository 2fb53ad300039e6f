package worldmesh.peer.wire;

import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Shows why the sender, or the receiver whom it lets in, may come in: before Hello and before Welcome.
 *
 * @param proofs encoded admittances and pardons, each after what it rests on
 */
public record Credentials(List<byte[]> proofs) implements Message {
    /** Proofs in one message: {@code Access.CREDENTIALS_MAX}. */
    public static final int PROOFS_MAX = 8;

    /** The longest: a pardon with the longest reason fits. */
    public static final int PROOF_BYTES_MAX = 1_024;

    /** Copies the list. */
    public Credentials {
        proofs = List.copyOf(proofs);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.CREDENTIALS;
    }

    @Override
    public void write(ByteWriter out) {
        Blocks.write(out, proofs);
    }

    static Credentials read(ByteReader in) {
        List<byte[]> proofs = Blocks.read(in);
        if (proofs.size() > PROOFS_MAX || proofs.stream().anyMatch(proof -> proof.length > PROOF_BYTES_MAX)) {
            in.fail();
            return new Credentials(List.of());
        }
        return new Credentials(proofs);
    }
}
