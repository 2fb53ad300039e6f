package worldmesh.benchmarks.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.component.AddWins;
import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;
import worldmesh.world.component.Schema;
import worldmesh.world.component.Width;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** The members of one workload: the founder that populates the world, and those who change it. */
final class WorkloadParty {
    /** The founder's number; entities below one million are its own. */
    static final int FOUNDER = 0;

    static final long NOON = 1_700_000_000_000L;
    static final Schema SCHEMA = Schema.of(Pos.class, Owner.class, Hp.class, Tags.class);

    private final Schema schema;
    private final ReplicaLimits limits;
    private final WorldManifest manifest;
    private final SignatureVerifier verifier;
    private final List<ReplicaIdentity> identities = new ArrayList<>();
    private final long[] ids;

    /** One atomic register, as the workload demands. */
    @Component("bench.pos")
    record Pos(@Width(2) int x, @Width(1) int y, @Width(2) int z) {}

    @Component("bench.owner")
    record Owner(String name) {}

    @Component("bench.hp")
    @Counter
    record Hp(long points) {}

    @Component("bench.tags")
    @AddWins
    record Tags(Set<String> all) {}

    /** Signs and checks at no cost, so that the engine is measured and not Ed25519. */
    private record FreeSigner(PublicKey publicKey) implements Signer {
        private static final byte[] SIGNATURE = new byte[SignatureVerifier.SIGNATURE_BYTES];

        @Override
        public byte[] sign(byte[] message) {
            return SIGNATURE;
        }
    }

    /** A founder and so many members; signatures are real or free of cost. */
    WorkloadParty(int members, boolean signed) {
        this(members, signed, SCHEMA, ReplicaLimits.DEFAULT);
    }

    /** A founder and so many members whose replicas retain no more than that; signatures are free of cost. */
    WorkloadParty(int members, ReplicaLimits limits) {
        this(members, false, SCHEMA, limits);
    }

    /** A founder and so many members with other components; signatures are free of cost. */
    WorkloadParty(int members, Schema schema) {
        this(members, false, schema, ReplicaLimits.DEFAULT);
    }

    private WorkloadParty(int members, boolean signed, Schema schema, ReplicaLimits limits) {
        this.schema = schema;
        this.limits = limits;
        verifier = signed ? Ed25519Verifier.INSTANCE : (key, message, signature) -> true;
        Signer root = signer(255, signed);
        manifest = WorldManifest.found(
                "bench", Membership.OPEN, Hosting.HOSTED, new WorldManifest.Founding(NOON, 1), root);
        for (int i = 0; i <= members; i++) {
            identities.add(ReplicaIdentity.draw(manifest.worldId(), signer(i, signed), i));
        }
        ids = identities.stream().mapToLong(ReplicaIdentity::replica).toArray();
    }

    private static Signer signer(int number, boolean signed) {
        byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
        Arrays.fill(seed, (byte) number);
        Ed25519Signer real = Ed25519Signer.ofSeed(seed);
        return signed ? real : new FreeSigner(real.publicKey());
    }

    /** The replica's id of a member. */
    long id(int member) {
        return ids[member];
    }

    /** An empty replica of a member that knows all the others. */
    Replica open(int member) {
        return open(member, verifier);
    }

    /** The same that has signatures checked so. */
    Replica open(int member, SignatureVerifier by) {
        Replica replica = new Replica(
                new Replica.Setup(manifest, schema, identities.get(member), by, OwnershipCheck.STRICT, limits));
        replica.advance(NOON);
        for (ReplicaIdentity other : identities) {
            replica.learn(other.certificate());
        }
        return replica;
    }
}
