package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.chat.ChatLog;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.core.TestGame.Sign;
import worldmesh.peer.stream.DroneCodec;
import worldmesh.peer.wire.AssetAsk;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.ChatLines;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Notice;
import worldmesh.peer.wire.Poses;
import worldmesh.peer.wire.Proofs;
import worldmesh.peer.wire.Sketch;
import worldmesh.peer.wire.SnapshotPart;
import worldmesh.peer.wire.StateAck;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.peer.wire.Summaries;
import worldmesh.peer.wire.TopicParcel;
import worldmesh.peer.wire.TreeProbe;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.state.TreeNode;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.sketch.CodedSymbols;
import worldmesh.world.sync.sketch.SketchEncoder;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.WorldId;

/** Each count is moved by its cause, and by the peer it is told of. */
class SessionStatsTest {
    private static final CommandListener DEAF = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {}
    };

    /** The cause of each count; answers whose count is moved. */
    private static Map<String, Function<Party, Node>> causes() {
        Map<String, Function<Party, Node>> causes = new TreeMap<>();
        causes.put("messages_malformed", party -> send(party, new byte[] {1, 2}, 1));
        causes.put("messages_unexpected", party -> {
            Node bob = party.nodes.get(1);
            byte[] part = new SnapshotPart(SectorId.ORIGIN, 1, 0, 1, new byte[9]).encode();
            party.nodes.get(2).mesh.send(bob.mesh.self(), Lane.RELIABLE, 0, part);
            return bob;
        });
        causes.put("messages_limited", party -> send(party, new Notice("x").encode(), 11_000));
        causes.put("commands_limited", party -> send(party, dig(party).encode(), 500));
        causes.put("summaries_refused", SessionStatsTest::summed);
        causes.put("batches_rejected", party -> send(party, batch(party.nodes.get(2), 1), 1));
        causes.put("batches_parked", SessionStatsTest::parked);
        causes.put("batches_held", party -> {
            party.nodes.get(0).judge.withholding = true;
            return spawned(party, 0);
        });
        causes.put("proofs_held", party -> {
            party.nodes.get(0).judge.withholding = true;
            return usurped(party);
        });
        causes.put("batches_received", party -> spawned(party, 0));
        causes.put("batches_sent", party -> spawned(party, 2));
        causes.put("proofs_refused", SessionStatsTest::usurped);
        causes.put("receipts_refused", party -> submitted(party, false));
        causes.put("commands_resent", party -> submitted(party, true));
        causes.put("commands_predicted", party -> submitted(party, false, false));
        causes.put("commands_mispredicted", SessionStatsTest::mispredicted);
        causes.put("poses_refused", SessionStatsTest::moved);
        causes.put("poses_sent", party -> {
            Node eve = spawned(party, 2);
            EntityId walker = eve.world.spawn(null, new Position(1, 1));
            party.run(50);
            eve.world.put(walker, new Position(2, 1));
            return eve;
        });
        causes.put("hellos_refused", party -> {
            Node ann = party.nodes.get(0);
            ann.session.ban(party.nodes.get(2).world.self());
            return ann;
        });
        causes.put("states_sent", party -> flown(party, 1, false));
        causes.put("state_bytes_sent", party -> flown(party, 1, false));
        causes.put("states_lost", party -> flown(party, 0, true));
        causes.put("cells_damaged", SessionStatsTest::damaged);
        causes.put("cells_diverged", SessionStatsTest::doubted);
        causes.putAll(furtherCauses());
        return causes;
    }

    private static Node summed(Party party) {
        Node bob = party.nodes.get(1);
        byte[] unasked = Summaries.of(party.nodes.get(2).signer, new byte[32], 1, List.of())
                .encode();
        party.nodes.get(2).mesh.send(bob.mesh.self(), Lane.BULK, 1, unasked);
        return bob;
    }

    private static Map<String, Function<Party, Node>> furtherCauses() {
        Map<String, Function<Party, Node>> causes = new TreeMap<>();
        causes.put("chat_refused", SessionStatsTest::forgedLine);
        causes.put("bars_enforced", party -> {
            Node ann = party.nodes.get(0);
            ann.session.ban(party.nodes.get(2).world.self());
            return ann;
        });
        causes.put("invitations_refused", party -> invited(party, new byte[] {1}));
        causes.put("admittances_given", party -> invited(party, null));
        causes.put("admittances_limited", SessionStatsTest::stuffed);
        causes.put("blocks_fetched", party -> fetched(party, 1));
        causes.put("blocks_served", party -> fetched(party, 0));
        causes.put("sectors_snapshotted", party -> returned(party, 0));
        causes.put("sectors_sketched", party -> returned(party, 0));
        causes.put("sketches_decoded", party -> returned(party, 1));
        causes.put("sketches_failed", party -> {
            Node bob = party.nodes.get(1);
            Snapshot foreign = Snapshot.of(new WorldId(Hash.of()), new SectorState(SectorId.ORIGIN));
            SketchPart.Opening opening = new SketchPart.Opening(2, 0, foreign);
            CodedSymbols symbols = new SketchEncoder(new long[0]).symbols(0, 1);
            byte[] sketch = new Sketch(new SketchPart(1, opening, 0, symbols).encode()).encode();
            party.nodes.get(0).mesh.send(bob.mesh.self(), Lane.BULK, 0, sketch);
            return bob;
        });
        causes.put("asset_parts_fetched", party -> shared(party, 1, false));
        causes.put("asset_parts_served", party -> shared(party, 0, false));
        causes.put("asset_parts_wrong", party -> shared(party, 1, true));
        causes.put("assets_refused", party -> send(party, new AssetAsk(Hash.of(), List.of(1)).encode(), 1));
        causes.put("topics_refused", party -> send(party, new TopicParcel(new byte[9]).encode(), 1));
        return causes;
    }

    /** Bob comes to a world of which few batches are kept, and comes back when some more were made. */
    private static Node returned(Party party, int at) {
        party.limits = new ReplicaLimits(4, 1 << 20, 64, 64);
        party.nodes.forEach(Node::kill);
        Node ann = party.nodes.get(0).host();
        Node bob = party.nodes.get(1);
        for (int i = 0; i < 60; i++) {
            ann.world.spawn(SectorId.ORIGIN, new Sign("sign " + i));
            party.run(Party.STEP_MILLIS);
            if (i == 40) {
                bob.join(ann);
                party.run(1_000);
                bob.kill();
            }
        }
        bob.join(ann);
        party.run(1_000);
        return party.nodes.get(at);
    }

    /** Bob comes to a large world of which few batches are kept. */
    private static Node fetched(Party party, int at) {
        party.limits = new ReplicaLimits(4, 1 << 20, 64, 64);
        party.nodes.forEach(Node::kill);
        Node ann = party.nodes.get(0).host();
        for (int i = 0; i < 4_200; i++) {
            ann.world.spawn(SectorId.ORIGIN, new Sign("sign " + i));
            if (i % 500 == 0) {
                party.run(Party.STEP_MILLIS);
            }
        }
        party.nodes.get(1).join(ann);
        party.run(1_000);
        return party.nodes.get(at);
    }

    /** Ann shares a file, which bob fetches. */
    private static Node shared(Party party, int at, boolean lies) {
        List<MemoryAssets> disks = List.of(new MemoryAssets(), new MemoryAssets());
        for (int i = 0; i < 2; i++) {
            party.nodes.get(i).session.assets().keepIn(disks.get(i), 0);
        }
        disks.get(0).own.put("file", MemoryAssets.random(100_000, 1));
        disks.get(0).lies = lies;
        party.nodes.get(0).session.assets().share("file", opened -> {});
        for (int i = 0; i < 30; i++) {
            disks.forEach(MemoryAssets::answer);
            party.run(Party.STEP_MILLIS);
            AssetDesk bob = party.nodes.get(1).session.assets();
            if (i == 10) {
                bob.fetch(bob.views().get(0).id(), AssetStore.Place.CACHE);
            }
        }
        return party.nodes.get(at);
    }

    private static Node send(Party party, byte[] message, int times) {
        Node ann = party.nodes.get(0);
        for (int i = 0; i < times; i++) {
            party.nodes.get(2).mesh.send(ann.mesh.self(), Lane.RELIABLE, 0, message);
        }
        return ann;
    }

    private static Message dig(Party party) {
        CommandId id = new CommandId(party.nodes.get(2).world.self(), 77, 1);
        Dig dig = new Dig(new EntityId(1, 1), 1_000);
        return new SubmitCommand(CommandEnvelope.of(id, SectorId.ORIGIN, party.game.schema(), dig)
                .encode());
    }

    /** A message with a batch of {@code author}, {@code damage} bits of its signature flipped. */
    private static byte[] batch(Node author, int damage) {
        author.world.spawn(null, new Block(1));
        SignedBatch sealed = author.world.seal().get(0);
        byte[] raw = sealed.encode();
        raw[raw.length - 1] ^= (byte) damage;
        return new Batches(List.of(raw)).encode();
    }

    private static Node parked(Party party) {
        Node stranger = party.node("mallory");
        stranger.store.found(Objects.requireNonNull(party.nodes.get(0).world.manifest()));
        stranger.open();
        stranger.alive = false;
        stranger.world.advance(party.nanos(), stranger.wallMillis());
        stranger.world.time().settle();
        return send(party, batch(stranger, 0), 1);
    }

    private static Node spawned(Party party, int at) {
        party.nodes.get(2).world.spawn(null, new Block(1));
        return party.nodes.get(at);
    }

    private static Node usurped(Party party) {
        Node eve = party.nodes.get(2);
        Grant grant = Grant.sign(eve.world.replica().manifest().worldId(), 9, eve.signer.publicKey(), null, eve.signer);
        return send(party, new Proofs(List.of(grant.encode())).encode(), 1);
    }

    /** Somebody joins another party, which is by invitation, with this secret or the right one. */
    private static Node invited(Party party, byte @Nullable [] secret) {
        Node zoe = party.node("zoe").host(Membership.INVITE);
        byte[] shown = secret == null ? zoe.session.invitationSecret() : secret;
        party.node("yan").join(zoe, new JoinRequest(null, null, shown));
        return zoe;
    }

    private static Node stuffed(Party party) {
        Node eve = party.nodes.get(2);
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Admittance.TimedSigner issuer = new Admittance.TimedSigner(eve.signer, 1);
            many.add(Admittance.sign(
                            eve.world.replica().manifest().worldId(),
                            party.signatures.signer(500 + i).peer(),
                            i,
                            Admittance.Pass.NONE,
                            issuer)
                    .encode());
        }
        return send(party, new Proofs(many).encode(), 1);
    }

    private static Node mispredicted(Party party) {
        Node bob = party.nodes.get(1);
        EntityId vein = bob.world.spawn(null, new Block(1));
        party.run(50);
        party.nodes.get(0).session.submit(new Dig(vein, 100), DEAF);
        bob.session.submit(new Dig(vein, 1), DEAF);
        return bob;
    }

    private static Node submitted(Party party, boolean silent) {
        return submitted(party, silent, !silent);
    }

    private static Node submitted(Party party, boolean silent, boolean forging) {
        party.nodes.get(0).judge.silent = silent;
        party.nodes.get(0).judge.forging = forging;
        Node bob = party.nodes.get(1);
        EntityId vein = bob.world.spawn(null, new Block(1));
        party.run(50);
        bob.session.submit(new Dig(vein, 1), DEAF);
        party.run(CommandDesk.RESEND_NANOS / 1_000_000);
        return bob;
    }

    private static Node moved(Party party) {
        Node ann = party.nodes.get(0);
        EntityId walker = ann.world.spawn(null, new Position(1, 1));
        party.run(50);
        int component = party.game.schema().type(Position.class).id();
        byte[] value = party.game.schema().type(Position.class).codec().encode(new Position(9, 9));
        return send(party, new Poses(1, List.of(new Poses.Pose(walker, component, value))).encode(), 1);
    }

    /** Bob flies; where {@code unheard}, nobody tells him what came, until others forgot what he starts from. */
    private static Node flown(Party party, int at, boolean unheard) {
        Node bob = party.nodes.get(1);
        EntityId drone = bob.world.spawn(null, new DroneCodec.Drone(1));
        party.run(50);
        for (int i = 2; i < 45; i++) {
            bob.world.put(drone, new DroneCodec.Drone(i));
            party.run(50);
            boolean deaf = unheard && i > 6;
            party.net.tamper =
                    (to, message) -> deaf && MessageKind.decode(message) instanceof StateAck ? new byte[] {0} : message;
        }
        return party.nodes.get(at);
    }

    private static Node damaged(Party party) {
        Node ann = party.nodes.get(0);
        ann.world.spawn(SectorId.ORIGIN, new Sign("what is true"));
        party.run(4_000);
        try {
            StateCheckTest.damage(ann, "what is true");
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the state has other fields", e);
        }
        party.run(4_000);
        return ann;
    }

    private static Node doubted(Party party) {
        Node ann = party.nodes.get(0);
        EntityId sign = ann.world.spawn(SectorId.ORIGIN, new Sign("what is true"));
        party.run(1_000);
        TreeNode lie =
                new TreeNode(0, 0, List.of(), List.of(new TreeNode.CopyMarks(sign, new TreeMap<>(Map.of(0, 1L)))));
        long moment = StateCheck.moment(ann.world.replica(), SectorId.ORIGIN);
        return send(party, new TreeProbe(SectorId.ORIGIN, moment, true, lie).encode(), 1);
    }

    private static Node forgedLine(Party party) {
        ChatLog log = new ChatLog(new byte[32], party.signatures);
        ChatLine line = log.say(party.nodes.get(2).signer, 3, "eve", "pay eve", 1_000);
        byte[] raw = new ChatLines(false, List.of(line)).encode();
        raw[raw.length - 1] ^= 1;
        return send(party, raw, 1);
    }

    @TestFactory
    Stream<DynamicTest> eachCountIsMovedByItsCause() {
        return causes().entrySet().stream()
                .map(cause -> DynamicTest.dynamicTest(cause.getKey(), () -> {
                    Party party = Party.ofThree();
                    Map<String, Long> before = new TreeMap<>();
                    party.nodes.forEach(node -> before.put(node.name, count(node, cause.getKey())));
                    Node moved = cause.getValue().apply(party);
                    party.run(100);

                    assertTrue(count(moved, cause.getKey()) > before.getOrDefault(moved.name, 0L), cause.getKey());
                }));
    }

    private static long count(Node node, String name) {
        return Objects.requireNonNull(node.session.stats().byName().get(name), name);
    }

    @Test
    void everyCountHasACause() {
        Party party = Party.ofThree();

        assertEquals(
                causes().keySet(), party.nodes.get(0).session.stats().byName().keySet());
    }

    @Test
    void onlyTheHostHasCountsOfAnAuthority() {
        Party party = Party.ofThree();
        submitted(party, false);

        assertEquals(
                Map.of("commands_judged", 1L),
                party.nodes.get(0).session.party().counts());
        assertEquals(Map.of(), party.nodes.get(1).session.party().counts());
    }
}
