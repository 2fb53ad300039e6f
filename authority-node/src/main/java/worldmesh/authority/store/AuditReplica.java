package worldmesh.authority.store;

import java.nio.file.Path;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.component.Schema;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** A replica that only reads: it joins what a store holds and signs nothing. */
public final class AuditReplica {
    private AuditReplica() {}

    /** The world in a store that no process has open; an {@link IllegalStateException} if there is none. */
    public static Replica of(Path directory, Schema schema, SignatureVerifier verifier) {
        try (RocksJournalView view = RocksJournalView.open(directory)) {
            WorldManifest manifest = StoredWorld.manifest(view::get);
            if (manifest == null) {
                throw new IllegalStateException("the store " + directory + " holds no world; name another");
            }
            return of(manifest, schema, view::scan, verifier);
        }
    }

    static Replica of(WorldManifest manifest, Schema schema, StoredWorld.Scanner rows, SignatureVerifier verifier) {
        Nobody reader = new Nobody();
        ReplicaIdentity nobody = ReplicaIdentity.draw(manifest.worldId(), reader, 0);
        SignatureVerifier readerToo =
                (key, message, signature) -> key.equals(reader.publicKey()) || verifier.verify(key, message, signature);
        Replica replica = new Replica(manifest, schema, nobody, readerToo);
        StoredWorld.load(rows, replica, (sector, bytes) -> {}, key -> {
            throw StoredWorld.damaged(key);
        });
        return replica;
    }

    /** Signs with zeros: the certificate of this replica never leaves it. */
    private static final class Nobody implements Signer {
        @Override
        public PublicKey publicKey() {
            return new PublicKey(new byte[PublicKey.BYTES]);
        }

        @Override
        public byte[] sign(byte[] message) {
            return new byte[SignatureVerifier.SIGNATURE_BYTES];
        }
    }
}
