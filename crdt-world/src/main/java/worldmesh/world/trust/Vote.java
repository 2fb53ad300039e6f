package worldmesh.world.trust;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/** A roster member's signature over the body of a voted proof. */
public record Vote(PublicKey voter, Signature signature) {
    /** Votes for the proof with this body. */
    public static Vote sign(byte[] body, Signer voter) {
        return new Vote(voter.publicKey(), new Signature(voter.sign(body)));
    }

    /** True if the voter signed the body. */
    public boolean verify(byte[] body, SignatureVerifier verifier) {
        return verifier.verify(voter, body, signature.bytes());
    }

    static byte[] encode(List<Vote> votes) {
        ByteWriter out = new ByteWriter(16 + votes.size() * (PublicKey.BYTES + Signature.BYTES));
        out.varint(votes.size());
        votes.forEach(
                vote -> out.bytes(vote.voter().bytes()).bytes(vote.signature().bytes()));
        return out.toBytes();
    }

    static List<Vote> decode(ByteReader in) {
        int count = in.count(Roster.MAX_MEMBERS);
        List<Vote> votes = new ArrayList<>(count);
        for (int i = 0; i < count && in.ok(); i++) {
            PublicKey voter = WireIds.key(in);
            votes.add(new Vote(voter, Signature.decode(in)));
        }
        return votes;
    }

    /** The voters, null unless all are distinct members of the roster. Cheap: no signature is looked at. */
    static @Nullable Set<PublicKey> voters(List<Vote> votes, Roster roster) {
        Set<PublicKey> voters = new HashSet<>();
        for (Vote vote : votes) {
            if (!roster.members().contains(vote.voter()) || !voters.add(vote.voter())) {
                return null;
            }
        }
        return voters;
    }

    static boolean allSigned(List<Vote> votes, byte[] body, SignatureVerifier verifier) {
        for (Vote vote : votes) {
            if (!vote.verify(body, verifier)) {
                return false;
            }
        }
        return true;
    }
}
