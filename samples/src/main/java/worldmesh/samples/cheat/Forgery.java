package worldmesh.samples.cheat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.bytes.Payload;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Vote;
import worldmesh.world.trust.WorldId;
import worldmesh.world.trust.WorldManifest;

/** Makes what no honest program makes, under a genuine replica of the cheater's own. Sends nothing. */
final class Forgery {
    /** An epoch that no tenure of an honest party reaches. */
    static final long EPOCH = 1_000_000;

    private final Signer signer;
    private final RandomGenerator random;
    private final Schema schema;
    private final Replica replica;
    private final WorldId world;
    private final ReplicaIdentity identity;
    private final Map<SectorId, Long> sequences = new TreeMap<>(); // each batch follows its own last one
    private long clock;

    Forgery(Signer signer, Schema schema, Replica replica, RandomGenerator random) {
        this.signer = signer;
        this.random = random;
        this.schema = schema;
        this.replica = replica;
        this.world = replica.manifest().worldId();
        this.identity = ReplicaIdentity.draw(world, signer, random.nextLong());
    }

    /** Commands of the cheater under its own signature. */
    List<CommandEnvelope> sealed(List<CommandEnvelope> own, long worldMillis) {
        return CommandSeal.seal(own, world, worldMillis, signer);
    }

    /** The genuine certificate under which batches are signed. */
    byte[] certificate() {
        return identity.certificate().encode();
    }

    /** A register write; where it is critical, under an index that no log has reached. */
    <T extends Record> Op write(EntityId entity, T value) {
        @SuppressWarnings("unchecked") // a record is an instance of its class
        ComponentType<T> type = schema.type((Class<T>) value.getClass());
        long index = type.trust() == Trust.CRITICAL ? EPOCH : 0;
        return new Op.Write(
                entity, type.id(), null, index, Payload.wrap(type.codec().encode(value)));
    }

    /** A well-signed batch of the cheater. */
    SignedBatch batch(EntityId about, @Nullable ProofId grant, long worldMillis, Op op) {
        SectorId sector = replica.sectorOf(about);
        long sequence = sequences.merge(sector, 1L, Long::sum);
        return signed(new BatchKey(world, sector, identity.replica(), sequence), grant, worldMillis, op);
    }

    /** A batch in another replica's name, signed by the cheater. */
    SignedBatch inTheNameOf(long other, EntityId about, long worldMillis, Op op) {
        SectorId sector = replica.sectorOf(about);
        long sequence = replica.vector(sector).last(other) + 1;
        return signed(new BatchKey(world, sector, other, sequence), null, worldMillis, op);
    }

    private SignedBatch signed(BatchKey key, @Nullable ProofId grant, long worldMillis, Op op) {
        clock = Math.max(clock + 1, worldMillis << 16);
        return SignedBatch.sign(key, new BatchContent(clock, grant, List.of(op)), signer);
    }

    /** A batch with one bit of its signature flipped. */
    byte[] flipped(SignedBatch batch) {
        byte[] bytes = batch.encode();
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    /** A tenure that the cheater alone voted for. */
    Grant selfVotedGrant() {
        List<Roster> rosters = replica.knownProofs().rosters();
        Roster last = rosters.isEmpty() ? Roster.founding(manifest()) : rosters.get(rosters.size() - 1);
        Grant candidate = Grant.candidate(last, EPOCH, signer.publicKey(), false);
        return candidate.with(List.of(Vote.sign(candidate.body(), signer)));
    }

    /** A tenure that claims the trust root's signature. */
    Grant selfSignedGrant() {
        return Grant.sign(world, EPOCH, signer.publicKey(), null, signer);
    }

    /** A member that does not exist. */
    PublicKey sybil() {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        return Ed25519Signer.ofSeed(seed).publicKey();
    }

    /** The next roster, full of the cheater's own keys, with the cheater's vote. */
    Roster stuffed(List<PublicKey> sybils) {
        Roster next = Roster.founding(manifest()).next(sybils, true);
        return next.with(List.of(Vote.sign(next.body(), signer)));
    }

    /** A well-signed word that lets a peer in. */
    Admittance admittance(PeerId newcomer, int serial, long worldMillis) {
        Admittance.TimedSigner issuer = new Admittance.TimedSigner(signer, worldMillis);
        return Admittance.sign(world, newcomer, serial, Admittance.Pass.NONE, issuer);
    }

    /** A ban by the right of a grant, signed by the cheater. */
    Ruling ban(Grant grant, PeerId victim, long worldMillis) {
        Ruling.Order order = Ruling.Order.about(victim, Ruling.Verb.BAN, 0, "usurped");
        return Ruling.sign(grant, 1, order, worldMillis, signer);
    }

    /** What a holder, a candidate and a witness would say, said by somebody who is none of them. */
    List<byte[]> partyMessages(List<PeerId> sybils) {
        Head head = new Head(EPOCH, EPOCH, Hash.of("no such entry".getBytes(StandardCharsets.US_ASCII)));
        RosterLink link = new RosterLink(new PartyRoster(EPOCH, true, sybils), head);
        byte[] grant = selfVotedGrant().encode();
        byte[] noise = new byte[200];
        random.nextBytes(noise);
        List<PartyMessage> lies = List.of(
                new PartyMessage.Lead(EPOCH, grant, List.of(link), head),
                new PartyMessage.Prepare(EPOCH, head, List.of(noise), List.of(noise)),
                new PartyMessage.Nack(EPOCH),
                new PartyMessage.Campaign(EPOCH, true, link),
                new PartyMessage.Promise(EPOCH, List.of(link), head, EPOCH, List.of(noise), noise),
                new PartyMessage.Ack(1, head, head, true, noise),
                new PartyMessage.Entries(1, Head.NONE, List.of(noise), head, List.of(noise)),
                new PartyMessage.StatePart(1, head, 0, 1, noise, noise),
                new PartyMessage.Accuse(1, noise),
                new PartyMessage.Branch(List.of(link), head),
                new PartyMessage.Pending(true, noise));
        return lies.stream().map(PartyCodec::encode).toList();
    }

    private WorldManifest manifest() {
        return replica.manifest();
    }
}
