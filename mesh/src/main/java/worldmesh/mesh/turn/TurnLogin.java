package worldmesh.mesh.turn;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A long-term credential and what the server last asked to see it with (RFC 8489 §9.2). Confined to the client. */
final class TurnLogin {
    private final String user;
    private final String password;
    private byte @Nullable [] realm;
    private byte @Nullable [] nonce;
    private @Nullable TurnKey key;

    TurnLogin(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** Takes what a refusal says; false if it says too little to be answered. */
    boolean take(TurnMessage.Attributes said) {
        byte[] in = said.realm != null ? said.realm : realm;
        if (in == null || said.nonce == null) {
            return false;
        }
        realm = in;
        nonce = said.nonce;
        key = TurnKey.of(user, in, password);
        return true;
    }

    /** Proves a message, if the server has asked for proofs; true if it is proved. */
    boolean prove(TurnWriter message) {
        byte[] in = realm;
        byte[] fresh = nonce;
        TurnKey known = key;
        if (in == null || fresh == null || known == null) {
            return false;
        }
        message.put(TurnMessage.USERNAME, user.getBytes(StandardCharsets.UTF_8))
                .put(TurnMessage.REALM, in)
                .put(TurnMessage.NONCE, fresh)
                .seal(known);
        return true;
    }

    /** True if the server knows the credential too. */
    boolean holds(TurnMessage message, byte[] data) {
        TurnKey known = key;
        return known != null && known.holds(message, data);
    }
}
