package worldmesh.mesh.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.SeededSecureRandom;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.TlsMeshCrypto;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.relay.RelayName;
import worldmesh.mesh.relay.RelayRefusal;
import worldmesh.mesh.session.RecordOpener;
import worldmesh.mesh.session.RecordSealer;
import worldmesh.mesh.session.Rekeying;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.session.ResumeAnswer;
import worldmesh.mesh.session.ResumeOffer;
import worldmesh.mesh.session.ResumeTerms;
import worldmesh.mesh.session.SessionKeys;
import worldmesh.mesh.session.StreamPosition;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.transport.ControlFrame;
import worldmesh.mesh.transport.MessageEar;
import worldmesh.mesh.transport.Pace;
import worldmesh.mesh.transport.RelayFrame;
import worldmesh.mesh.transport.Transport;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/** The bytes of docs/wire-mesh.md, as they must stay. */
class MeshWireTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The peer 0102…20 as relays call it. */
    private static final long RELAY_NAME = RelayName.of(PeerId.ofBytes(counting()));

    private static byte[] counting() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }

    private static byte[] relayed(RelayFrame frame) {
        byte[] data = new byte[64];
        return content(data, transport(new ReplayWindow()).fillRelayed(data, frame, 0, 0));
    }

    /** Our bytes by the names of the golden file. */
    private static Map<String, byte[]> ours() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        byte[] hello = new Hello(1, 0x030201, 0x0807060504030201L, new byte[] {9, 9}, new byte[] {7, 7, 7}).encode();
        all.put("hello-head", Arrays.copyOf(hello, 24));
        all.put("cookie", new CookieReply(0x030201, 0x0807060504030201L, new byte[] {9, 9}).encode());
        all.put("refusal", new Refusal(0x030201, 0x0807060504030201L, Refusal.VERSION_MISMATCH, 1).encode());
        all.put("segment", new Segment(0x030201, 0x060504, 258, 772, new byte[] {5, 6}).encode());
        SessionKeys keys = SessionKeys.derive(new byte[64], PeerId.ofBytes(filled(1)), PeerId.ofBytes(filled(2)), 1);
        all.put("initiator-secret", keys.initiatorSecret());
        all.put("responder-secret", keys.responderSecret());
        all.put("channel-binding", keys.channelBinding());
        RecordSealer sealer = new RecordSealer(crypto(), new byte[32], 0x030201, new Rekeying(1, 1L << 60), 0);
        all.put("record-epoch-0", seal(sealer));
        all.put("record-epoch-1", seal(sealer));
        all.put("frames-messages", messages());
        all.put("frames-prompt", prompt());
        all.put("frames-short-input", shortInput());
        all.put("frames-ack-ping", ackAndPing());
        all.put("frames-ack-arrival", ackOfBulk());
        all.put("frames-close", control(ControlFrame.close(3)));
        all.put("frames-path-challenge", control(ControlFrame.pathChallenge(0x0807060504030201L)));
        all.put("frames-path-needed", control(ControlFrame.pathNeeded(0x0807060504030201L)));
        all.put("frames-rest", resting());
        all.put("frames-relay-to", relayed(new RelayFrame(RelayFrame.Kind.TO, RELAY_NAME, new byte[] {9, 9, 9}, 0, 3)));
        all.put("frames-relay-from", relayed(new RelayFrame(RelayFrame.Kind.FROM, RELAY_NAME, new byte[] {9}, 0, 1)));
        all.put("frames-relay-refused", relayed(RelayFrame.refused(RELAY_NAME, RelayRefusal.UNREACHABLE.wire())));
        resumption(all);
        return all;
    }

    private static Ed25519Signer signer(long seed) {
        return Ed25519Signer.generate(new SeededSecureRandom(seed));
    }

    private static void resumption(Map<String, byte[]> all) {
        PeerId initiator = signer(1).publicKey().peer();
        PeerId responder = signer(2).publicKey().peer();
        TicketBox mine = new TicketBox(1);
        TicketBox theirs = new TicketBox(1);
        mine.linked(
                SessionKeys.derive(new byte[64], initiator, responder, 2),
                signer(2).publicKey());
        theirs.linked(
                SessionKeys.derive(new byte[64], initiator, responder, 2),
                signer(1).publicKey());
        Ticket ticket = Objects.requireNonNull(mine.of(responder, 0));
        ByteWriter name = new ByteWriter(16);
        ticket.id().write(name);
        all.put("ticket", name.toBytes());
        all.put("ticket-secret", ticket.secret());
        ResumeTerms terms = new ResumeTerms(
                0x0807060504030201L, true, List.of(new StreamPosition(6, 300), new StreamPosition(263, 1)));
        ResumeOffer offer = new ResumeOffer(crypto(1), ticket, initiator, 0x030201, 0x0807060504030201L, terms);
        ResumeRequest head = Objects.requireNonNull(ResumeRequest.decode(offer.request(), 1_200));
        all.put("resume", Arrays.copyOf(offer.request(), ResumeRequest.HEAD_BYTES + head.sealedBytes()));
        ResumeAnswer answer = Objects.requireNonNull(ResumeAnswer.open(
                crypto(2), Objects.requireNonNull(theirs.of(initiator, 0)), responder, head, offer.request()));
        assertEquals(terms, answer.theirs());
        ResumeAnswer.Result agreed =
                Objects.requireNonNull(answer.agree(0x060504, new ResumeTerms(2, true, List.of())));
        all.put("resumed", agreed.reply());
        ResumeReply reply = Objects.requireNonNull(ResumeReply.decode(agreed.reply(), agreed.reply().length));
        ResumeOffer.Result result = Objects.requireNonNull(offer.onReply(reply, agreed.reply(), agreed.reply().length));
        assertArrayEquals(agreed.keys().responderSecret(), result.keys().responderSecret());
        all.put("resumed-initiator-secret", result.keys().initiatorSecret());
    }

    private static MeshCrypto crypto(long seed) {
        return new TlsMeshCrypto(signer(seed), new SeededSecureRandom(seed + 100));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static MeshCrypto crypto() {
        SeededSecureRandom random = new SeededSecureRandom(1);
        return new TlsMeshCrypto(Ed25519Signer.generate(random), random);
    }

    private static byte[] seal(RecordSealer sealer) {
        byte[] data = new byte[64];
        data[RecordHeader.BYTES] = 1;
        data[RecordHeader.BYTES + 1] = 2;
        return Arrays.copyOf(data, sealer.seal(data, 2, 0));
    }

    private static Transport transport(ReplayWindow window) {
        return new Transport(window, new Pace(1_000_000, 100_000), 0);
    }

    private static byte[] content(byte[] data, int end) {
        return Arrays.copyOfRange(data, RecordHeader.BYTES, end);
    }

    private static byte[] messages() {
        Transport transport = transport(new ReplayWindow());
        transport.send(Lane.STATE, 5, new byte[] {1, 2, 3}, 0);
        transport.send(Lane.RELIABLE, 6, new byte[] {4, 5}, 0);
        transport.send(Lane.RELIABLE, 6, new byte[] {6}, 0);
        transport.send(Lane.BULK, 7, new byte[] {7}, 0);
        byte[] data = new byte[2_048];
        return content(data, transport.fill(data, 0, 0));
    }

    private static byte[] prompt() {
        Transport transport = transport(new ReplayWindow());
        byte[] data = new byte[2_048];
        transport.send(Lane.INPUT, 9, new byte[] {1, 2}, 0);
        transport.fill(data, 0, 0);
        transport.send(Lane.INPUT, 9, new byte[] {3}, 0);
        transport.send(Lane.VOICE, 8, new byte[] {4, 5, 6}, 0);
        transport.flush(0);
        return content(data, transport.fill(data, 1, 0));
    }

    private static byte[] shortInput() {
        Transport transport = transport(new ReplayWindow());
        transport.speak(WireVersions.SHORT_INPUT);
        byte[] data = new byte[2_048];
        transport.send(Lane.INPUT, 9, new byte[] {1, 2}, 0);
        transport.fill(data, 0, 0);
        transport.send(Lane.INPUT, 9, new byte[] {3}, 0);
        transport.flush(0);
        return content(data, transport.fill(data, 1, 0));
    }

    private static byte[] ackAndPing() {
        ReplayWindow window = new ReplayWindow();
        Transport sender = transport(new ReplayWindow());
        Transport receiver = transport(window);
        byte[] data = new byte[2_048];
        for (int counter : new int[] {0, 1, 4}) {
            sender.ping();
            int end = sender.fill(data, counter, 0);
            window.mark(counter);
            byte[] content = content(data, end);
            receiver.receive(content, content.length, counter, 0, new Silence());
        }
        receiver.ping();
        return content(data, receiver.fill(data, 0, 80_000));
    }

    private static byte[] ackOfBulk() {
        ReplayWindow window = new ReplayWindow();
        Transport sender = transport(new ReplayWindow());
        Transport receiver = transport(window);
        byte[] data = new byte[2_048];
        sender.send(Lane.BULK, 7, new byte[] {7}, 0);
        byte[] content = content(data, sender.fill(data, 0, 0));
        long arrived = 0x04030201L * 8_000;
        window.mark(0);
        receiver.receive(content, content.length, 0, arrived, new Silence());
        return content(data, receiver.fill(data, 0, arrived + 5_000_000));
    }

    private static byte[] resting() {
        byte[] data = new byte[64];
        Transport transport = transport(new ReplayWindow());
        transport.ping(new RadioRest(1_000, true).wire());
        return content(data, transport.fill(data, 0, 0));
    }

    private static byte[] control(ControlFrame frame) {
        byte[] data = new byte[64];
        return content(data, transport(new ReplayWindow()).fillControl(data, frame, 0, 0));
    }

    private static final class Silence implements MessageEar {
        @Override
        public void message(Lane lane, int stream, byte[] message) {}
    }

    @Test
    void bytesAreThoseOfTheGoldenFile() throws IOException {
        StringBuilder lines = new StringBuilder();
        ours().forEach((name, bytes) ->
                lines.append(name).append(' ').append(HEX.formatHex(bytes)).append('\n'));

        try (InputStream golden = MeshWireTest.class.getResourceAsStream("/wire/mesh.txt")) {
            assertNotNull(golden);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), lines.toString());
        }
    }

    @Test
    void secondDecoderIsHeldToTheSameFrames() throws IOException {
        String vectors = Files.readString(Path.of("..", "docs", "wire", "vectors", "frames.json"));

        ours().forEach((name, bytes) -> {
            String vector = "\"name\":\"" + name + "\",\"type\":\"frames\",\"hex\":\"" + HEX.formatHex(bytes) + "\"";
            assertTrue(!name.startsWith("frames-") || vectors.contains(vector), name);
        });
    }

    @Test
    void handshakeDatagramsAreReadBackAndTheirTruncationsRefused() {
        Hello hello = new Hello(1, 77, 88, new byte[] {1}, new byte[] {2, 3});
        Hello read = Hello.decode(hello.encode(), 1_200);
        assertNotNull(read);
        assertArrayEquals(hello.flight(), read.flight());
        assertEquals(77, read.cid());
        byte[] cookie = new CookieReply(1, 2, new byte[] {3, 4}).encode();
        byte[] refusal = new Refusal(1, 2, 3, 4).encode();
        byte[] segment = new Segment(1, 2, 3, 4, new byte[] {5}).encode();

        for (int length = 1; length < 1_200; length++) {
            assertNull(Hello.decode(hello.encode(), length));
        }
        for (int length = 1; length < cookie.length; length++) {
            assertNull(CookieReply.decode(cookie, length));
        }
        for (int length = 1; length < refusal.length; length++) {
            assertNull(Refusal.decode(refusal, length));
        }
        for (int length = 1; length < 11; length++) {
            assertNull(Segment.decode(segment, length));
        }
        byte[] reply = new ResumeReply(1, 2, 3, new byte[32]).encodeHead();
        for (int length = 1; length <= reply.length; length++) {
            assertNull(ResumeReply.decode(reply, length));
        }
        assertEquals(new Refusal(1, 2, 3, 4), Refusal.decode(refusal, refusal.length));
    }

    @Test
    void framesOfRelaysAreReadBackAndTheirTruncationsRefused() {
        Map<String, byte[]> all = ours();
        for (RelayFrame.Kind kind : RelayFrame.Kind.values()) {
            byte[] frame =
                    Objects.requireNonNull(all.get("frames-relay-" + kind.name().toLowerCase(java.util.Locale.ROOT)));
            RelayFrame read = RelayFrame.read(frame[0], new ByteReader(frame, 1, frame.length - 1));

            assertNotNull(read);
            assertEquals(kind, read.kind());
            assertEquals(RELAY_NAME, read.name());
            for (int length = 0; length < RelayFrame.OVERHEAD_BYTES; length++) {
                assertNull(RelayFrame.read(frame[0], new ByteReader(frame, 1, length)), kind + " of " + length);
            }
        }
        byte[] whole = new byte[RelayFrame.OVERHEAD_BYTES + Wire.MAX_DATAGRAM_BYTES + 1];
        assertNotNull(RelayFrame.read(0x31, new ByteReader(whole, 1, whole.length - 2)));
        assertNull(RelayFrame.read(0x31, new ByteReader(whole, 1, whole.length - 1)));
        assertEquals(
                Wire.MAX_CARRIER_BYTES,
                Wire.MAX_DATAGRAM_BYTES + RelayFrame.OVERHEAD_BYTES + RecordHeader.OVERHEAD_BYTES);
    }

    @Test
    void goldenRecordsOpen() {
        RecordOpener opener = new RecordOpener(crypto(), new byte[32]);
        byte[] out = new byte[64];
        for (String name : new String[] {"record-epoch-0", "record-epoch-1"}) {
            byte[] record = Objects.requireNonNull(ours().get(name));

            assertEquals(2, opener.open(record, record.length, out, 0));
            opener.accept();
            assertEquals(1, out[0]);
        }
    }
}
