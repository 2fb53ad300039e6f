package worldmesh.mesh.gossip.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.topic.TopicId;
import worldmesh.runtime.identity.PeerId;

class GossipCodecTest {
    private static final PeerId PEER = PeerId.ofBytes(new byte[PeerId.BYTES]);
    private static final MemberEntry MEMBER = new MemberEntry(PEER, 0x8000_0000_0000_0001L);
    private static final StreamId STREAM = new StreamId(new TopicId(-5), PEER, 1L << 50);

    static Stream<GossipFrame> frames() {
        return Stream.of(
                new ViewFrame.Join(7),
                new ViewFrame.ForwardJoin(MEMBER, 6),
                new ViewFrame.Ask(-1, true),
                new ViewFrame.Answer(3, false),
                new ViewFrame.Part(),
                new ViewFrame.Shuffle(-9, 0, List.of(MEMBER, MEMBER)),
                new ViewFrame.ShuffleReply(1, List.of()),
                new TreeFrame.Subscribe(true, List.of(new TopicId(1), new TopicId(Long.MIN_VALUE))),
                new TreeFrame.Bind(TreeFrame.MAX_STREAMS - 1, STREAM),
                new TreeFrame.Announce(List.of(
                        new TreeFrame.Announced(9, 0, 1, TreeFrame.MIN_AGE),
                        new TreeFrame.Announced(3, TreeFrame.MAX_NUMBER, 64, TreeFrame.NO_AGE),
                        new TreeFrame.Announced(4_095, 70, 2, 12))),
                new TreeFrame.Graft(List.of(
                        new TreeFrame.Wanted(1, true, List.of()),
                        new TreeFrame.Wanted(300, false, List.of(5L, TreeFrame.MAX_NUMBER)))),
                new TreeFrame.Prune(List.of(0, 4_095)));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void readsWhatItWrites(GossipFrame frame) {
        assertEquals(frame, GossipCodec.decode(GossipCodec.encode(frame)));
    }

    @Test
    void aMessageIsItsPayloadAndFiveBytes() {
        byte[] payload = new byte[100];
        payload[99] = 5;

        byte[] bytes = GossipCodec.message(90, 9_000, 3, payload);

        assertEquals(100 + 5, bytes.length);
        assertEquals(100, GossipCodec.payloadBytes(bytes));
        TreeFrame.Message read = (TreeFrame.Message) GossipCodec.decode(bytes);
        assertNotNull(read);
        assertEquals(List.of(90L, 9_000L, 3L), List.of((long) read.index(), read.number(), (long) read.hops()));
        assertArrayEquals(payload, read.payload());
        assertArrayEquals(bytes, GossipCodec.encode(read));
    }

    @Test
    void anAnnouncementOfAMessageTakesFourBytes() {
        List<TreeFrame.Announced> entries = LongStream.range(0, 100)
                .mapToObj(i -> new TreeFrame.Announced((int) i, 100 + i * 70, 1, 9))
                .toList();

        assertEquals(2 + 4 * 100, GossipCodec.encode(new TreeFrame.Announce(entries)).length, 40);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyTruncationAndEveryFurtherByteIsRefused(GossipFrame frame) {
        byte[] sound = GossipCodec.encode(frame);

        for (int length = 0; length < sound.length; length++) {
            assertNull(GossipCodec.decode(Arrays.copyOf(sound, length)), "of " + sound.length + ": " + length);
        }
        assertNull(GossipCodec.decode(Arrays.copyOf(sound, sound.length + 1)));
    }

    /** Kinds, flags, walks, counts, indexes, numbers, hops and runs beyond their limits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "07",
                "0e",
                "ff",
                "02000000000000000002",
                "05000000001100",
                "050000000006" + "11",
                "080181" + "02",
                "098020" + "0000000000000000",
                "0a802000" + "00",
                "0a00ffffffffff7f00",
                "0a000040",
                "0b8102",
                "0b01010000",
                "0b01000101" + "00",
                "0b0100010300",
                "0c0100a001",
                "0d018020"
            })
    void whatIsBeyondALimitIsRefused(String hex) {
        assertNull(GossipCodec.decode(HexFormat.of().parseHex(hex)), hex);
    }
}
