package worldmesh.samples.cheat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.PartyMessage;
import worldmesh.peer.wire.Proofs;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.samples.cheat.Attempt.Cheat;
import worldmesh.samples.cheat.Attempt.Trace;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.model.Offer;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.model.Vein;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;

/** Every cheat once: what is sent, and what honest stores would show if it worked. */
final class Repertoire {
    /** More gold than an island has. */
    private static final long LOOT = 777_777;

    private static final float TELEPORT_METRES = 30;

    /** Further from the fire than anybody reaches who just came. */
    private static final double FAR_METRES = 12;

    /** Ten times what the authority judges at once. */
    private static final int FLOOD = 1_200;

    private static final int REPLAYS = 5;
    private static final int SYBILS = 5;

    /** Three times the players of a party. */
    private static final int VOUCHED = 100;

    /** A whole party at once, and a quarter of one late: what a peer believes of one flood, docs/threat-model.md. */
    static final int VOUCHED_MAX = 40;

    private final RogueMember rogue;
    private final Forgery forgery;
    private final EntityId own;
    private final long session;
    private final List<Attempt> tried = new ArrayList<>();
    private long sequence;

    Repertoire(RogueMember rogue, Forgery forgery, EntityId own) {
        this.rogue = rogue;
        this.forgery = forgery;
        this.own = own;
        this.session = rogue.fresh();
    }

    /** What a player with a changed program tries. */
    List<Attempt> deeds() {
        rogue.send(new Proofs(List.of(forgery.certificate())));
        replayedCommand();
        teleport();
        goldFromNothing();
        forgedSignature();
        foreignEntity();
        foreignCommand();
        unsignedCommand();
        flood();
        return List.copyOf(tried);
    }

    /** What a member of the party with a changed program tells the others. */
    List<Attempt> lies() {
        rogue.send(new Proofs(List.of(forgery.certificate())));
        forgedPartyMessages();
        forgedGrant();
        rosterStuffing();
        vouching();
        forgedRulings();
        return List.copyOf(tried);
    }

    private void tried(Cheat cheat, Trace trace, String subject, long limit) {
        tried.add(new Attempt(cheat, trace, subject, limit));
    }

    /** A genuine small step, again and again: it may count once. */
    private void replayedCommand() {
        CommandEnvelope envelope = envelope(command(rogue.self()), new Step(Footing.START + 0.5f, Footing.START));
        for (int i = 0; i < REPLAYS; i++) {
            submit(envelope);
        }
        tried(Cheat.REPLAYED_COMMAND, Trace.APPLIED, Evidence.name(envelope.id()), 1);
    }

    private void teleport() {
        invalid(Cheat.TELEPORT, new Step(Footing.START + TELEPORT_METRES, Footing.START));
        // A pose is its owner's to claim; what it reaches is not.
        EntityId[] far = new EntityId[1];
        rogue.world().replica().each(null, Vein.class, (vein, place) -> {
            if (Math.hypot(place.x(), place.y()) > FAR_METRES) {
                far[0] = vein;
                batch(own, forgery.write(own, new Pose(place.x(), place.y())));
            }
        });
        if (far[0] != null) {
            invalid(Cheat.TELEPORT, new Mine(far[0]));
        }
    }

    private void goldFromNothing() {
        batch(own, forgery.write(own, new Gold(LOOT)));
        tried(Cheat.GOLD_FROM_NOTHING, Trace.GOLD, Evidence.name(own), LOOT - 1);
        victims().forEach(victim -> invalid(Cheat.GOLD_FROM_NOTHING, new Gift(victim, Asset.GOLD, LOOT)));
        invalid(Cheat.GOLD_FROM_NOTHING, new Offer(Asset.GOLD, LOOT, Asset.WOOD, 1));
    }

    private void forgedSignature() {
        String flipped = mark();
        SignedBatch own1 = forgery.batch(own, null, worldMillis(), write(own, flipped));
        rogue.send(new Batches(List.of(forgery.flipped(own1))));
        tried(Cheat.FORGED_SIGNATURE, Trace.MARK, flipped, 0);
        for (EntityId victim : victims()) {
            String mark = mark();
            SignedBatch forged = forgery.inTheNameOf(victim.replica(), victim, worldMillis(), write(victim, mark));
            rogue.send(new Batches(List.of(forged.encode())));
            tried(Cheat.FORGED_SIGNATURE, Trace.MARK, mark, 0);
        }
    }

    private void foreignEntity() {
        for (EntityId victim : victims()) {
            String mark = mark();
            batch(victim, write(victim, mark));
            tried(Cheat.FOREIGN_ENTITY, Trace.MARK, mark, 0);
            batch(victim, new Op.Delete(victim, null));
            tried(Cheat.FOREIGN_ENTITY, Trace.DEAD, Evidence.name(victim), 0);
        }
    }

    private void foreignCommand() {
        for (EntityId victim : victims()) {
            PeerId player = Objects.requireNonNull(rogue.world().owner(victim));
            CommandEnvelope envelope = bare(command(player), new Gift(own, Asset.GOLD, 1));
            submit(envelope);
            tried(Cheat.FOREIGN_COMMAND, Trace.APPLIED, Evidence.name(envelope.id()), 0);
        }
    }

    /** Small steps as any other, but for the signature: none, that of another step, a damaged one. */
    private void unsignedCommand() {
        Step step = new Step(Footing.START + 0.25f, Footing.START);
        CommandSeal seal =
                Objects.requireNonNull(envelope(command(rogue.self()), step).seal());
        byte[] flipped = seal.signature().bytes();
        flipped[0] ^= 1;
        CommandSeal damaged = new CommandSeal(
                seal.key(), seal.worldMillis(), seal.index(), seal.count(), seal.path(), new Signature(flipped));
        for (int i = 0; i < 3; i++) {
            CommandEnvelope bare = bare(command(rogue.self()), step);
            submit(i == 0 ? bare : bare.with(i == 1 ? seal : damaged));
            tried(Cheat.UNSIGNED_COMMAND, Trace.APPLIED, Evidence.name(bare.id()), 0);
        }
    }

    /** What a holder would have the others do: walk, and give it all they have. */
    List<CommandEnvelope> wishesOfOthers() {
        List<CommandEnvelope> made = new ArrayList<>();
        for (EntityId victim : victims()) {
            PeerId player = Objects.requireNonNull(rogue.world().owner(victim));
            Gold gold = rogue.world().confirmed(victim, Gold.class);
            made.add(bare(command(player), new Step(Footing.START + 0.25f, Footing.START)));
            made.add(bare(command(player), new Gift(own, Asset.GOLD, gold == null ? 1 : Math.max(1, gold.gold()))));
        }
        return made;
    }

    private void forgedPartyMessages() {
        List<PeerId> sybils = Stream.of(forgery.sybil().peer(), rogue.self()).toList();
        for (byte[] message : forgery.partyMessages(sybils)) {
            rogue.send(new PartyMessage(message));
            tried(Cheat.FORGED_PARTY_MESSAGE, Trace.TENURE, rogue.self().toString(), 0);
        }
        tried(Cheat.FORGED_PARTY_MESSAGE, Trace.MEMBER, sybils.get(0).toString(), 0);
    }

    private void forgedGrant() {
        for (Grant grant : List.of(forgery.selfVotedGrant(), forgery.selfSignedGrant())) {
            rogue.send(new Proofs(List.of(grant.encode())));
            tried(Cheat.FORGED_GRANT, Trace.TENURE, rogue.self().toString(), 0);
            mintUnder(grant.id());
        }
    }

    private void mintUnder(ProofId grant) {
        SignedBatch batch = forgery.batch(own, grant, worldMillis(), forgery.write(own, new Gold(LOOT)));
        rogue.send(new Batches(List.of(batch.encode())));
        tried(Cheat.FORGED_GRANT, Trace.GOLD, Evidence.name(own), LOOT - 1);
    }

    private void rosterStuffing() {
        List<PublicKey> sybils = new ArrayList<>();
        for (int i = 0; i < SYBILS; i++) {
            PublicKey sybil = forgery.sybil();
            sybils.add(sybil);
            tried(Cheat.ROSTER_STUFFING, Trace.MEMBER, sybil.peer().toString(), 0);
        }
        rogue.send(new Proofs(List.of(forgery.stuffed(sybils).encode())));
    }

    /** A hundred keys at once: a party's worth is believed, the rest is counted. */
    private void vouching() {
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < VOUCHED; i++) {
            many.add(
                    forgery.admittance(forgery.sybil().peer(), i, worldMillis()).encode());
        }
        rogue.send(new Proofs(many));
        tried(Cheat.VOUCHING, Trace.VOUCHED, rogue.self().toString(), VOUCHED_MAX);
    }

    /** Everybody is to stay out: by a role it does not hold, and by that of whoever holds it. */
    private void forgedRulings() {
        for (PeerId victim : rogue.victims()) {
            for (Grant grant : rogue.world().replica().knownProofs().grants()) {
                rogue.send(new Proofs(
                        List.of(forgery.ban(grant, victim, worldMillis()).encode())));
            }
            rogue.send(new Proofs(List.of(
                    forgery.ban(forgery.selfVotedGrant(), victim, worldMillis()).encode())));
            tried(Cheat.FORGED_RULING, Trace.BARRED, victim.toString(), 0);
        }
    }

    private void flood() {
        long flood = rogue.fresh();
        List<CommandEnvelope> many = new ArrayList<>();
        for (int i = 1; i <= FLOOD; i++) {
            many.add(bare(new CommandId(rogue.self(), flood, i), new Gift(own, Asset.GOLD, LOOT)));
        }
        forgery.sealed(many, worldMillis()).forEach(this::submit);
        tried(Cheat.FLOOD, Trace.SESSION, Evidence.session(rogue.self(), flood), 0);
    }

    private void invalid(Cheat cheat, Record command) {
        CommandEnvelope envelope = envelope(command(rogue.self()), command);
        submit(envelope);
        tried(cheat, Trace.APPLIED, Evidence.name(envelope.id()), 0);
    }

    private CommandId command(PeerId player) {
        return new CommandId(player, session, ++sequence);
    }

    private CommandEnvelope envelope(CommandId id, Record command) {
        return forgery.sealed(List.of(bare(id, command)), worldMillis()).get(0);
    }

    private CommandEnvelope bare(CommandId id, Record command) {
        return CommandEnvelope.of(id, SectorId.ORIGIN, rogue.world().schema(), command);
    }

    private void submit(CommandEnvelope envelope) {
        rogue.send(new SubmitCommand(envelope.encode()));
    }

    private void batch(EntityId about, Op op) {
        rogue.send(new Batches(
                List.of(forgery.batch(about, null, worldMillis(), op).encode())));
    }

    private Op write(EntityId avatar, String mark) {
        return forgery.write(avatar, new Avatar(mark, 0));
    }

    private String mark() {
        return "cheat" + Long.toHexString(rogue.fresh());
    }

    private long worldMillis() {
        return rogue.world().worldMillis();
    }

    /** The avatars of the others. */
    private List<EntityId> victims() {
        List<EntityId> found = new ArrayList<>();
        rogue.world().replica().each(null, Avatar.class, (entity, avatar) -> {
            if (!Objects.equals(rogue.self(), rogue.world().owner(entity))) {
                found.add(entity);
            }
        });
        return found;
    }
}
