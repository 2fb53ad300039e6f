package worldmesh.authority.party.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** The messages of docs/wire-party.md, byte for byte. */
class PartyWireTest {
    private static final Head HEAD = new Head(3, 300, Hash.ofBytes(filled(1)));
    private static final List<RosterLink> ROSTERS = List.of(
            new RosterLink(PartyRoster.founding(peer(7)), Head.NONE),
            new RosterLink(new PartyRoster(1, true, List.of(peer(8), peer(7))), HEAD));
    private static final byte[] BYTES = {1, 2, 3};

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static PeerId peer(int value) {
        return PeerId.ofBytes(filled(value));
    }

    private static Map<String, PartyMessage> messages() {
        Map<String, PartyMessage> all = new LinkedHashMap<>();
        all.put("lead", new PartyMessage.Lead(4, BYTES, ROSTERS, HEAD));
        all.put("prepare", new PartyMessage.Prepare(4, HEAD, List.of(BYTES, BYTES), List.of(BYTES)));
        all.put("ack", new PartyMessage.Ack(4, HEAD, Head.NONE, true, BYTES));
        all.put("nack", new PartyMessage.Nack(500));
        all.put("fetch", new PartyMessage.Fetch(4, HEAD, false));
        all.put("entries", new PartyMessage.Entries(4, Head.NONE, List.of(BYTES), HEAD, List.of(BYTES)));
        all.put("differ", new PartyMessage.Differ(4, HEAD));
        all.put("part", new PartyMessage.StatePart(4, HEAD, 1, 2, BYTES, BYTES));
        all.put("campaign", new PartyMessage.Campaign(5, true, ROSTERS.get(1)));
        all.put("promise", new PartyMessage.Promise(5, ROSTERS, HEAD, 4, List.of(BYTES), BYTES));
        all.put("leave", new PartyMessage.Leave(4));
        all.put("accuse", new PartyMessage.Accuse(4, BYTES));
        all.put("branch", new PartyMessage.Branch(ROSTERS, HEAD));
        all.put("pending", new PartyMessage.Pending(true, BYTES));
        all.put("witness", new PartyMessage.Witness(4, HEAD, peer(7)));
        all.put("vouch", new PartyMessage.Vouch(4, HEAD, Hash.ofBytes(filled(2))));
        all.put("refute", new PartyMessage.Refute(4, HEAD, Hash.ofBytes(filled(2)), BYTES));
        all.put("settled", new PartyMessage.Settled(4, HEAD));
        all.put("poll", new PartyMessage.Poll(5, ROSTERS.get(1)));
        all.put("favour", new PartyMessage.Favour(5));
        return all;
    }

    private static Map<String, String> golden() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        try (InputStream in = PartyWireTest.class.getResourceAsStream("/wire/party.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            text.lines().map(line -> line.split(" ")).forEach(parts -> lines.put(parts[0], parts[1]));
        }
        return lines;
    }

    @Test
    void writesEveryMessageAsTheSpecificationSays() throws IOException {
        Map<String, String> written = new LinkedHashMap<>();

        messages().forEach((name, message) -> written.put(name, HexFormat.of().formatHex(PartyCodec.encode(message))));

        assertEquals(golden(), written);
    }

    @Test
    void readsWhatItWrote() {
        messages().forEach((name, message) -> {
            byte[] bytes = PartyCodec.encode(message);

            PartyMessage read = PartyCodec.decode(bytes);

            assertNotNull(read, name);
            assertArrayEquals(bytes, PartyCodec.encode(read), name);
        });
    }

    @Test
    void refusesEveryTruncationAndWhatFollowsTheEnd() {
        messages().forEach((name, message) -> {
            byte[] bytes = PartyCodec.encode(message);
            for (int length = 0; length < bytes.length; length++) {
                assertNull(PartyCodec.decode(Arrays.copyOf(bytes, length)), name + " cut to " + length);
            }
            assertNull(PartyCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)), name);
        });
    }

    @Test
    void survivesEveryFlippedBit() {
        messages().forEach((name, message) -> {
            byte[] bytes = PartyCodec.encode(message);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                PartyMessage read = PartyCodec.decode(flipped);
                if (read != null) {
                    assertArrayEquals(flipped, PartyCodec.encode(read), name + " bit " + bit);
                }
            }
        });
    }
}
