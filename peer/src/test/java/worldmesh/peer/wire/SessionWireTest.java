package worldmesh.peer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.WayResult;
import worldmesh.mesh.topic.TopicId;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.PartRange;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.chat.ChatLog;
import worldmesh.peer.checkup.TurnFigures;
import worldmesh.peer.owner.OwnerAnswer;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.TreeNode;
import worldmesh.world.summary.SectorSummary;
import worldmesh.world.sync.HistoryMarks;

/** Holds every message to the bytes of docs/wire-session.md. */
class SessionWireTest {
    private static byte[] bytes(int count, int first) {
        byte[] out = new byte[count];
        for (int i = 0; i < count; i++) {
            out[i] = (byte) (first + i);
        }
        return out;
    }

    private static ChatLine line() {
        SimulatedSignatures signatures = new SimulatedSignatures();
        ChatLog log = new ChatLog(bytes(32, 0), signatures);
        log.say(signatures.signer(1), 5, "ann", "hi", 1_000);
        return log.say(signatures.signer(1), 5, "ann", "grüße", 2_000);
    }

    private static final TreeNode INNER =
            new TreeNode(1, 5L << 60, LongStream.rangeClosed(-8, 7).boxed().toList(), List.of());

    private static final TreeNode LEAF = new TreeNode(
            16,
            -1,
            List.of(),
            List.of(new TreeNode.CopyMarks(new EntityId(8, 9), new TreeMap<>(Map.of(0, 1L, 77, -1L)))));

    static List<Message> samples() {
        List<Message> all = new ArrayList<>(firstSamples());
        all.addAll(laterSamples());
        return all;
    }

    private static List<Message> firstSamples() {
        VersionVector vector = new VersionVector();
        vector.set(5, 9);
        TreeMap<String, String> shown = new TreeMap<>();
        shown.put("cursor", "3,4");
        return List.of(
                new Hello(3, bytes(32, 0), bytes(32, 64), "ann", 7, bytes(32, 128), true),
                new Welcome(bytes(5, 1), 1_000, true),
                new Refuse(3, "schema"),
                new Roster(List.of(new Roster.Member(PeerId.ofBytes(bytes(32, 0)), "bob", bytes(4, 127), 7_777))),
                new Proofs(List.of(bytes(3, 1), bytes(0, 0))),
                new Vectors(true, -3, List.of(new Vectors.Entry(new SectorId(-1, 2, 0), vector, 5))),
                new Batches(List.of(bytes(4, 1))),
                new SnapshotPart(SectorId.ORIGIN, 3, 1, 2, bytes(4, 1)),
                new SubmitCommand(bytes(6, 1)),
                new Answer(bytes(3, 1), bytes(2, 1), List.of(new Answer.Published(SectorId.ORIGIN, 4, 300))),
                new ChatLines(true, List.of(line())),
                new Presence(shown),
                new TimePing(42),
                new TimePong(42, 1_000, false),
                new Poses(1_000, List.of(new Poses.Pose(new EntityId(8, 9), 77, bytes(3, 1)))),
                new Notice("maintenance"),
                new PartyMessage(new byte[] {1, 2, 3}),
                new Rename("zoë"),
                new BatchCommand(
                        PeerId.ofBytes(bytes(32, 0)), new SectorId(-1, 2, 0), List.of(bytes(4, 1), bytes(2, 9))),
                new ReadOnly("backup"),
                new OwnerRequest(7, new EntityId(8, 9)),
                new OwnerReply(7, new OwnerAnswer(OwnerAnswer.Outcome.REFUSED, "mine")),
                new Credentials(List.of(bytes(5, 1))),
                new StateUpdate(77, 300, 1_000, new SectorId(-1, 2, 0), bytes(5, 1)),
                new StateAck(77, 300, -2, List.of(new EntityId(8, 9))),
                new CarriedOffer(PeerId.ofBytes(bytes(32, 0)), PeerId.ofBytes(bytes(32, 1)), bytes(3, 7)),
                new TopicParcel(bytes(9, 1)),
                new TopicFlash(TopicId.of("frames/voice"), 300, bytes(3, 7)));
    }

    private static List<Message> laterSamples() {
        return List.of(
                new Marks(new HistoryMarks(
                        new SectorId(-1, 2, 0),
                        List.of(
                                new HistoryMarks.Run(-5, 300, List.of(1L, -2L)),
                                new HistoryMarks.Run(6, 1, List.of())))),
                new TreeProbe(new SectorId(-1, 2, 0), 7, false, INNER),
                new TreeProbe(SectorId.ORIGIN, -7, true, LEAF),
                new Sketch(bytes(5, 1)),
                new SketchAsk(bytes(4, 2)),
                new SketchRest(-5, Hash.ofBytes(bytes(32, 7)), 1, 2, bytes(4, 1)),
                new SketchStop(-5),
                new BlockRoot(bytes(5, 1)),
                new BlockAsk(new SectorId(-1, 2, 0), 1, 3, List.of(new BlockAsk.Part(8, Hash.ofBytes(bytes(32, 7))))),
                new Block(new SectorId(-1, 2, 0), 300, bytes(4, 1)),
                new CheckupAsk(77, bytes(32, 5), bytes(3, 7)),
                new CheckupAnswer(77, CheckupAnswer.BUSY, -5, bytes(3, 7)),
                new CheckupReport(
                        77,
                        List.of(
                                way(CandidateKind.HOST, CandidateKind.REFLEXIVE, WayResult.Outcome.UNANSWERED, true),
                                way(CandidateKind.RELAYED, CandidateKind.HOST, WayResult.Outcome.ANSWERED, false))),
                new InvitedBy(PeerId.ofBytes(bytes(32, 0))),
                new VouchAsk(PeerId.ofBytes(bytes(32, 0)), bytes(32, 64), bytes(32, 128)),
                new VouchRefusal(PeerId.ofBytes(bytes(32, 0)), 11, "used"),
                new StandsIn(true),
                new AssetOffer(new AssetManifest("level.zip", 40_000, List.of(Hash.ofBytes(bytes(32, 7))))),
                new AssetHave(
                        Hash.ofBytes(bytes(32, 7)), true, false, List.of(new PartRange(0, 3), new PartRange(300, 1))),
                new AssetHave(Hash.ofBytes(bytes(32, 7)), false, true, List.of()),
                new AssetWord(new AssetClaim(
                        Hash.ofBytes(bytes(32, 7)), new PublicKey(bytes(32, 9)), 1_234, true, bytes(64, 11))),
                new AssetAsk(Hash.ofBytes(bytes(32, 7)), List.of(0, 300)),
                new AssetPart(Hash.ofBytes(bytes(32, 7)), 300, AssetPart.DATA, bytes(4, 1)),
                new AssetPart(Hash.ofBytes(bytes(32, 7)), 0, AssetPart.LATER, new byte[0]),
                new Wants(Interest.EVERYTHING, false),
                new Wants(Interest.around(new SectorId(-1, 2, 0), 3).withLevels(4), true),
                new Appetite(5, Appetite.History.GATHERED),
                new Summaries(
                        bytes(32, 0),
                        1_000,
                        List.of(
                                new SectorSummary(
                                        new SectorId(-1, 2, 3), List.of(new SectorSummary.Kind(77, 300, 0, 255, -5))),
                                new SectorSummary(SectorId.ORIGIN, List.of())),
                        bytes(64, 9)),
                new CheckupProbe(77, 299, true, 280, bytes(4, 1)),
                new CheckupState(77, new TurnFigures(5_000, 60, 12, 400, 20), true, 250, 600_000));
    }

    private static WayResult way(CandidateKind from, CandidateKind to, WayResult.Outcome outcome, boolean heard) {
        return new WayResult(from, new Candidate(to, new InetSocketAddress("192.0.2.1", 7_777)), outcome, heard);
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(SessionWireTest.class.getResourceAsStream("/wire/session.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void messagesAreWrittenAsTheGoldenVectorsSay() throws IOException {
        List<String> written = samples().stream()
                .map(message -> message.kind() + " " + HexFormat.of().formatHex(message.encode()))
                .toList();

        assertEquals(String.join("\n", golden()), String.join("\n", written));
    }

    @Test
    void goldenVectorsOfEveryKindAreRead() throws IOException {
        Set<MessageKind> kinds = EnumSet.noneOf(MessageKind.class);
        for (String line : golden()) {
            byte[] raw = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
            Message read = MessageKind.decode(raw);
            assertNotNull(read, line);
            kinds.add(read.kind());
            assertEquals(line, read.kind() + " " + HexFormat.of().formatHex(read.encode()));
        }

        assertEquals(EnumSet.allOf(MessageKind.class), kinds);
    }

    @Test
    void anOutcomeThatOnlyTheAskerKnowsIsRefused() {
        byte[] reply = new OwnerReply(7, new OwnerAnswer(OwnerAnswer.Outcome.REFUSED, "mine")).encode();
        reply[9] = 6;
        assertNull(MessageKind.decode(reply));
        reply[9] = (byte) OwnerAnswer.Outcome.TIMED_OUT.code();
        assertNull(MessageKind.decode(reply));
    }

    @Test
    void aWillThatIsNeitherYesNorNoIsRefused() {
        byte[] message = new StandsIn(false).encode();
        message[1] = 2;
        assertNull(MessageKind.decode(message));
    }

    @Test
    void credentialsBeyondTheirBoundsAreRefused() {
        assertNull(MessageKind.decode(new Credentials(List.of(bytes(1_025, 0))).encode()));
        assertNull(MessageKind.decode(new Credentials(Collections.nCopies(9, bytes(1, 0))).encode()));
    }

    @Test
    void everyTruncationIsRefused() {
        for (Message message : samples()) {
            byte[] good = message.encode();
            for (int length = 0; length < good.length; length++) {
                assertNull(MessageKind.decode(Arrays.copyOf(good, length)), message.kind() + " cut to " + length);
            }
            assertNull(MessageKind.decode(Arrays.copyOf(good, good.length + 1)), message.kind() + " with more");
        }
    }
}
